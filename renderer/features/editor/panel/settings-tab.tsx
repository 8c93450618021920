import { useTranslation } from "react-i18next";
import { type NodeField, setNodeFields } from "#shared/draft/edit.ts";
import type { OnError, OnInterrupted, Retry, WorkflowNode } from "#shared/model/workflow.ts";
import { NumberField, Select, Switch, TextField } from "../../../ui/index.ts";
import type { Operation } from "../graph/to-flow.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

type Fields = Partial<Pick<WorkflowNode, NodeField>>;
type RetryRule = "usual" | "never" | "own";
type Interrupted = OnInterrupted | "usual";

const OWN_RETRY: Retry = { tries: 3, waits: [5000, 5000], on: "faults" };

/** How the step behaves when something goes wrong, and what it notes and saves. */
export function SettingsTab({ node, operation }: { node: WorkflowNode; operation: Operation | undefined }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const set = (fields: Fields) =>
    store.session.edit((editing) => setNodeFields(editing, [node.id], fields), `setting:${node.id}:${Object.keys(fields).join()}`);
  const starts = operation?.trigger !== undefined;
  return (
    <div className={styles.form}>
      {starts ? null : <ErrorFields node={node} set={set} />}
      {starts ? null : (
        <>
          <NumberField
            label={t("editor.settings.timeout")}
            help={t("editor.settings.timeoutHelp")}
            value={node.timeout === undefined ? null : node.timeout / 1000}
            min={1}
            placeholder={t("editor.settings.noLimit")}
            onChange={(seconds) => set({ timeout: seconds === null ? undefined : Math.round(seconds * 1000) })}
          />
          <Switch
            label={t("editor.settings.runOnce")}
            help={t("editor.settings.runOnceHelp")}
            checked={node.runOnce ?? false}
            onChange={(on) => set({ runOnce: on || undefined })}
          />
          <Switch
            label={t("editor.settings.alwaysOutput")}
            help={t("editor.settings.alwaysOutputHelp")}
            checked={node.alwaysOutputData ?? false}
            onChange={(on) => set({ alwaysOutputData: on || undefined })}
          />
        </>
      )}
      <Switch
        label={t("editor.settings.disabled")}
        help={t("editor.settings.disabledHelp")}
        checked={node.disabled ?? false}
        onChange={(on) => set({ disabled: on || undefined })}
      />
      {starts ? null : (
        <NumberField
          label={t("editor.settings.savings")}
          help={t("editor.settings.savingsHelp")}
          value={node.savings ?? null}
          min={0}
          onChange={(minutes) => set({ savings: minutes ?? undefined })}
        />
      )}
      <TextField
        label={t("editor.settings.notes")}
        optional={t("ui.optional")}
        rows={4}
        value={node.notes ?? ""}
        onChange={(notes) => set({ notes: notes || undefined })}
      />
    </div>
  );
}

function ErrorFields({ node, set }: { node: WorkflowNode; set: (fields: Fields) => void }) {
  const { t } = useTranslation();
  const rule: RetryRule = node.retry === undefined ? "usual" : node.retry.tries === 1 ? "never" : "own";
  const setRule = (next: RetryRule) =>
    set({ retry: next === "usual" ? undefined : next === "never" ? { tries: 1, waits: [], on: "faults" } : OWN_RETRY });
  const interrupted: Interrupted = node.onInterrupted ?? "usual";
  return (
    <>
      <Select<OnError>
        label={t("editor.settings.onError")}
        value={node.onError ?? "stop"}
        onChange={(onError) => set({ onError: onError === "stop" ? undefined : onError })}
        options={(["stop", "continue", "route"] as const).map((value) => ({
          value,
          label: t(`editor.settings.onErrors.${value}`),
          hint: t(`editor.settings.onErrors.${value}Help`),
        }))}
      />
      <Select<RetryRule>
        label={t("editor.settings.retry")}
        help={t(`editor.settings.retries.${rule}Help`)}
        value={rule}
        onChange={setRule}
        options={(["usual", "never", "own"] as const).map((value) => ({ value, label: t(`editor.settings.retries.${value}`) }))}
      />
      {rule === "own" && node.retry ? <OwnRetry retry={node.retry} onChange={(retry) => set({ retry })} /> : null}
      <Select<Interrupted>
        label={t("editor.settings.interrupted")}
        help={t("editor.settings.interruptedHelp")}
        value={interrupted}
        onChange={(next) => set({ onInterrupted: next === "usual" ? undefined : next })}
        options={(["usual", "ask", "repeat", "skip"] as const).map((value) => ({ value, label: t(`editor.settings.interrupts.${value}`) }))}
      />
    </>
  );
}

function OwnRetry({ retry, onChange }: { retry: Retry; onChange: (retry: Retry) => void }) {
  const { t } = useTranslation();
  const wait = retry.waits[0] ?? 5000;
  const make = (tries: number, ms: number, on: Retry["on"]): Retry => ({ tries, waits: Array.from({ length: tries - 1 }, () => ms), on });
  return (
    <div className={styles.pair}>
      <NumberField
        label={t("editor.settings.tries")}
        value={retry.tries}
        min={2}
        max={20}
        onChange={(tries) => onChange(make(Math.min(20, Math.max(2, Math.round(tries ?? 2))), wait, retry.on))}
      />
      <NumberField
        label={t("editor.settings.wait")}
        value={wait / 1000}
        min={0}
        onChange={(seconds) => onChange(make(retry.tries, Math.max(0, Math.round((seconds ?? 0) * 1000)), retry.on))}
      />
      <Select<Retry["on"]>
        className={styles.wide}
        label={t("editor.settings.retryOn")}
        value={retry.on}
        onChange={(on) => onChange({ ...retry, on })}
        options={(["faults", "any"] as const).map((value) => ({ value, label: t(`editor.settings.retryOns.${value}`) }))}
      />
    </div>
  );
}
