import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setSettings } from "#shared/draft/edit.ts";
import { WorkflowId } from "#shared/model/ids.ts";
import type { Order, WorkflowSettings } from "#shared/model/workflow.ts";
import { systemTimezone } from "../../../bridge/index.ts";
import { NumberField, Select, TextField } from "../../../ui/index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";
import { useWorkflowChoices } from "./use-workflow-choices.ts";

const ORDERS: readonly Order[] = ["parallel", "n8n-v1", "n8n-v0"];
const SYSTEM_ZONE = "";

/** Settings of the workflow as a whole: shown while nothing is selected. */
export function WorkflowPanel() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const settings = useEditor((state) => state.workflow.settings);
  const counts = useEditor((state) => state.workflow.nodes.length);
  const set = (fields: Partial<WorkflowSettings>) =>
    store.session.edit((editing) => setSettings(editing, fields), `workflow:${Object.keys(fields).join()}`);
  return (
    <section className={styles.panel} aria-label={t("editor.workflow.title")}>
      <header className={styles.head}>
        <div className={styles.headWords}>
          <h2 className={styles.title}>{t("editor.workflow.title")}</h2>
          <p className={styles.type}>{t("editor.workflow.steps", { count: counts })}</p>
        </div>
      </header>
      <div className={styles.form}>
        <p className={styles.quiet}>{t("editor.workflow.hint")}</p>
        <Select
          label={t("editor.workflow.timezone")}
          help={t("editor.workflow.timezoneHelp")}
          value={settings.timezone ?? SYSTEM_ZONE}
          onChange={(zone) => set({ timezone: zone === SYSTEM_ZONE ? undefined : zone })}
          options={[
            { value: SYSTEM_ZONE, label: t("editor.workflow.workspaceZone", { zone: systemTimezone() }) },
            ...Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
          ]}
        />
        <Select<Order>
          label={t("editor.workflow.order")}
          help={t("editor.workflow.orderHelp")}
          value={settings.order}
          onChange={(order) => set({ order })}
          options={ORDERS.map((value) => ({ value, label: t(`editor.workflow.orders.${value}`) }))}
        />
        <ErrorWorkflow value={settings.errorWorkflow} onChange={(errorWorkflow) => set({ errorWorkflow })} />
        <NumberField
          label={t("editor.workflow.concurrency")}
          help={t("editor.workflow.concurrencyHelp")}
          value={settings.concurrency ?? null}
          min={1}
          max={1000}
          placeholder={t("editor.settings.noLimit")}
          onChange={(value) => set({ concurrency: value ?? undefined })}
        />
        <NumberField
          label={t("editor.workflow.timeout")}
          help={t("editor.workflow.timeoutHelp")}
          value={settings.timeout === undefined ? null : settings.timeout / 60_000}
          min={1}
          placeholder={t("editor.settings.noLimit")}
          onChange={(minutes) => set({ timeout: minutes === null ? undefined : Math.round(minutes * 60_000) })}
        />
        <NumberField
          label={t("editor.workflow.retention")}
          help={t("editor.workflow.retentionHelp")}
          value={settings.retention ?? null}
          min={1}
          max={3650}
          placeholder={t("editor.workflow.workspaceRetention")}
          onChange={(days) => set({ retention: days ?? undefined })}
        />
        <NetworkField hosts={settings.network} onChange={(network) => set({ network })} />
      </div>
    </section>
  );
}

const NO_WORKFLOW = "";

/** The workflow that is told when a live run of this one fails. */
function ErrorWorkflow({ value, onChange }: { value: WorkflowId | undefined; onChange: (value: WorkflowId | undefined) => void }) {
  const { t } = useTranslation();
  const id = useEditor((state) => state.workflow.id);
  const workflows = useWorkflowChoices();
  const others = (workflows ?? []).filter((one) => one.id !== id);
  const gone = value !== undefined && workflows !== undefined && !others.some((one) => one.id === value);
  return (
    <Select
      label={t("editor.workflow.errorWorkflow")}
      help={t("editor.workflow.errorWorkflowHelp")}
      value={value ?? NO_WORKFLOW}
      onChange={(next) => onChange(next === NO_WORKFLOW ? undefined : WorkflowId.parse(next))}
      options={[
        { value: NO_WORKFLOW, label: t("editor.workflow.noErrorWorkflow") },
        ...(gone ? [{ value, label: t("forms.workflowGone", { id: value }) }] : []),
        ...others.map((one) => ({ value: one.id, label: t(`forms.workflow.${one.state}`, { name: one.name }) })),
      ]}
    />
  );
}

/** Kept when the field is left: half a line is no host. */
function NetworkField({ hosts, onChange }: { hosts: readonly string[]; onChange: (hosts: string[]) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={t("editor.workflow.network")}
      help={t("editor.workflow.networkHelp")}
      rows={2}
      mono
      placeholder="192.168.1.20:8080"
      value={typed ?? hosts.join("\n")}
      onChange={setTyped}
      onBlur={() => {
        if (typed !== null) onChange(typed.split(/[\s,]+/).filter(Boolean));
        setTyped(null);
      }}
    />
  );
}
