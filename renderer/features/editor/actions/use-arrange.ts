import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useEditorParts } from "../store/use-editor.ts";
import { arrange } from "./arrange.ts";

/** Lays the workflow out; says so if the layout could not be made. */
export function useArrange(): () => void {
  const parts = useEditorParts();
  const { t } = useTranslation();
  return useMemo(
    () => () => {
      arrange(parts, matchMedia("(prefers-reduced-motion: reduce)").matches).catch(() => parts.say(t("editor.arrangeFailed"), "danger"));
    },
    [parts, t],
  );
}
