import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Client, client, navigate, onPaste, reloadQueries } from "../../bridge/index.ts";
import { useAction } from "../actions/use-action.ts";

export type ImportReport = Awaited<ReturnType<Client["workflows"]["import"]>> & {
  /** Name of the file, or where it came from. */
  source: string;
};

export interface Importing {
  reports: readonly ImportReport[];
  /** Files still to come, while it goes on. */
  progress: { done: number; total: number } | null;
  files: (files: Iterable<File>) => void;
  close: () => void;
}

/** Imports files one after the other, and what is pasted while nobody types. */
export function useImport(): Importing {
  const { t } = useTranslation();
  const act = useAction();
  const [reports, setReports] = useState<readonly ImportReport[]>([]);
  const [progress, setProgress] = useState<Importing["progress"]>(null);

  const run = useCallback(
    async (sources: readonly { name: string; called?: string; text: () => Promise<string> }[]) => {
      setProgress({ done: 0, total: sources.length });
      const made: ImportReport[] = [];
      for (const [index, { name, called, text }] of sources.entries()) {
        const report = await act(
          async () => client.workflows.import({ text: await text(), ...(called === undefined ? {} : { name: called }) }),
          {
            failed: t("workflows.importFailed", { name }),
          },
        );
        if (report) made.push({ ...report, source: name });
        setProgress({ done: index + 1, total: sources.length });
      }
      setProgress(null);
      setReports(made);
      reloadQueries(([area]) => area === "workflows");
    },
    [act, t],
  );

  useEffect(
    () =>
      onPaste((text) => {
        if (!looksLikeWorkflow(text)) return false;
        navigate({ screen: "workflows" }, { replace: true });
        void run([{ name: t("workflows.clipboard"), text: () => Promise.resolve(text) }]);
        return true;
      }),
    [run, t],
  );

  return {
    reports,
    progress,
    files: (files) => void run([...files].map((file) => ({ name: file.name, called: nameOf(file.name), text: () => file.text() }))),
    close: () => setReports([]),
  };
}

/** A file's name without its ending: for workflows that bring none of their own. */
const nameOf = (file: string): string =>
  file
    .replace(/\.json$/i, "")
    .trim()
    .slice(0, 200);

/** A glance only: whether it is one is for the engine to say. */
const looksLikeWorkflow = (text: string): boolean => /^\s*\{/.test(text) && text.includes('"nodes"');
