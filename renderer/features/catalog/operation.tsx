import { useTranslation } from "react-i18next";
import type { OperationInfo } from "#shared/model/catalog.ts";
import { copyText } from "../../bridge/index.ts";
import { Badge, Disclosure, JsonTree, type Tone } from "../../ui/index.ts";
import { type FieldSpec, readFields } from "../forms/index.ts";
import styles from "./catalog.module.css";
import { UseInWorkflow } from "./use-in-workflow.tsx";

const EFFECTS: Readonly<Record<OperationInfo["effect"], Tone>> = { none: "neutral", read: "info", write: "accent", depends: "neutral" };

/** One action or trigger: what it does there, what goes in, what comes out. */
export function Operation({ operation }: { operation: OperationInfo }) {
  const { t } = useTranslation();
  const inputs = readFields(operation.input);
  const { effect, dangerous, trigger } = operation;
  return (
    <li className={styles.operation}>
      <div className={styles.operationHead}>
        <div className={styles.words}>
          <h3>{operation.title}</h3>
          <p className={styles.description}>{operation.description}</p>
          {operation.example === undefined ? null : (
            <p className={styles.description}>{t("catalog.example", { text: operation.example })}</p>
          )}
        </div>
        {trigger || effect === "none" ? null : <Badge tone={EFFECTS[effect]}>{t(`catalog.effects.${effect}`)}</Badge>}
        {dangerous ? <Badge tone="warning">{t(`catalog.dangers.${dangerous}`)}</Badge> : null}
        <UseInWorkflow operation={operation} />
      </div>
      <Disclosure label={t("catalog.inputsAndOutputs")}>
        <div className={styles.io}>
          <section aria-label={t("catalog.inputs")}>
            <h4>{t("catalog.inputs")}</h4>
            {inputs.length === 0 ? <p className={styles.quiet}>{t("catalog.noInputs")}</p> : <FieldTable fields={inputs} />}
          </section>
          <section aria-label={t("catalog.outputs")}>
            <h4>{t("catalog.outputs")}</h4>
            {operation.sample.length === 0 ? (
              <p className={styles.quiet}>{t("catalog.noOutputs")}</p>
            ) : (
              <div className={styles.sample} style={{ height: `${sampleHeight(operation.sample)}rem` }}>
                <JsonTree
                  label={t("catalog.sampleOf", { name: operation.title })}
                  items={operation.sample.map((json) => ({ json }))}
                  onCopy={(text) => void copyText(text)}
                />
              </div>
            )}
          </section>
        </div>
      </Disclosure>
    </li>
  );
}

function FieldTable({ fields }: { fields: readonly FieldSpec[] }) {
  const { t } = useTranslation();
  return (
    <table className={styles.fields} data-selectable>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t("catalog.field")}</th>
          <th scope="col">{t("catalog.about")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              {field.title}
              {field.required ? <span className={styles.quiet}> {t("forms.required")}</span> : null}
            </th>
            <td>
              {field.help ?? ""} {field.choices.length > 0 ? field.choices.map(({ label }) => label).join(", ") : ""}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As high as the first item's fields ask for, within bounds. */
const sampleHeight = (sample: OperationInfo["sample"]): number => Math.min(18, 4.75 + 1.5 * (1 + Object.keys(sample[0] ?? {}).length));
