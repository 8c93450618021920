import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toFault } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { type ToastSpec, useToast } from "../../ui/index.ts";

export interface ActionWords {
  /** Said when it is done. Nothing where the screen itself shows it. */
  done?: ToastSpec;
  /** What did not work: `Could not delete “Invoices”`. */
  failed?: string;
}

/**
 * Does something that a person asked for. A failure is said in plain words with a way to try again; the answer is then
 * `undefined`.
 */
export function useAction(): <T>(action: () => Promise<T>, words?: ActionWords) => Promise<T | undefined> {
  const toast = useToast();
  const { t } = useTranslation();
  return useCallback(
    async <T>(action: () => Promise<T>, words: ActionWords = {}): Promise<T | undefined> => {
      try {
        const result = await action();
        if (words.done) toast(words.done);
        return result;
      } catch (error) {
        const text = faultText(t, toFault(error));
        toast({ tone: "danger", title: words.failed ?? text, detail: words.failed ? text : undefined });
        return undefined;
      }
    },
    [toast, t],
  );
}
