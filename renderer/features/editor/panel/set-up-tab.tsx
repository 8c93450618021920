import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { setParam } from "#shared/draft/edit.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client, useQuery } from "../../../bridge/index.ts";
import { causeOf } from "../../../i18n/cause-of.ts";
import { Banner } from "../../../ui/index.ts";
import { isExpression, readFields, SchemaForm } from "../../forms/index.ts";
import { HookAddress } from "../bar/hook-address.tsx";
import { OutsideHint } from "../bar/outside-hint.tsx";
import type { Operation } from "../graph/to-flow.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import { ConnectionPicker } from "./connection-picker.tsx";
import styles from "./panel.module.css";
import type { Source } from "./upstream.ts";
import { useExpressionTools } from "./use-expression-tools.ts";
import { useWorkflowChoices } from "./use-workflow-choices.ts";

export interface SetUpTabProps {
  node: WorkflowNode;
  operation: Operation | undefined;
  sources: readonly Source[];
  item: number;
}

/** Problems that every step begins with. */
const EXPECTED: ReadonlySet<string> = new Set(["missing-field", "incomplete", "unreachable", "missing-connection"]);

const OBVIOUS: ReadonlySet<string> = new Set(["bad-field", "bad-expression"]);

/** What is said of each field, by its path. */
function saidAt(problems: readonly Problem[], severity: Problem["severity"]): Record<string, string> {
  const said: Record<string, string> = {};
  for (const problem of problems) {
    const { code, field, message, fix } = problem;
    if (field === undefined || problem.severity !== severity) continue;
    const cause = causeOf({ message, field });
    // Beside the field itself, that it is to be corrected goes without saying.
    const text = code === "missing-field" && fix ? fix : fix && !OBVIOUS.has(code) ? `${cause} ${fix}` : cause;
    if (said[field]?.includes(text)) continue;
    said[field] = said[field] === undefined ? text : `${said[field]} ${text}`;
  }
  return said;
}

/** How many expressions a parameter holds: a field that becomes one, or is none any more, is a gesture of its own. */
function expressionsIn(value: unknown): number {
  if (isExpression(value)) return 1;
  return typeof value === "object" && value !== null ? Object.values(value).reduce((sum: number, one) => sum + expressionsIn(one), 0) : 0;
}

/** What the step does: its connection and the fields of its operation. */
export function SetUpTab({ node, operation, sources, item }: SetUpTabProps) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const problems = useEditor((state) => state.problems);
  const fresh = useEditor((state) => state.fresh === node.id);
  const own = useMemo(
    () => problems.filter((problem) => problem.node === node.id && !(fresh && EXPECTED.has(problem.code))),
    [problems, node.id, fresh],
  );
  const errors = useMemo(() => saidAt(own, "error"), [own]);
  const warnings = useMemo(() => saidAt(own, "warning"), [own]);
  const expressions = useExpressionTools(node, sources, item);
  const workflows = useWorkflowChoices();
  const whole = own.filter((problem) => problem.field === undefined);
  const hasFields = operation && readFields(operation.input).length > 0;
  return (
    <div className={styles.form}>
      {whole.map(({ code, severity, message, fix }) => (
        <Banner key={`${code}:${message}`} tone={severity === "error" ? "danger" : "warning"} title={message}>
          {fix}
        </Banner>
      ))}
      {operation ? <p className={styles.lead}>{operation.description}</p> : <Unknown node={node} />}
      {operation?.example === undefined ? null : <p className={styles.quiet}>{t("catalog.example", { text: operation.example })}</p>}
      {operation?.trigger === "webhook" ? <LiveAddress name={node.name} /> : null}
      {operation && operation.connection !== "none" ? <ConnectionPicker node={node} operation={operation} /> : null}
      {hasFields ? (
        <SchemaForm
          key={node.id}
          schema={operation.input}
          values={node.params}
          errors={errors}
          warnings={warnings}
          expressions={expressions}
          workflows={workflows}
          onChange={(name, value) =>
            store.session.edit((editing) => setParam(editing, node.id, [name], value), `param:${node.id}:${name}:${expressionsIn(value)}`)
          }
        />
      ) : null}
      {operation && !hasFields ? <p className={styles.quiet}>{t("editor.panel.noFields")}</p> : null}
    </div>
  );
}

/** Where a webhook trigger is called, once it is live. */
function LiveAddress({ name }: { name: string }) {
  const { t } = useTranslation();
  const id = useEditor((state) => state.workflow.id);
  const { data } = useQuery(["workflow", id, "hooks"], (signal) => client.workflows.hooks({ id }, { signal }));
  const hook = data?.find((one) => one.node === name);
  if (!data) return null;
  return hook ? (
    <div>
      <HookAddress name={t("editor.panel.address")} address={hook.url ?? hook.path} />
      <OutsideHint address={hook.url} />
    </div>
  ) : (
    <p className={styles.quiet}>{t("editor.panel.noAddress")}</p>
  );
}

function Unknown({ node }: { node: WorkflowNode }) {
  const { t } = useTranslation();
  const json = JSON.stringify(node.original?.node ?? node.params, null, 2);
  return (
    <>
      <Banner tone="warning" title={t("editor.panel.unknown", { type: node.original?.type ?? node.type })}>
        {t("editor.panel.unknownText")}
      </Banner>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long content that scrolls must be reachable by key */}
      <pre tabIndex={0} className={styles.original} data-selectable>
        {json}
      </pre>
    </>
  );
}
