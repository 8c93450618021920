import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setNodeFields } from "#shared/draft/edit.ts";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client, updateQuery, useQuery } from "../../../bridge/index.ts";
import { Select } from "../../../ui/index.ts";
import { ConnectDialog } from "../../connections/index.ts";
import type { Operation } from "../graph/to-flow.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

const NO_CONNECTION = "";

/** Which login the step uses at its service. */
export function ConnectionPicker({ node, operation }: { node: WorkflowNode; operation: Operation }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const [adding, setAdding] = useState(false);
  const { data } = useQuery(["connections"], (signal) => client.connections.list(undefined, { signal }));
  const fitting = (data ?? []).filter((connection) => connection.connector === operation.tool.id);
  const required = operation.connection === "required";
  const missing = node.connection !== undefined && data !== undefined && !fitting.some((one) => one.id === node.connection);
  const choose = (id: string) =>
    store.session.edit((editing) => setNodeFields(editing, [node.id], { connection: fitting.find((one) => one.id === id)?.id }));
  return (
    <div className={styles.connection}>
      <Select
        label={t("editor.connection.label")}
        optional={required ? undefined : t("ui.optional")}
        placeholder={t(fitting.length === 0 ? "editor.connection.none" : "editor.connection.choose")}
        error={missing ? t("editor.connection.gone") : undefined}
        value={node.connection ?? (required ? null : NO_CONNECTION)}
        onChange={choose}
        options={[
          ...(required ? [] : [{ value: NO_CONNECTION, label: t("editor.connection.without") }]),
          ...fitting.map((one) => ({ value: one.id as string, label: one.name, ...(one.lastTest && { hint: one.lastTest.label }) })),
        ]}
      />
      <button type="button" className={styles.link} onClick={() => setAdding(true)}>
        <Plus aria-hidden />
        {t("editor.connection.add", { tool: operation.tool.name })}
      </button>
      <ConnectDialog
        open={adding}
        tool={operation.tool.id}
        onMade={(made) => {
          updateQuery<ConnectionInfo[]>(["connections"], (all) => (all.some(({ id }) => id === made.id) ? all : [...all, made]));
          store.session.edit((editing) => setNodeFields(editing, [node.id], { connection: made.id }));
        }}
        onClose={() => setAdding(false)}
      />
    </div>
  );
}
