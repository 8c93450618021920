import { useTranslation } from "react-i18next";
import { hrefOf } from "../../../bridge/index.ts";
import { causeOf } from "../../../i18n/cause-of.ts";
import { Banner } from "../../../ui/index.ts";
import { useFieldTitles } from "../../forms/index.ts";
import { useEditor, useRun } from "../store/use-editor.ts";
import styles from "./panel.module.css";

/** Why the step failed in the run on show: first what to do, then what happened. */
export function FailureCard({ node }: { node: string }) {
  const { t } = useTranslation();
  const runId = useRun((run) => run.runId);
  const last = useRun((run) => (run.live ? run.nodes.get(node)?.runs.at(-1) : undefined));
  const error = useRun((run) => run.error);
  const step = useEditor((state) => state.workflow.nodes.find(({ id }) => id === node));
  const input = useEditor((state) => state.catalog.byType.get(step?.type ?? "")?.input);
  const titleOf = useFieldTitles();
  if (!last || (last.status !== "failed" && last.status !== "unknown")) return null;
  const failure = last.failure ?? (error?.node === node ? error.failure : undefined);
  const title = step && input && failure?.field ? titleOf(input, failure.field) : undefined;
  const message = failure
    ? [title, causeOf(failure)].filter(Boolean).join(": ")
    : (last.message ?? error?.message ?? t("editor.failure.plain"));
  return (
    <div className={styles.failure}>
      <Banner
        urgent
        tone={last.status === "unknown" ? "warning" : "danger"}
        title={failure?.fix ?? message}
        action={
          runId ? (
            <a className={styles.link} href={hrefOf({ screen: "run", id: runId })}>
              {t("editor.failure.open")}
            </a>
          ) : undefined
        }
      >
        {failure?.fix ? <p>{message}</p> : null}
        {failure?.item === undefined ? null : <p>{t("editor.failure.item", { item: failure.item + 1 })}</p>}
        {last.status === "unknown" ? <p>{t("editor.failure.unknown")}</p> : null}
      </Banner>
    </div>
  );
}
