import { useTranslation } from "react-i18next";
import { Disclosure, Segmented, Select, Switch } from "../../ui/index.ts";
import type { FieldSpec } from "./field-spec.ts";
import { useSaid } from "./form-context.ts";
import styles from "./forms.module.css";
import { OPERATIONS, type Operation, RULE_TYPES, type RuleType, UNARY } from "./operations.ts";
import { recordsOf, removeAt, replaceAt, type Values } from "./read-value.ts";
import { RowFrame } from "./row-frame.tsx";
import { useDroppedType } from "./use-dropped-type.ts";
import { ValueCell } from "./value-cell.tsx";

export interface ConditionsFieldProps {
  spec: FieldSpec;
  path: string;
  value: Values;
  onChange: (value: Values) => void;
}

const COMPARE = ["convert", "strict", "plain"] as const;

/** Conditions on an item, all or any of which must hold. */
export function ConditionsField({ spec, path, value, onChange }: ConditionsFieldProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const { onDropped, take } = useDroppedType();
  const rules = recordsOf(value.rules);
  const setRules = (next: readonly Values[]) => onChange({ ...value, rules: next });
  const change = (index: number, part: Values) => setRules(replaceAt(rules, index, { ...rules[index], ...part }));

  const row = (index: number) => {
    const rule = rules[index] ?? {};
    const type: RuleType = RULE_TYPES.find((one) => one === rule.type) ?? "string";
    const known: readonly Operation[] = OPERATIONS[type];
    const operation = known.find((one) => one === rule.operation) ?? known[0] ?? "exists";
    const ofType = (next: RuleType): Values => {
      const offered: readonly Operation[] = OPERATIONS[next];
      return { type: next, operation: offered.includes(operation) ? operation : offered[0] };
    };
    const changeLeft = (left: unknown) => {
      const dropped = take(left);
      change(index, { left, ...(dropped && ofType(dropped)) });
    };
    return (
      <div className={styles.rule}>
        <ValueCell
          title={t("forms.left", { number: index + 1 })}
          placeholder={t("forms.value")}
          value={rule.left}
          {...said(`${path}.rules.${index}.left`)}
          onChange={changeLeft}
          onDropped={onDropped}
        />
        <div className={styles.pair}>
          <Select
            label={t("forms.rowType", { number: index + 1 })}
            hideLabel
            value={type}
            options={RULE_TYPES.map((one) => ({ value: one, label: t(`forms.types.${one}`) }))}
            onChange={(next) => change(index, ofType(next))}
          />
          <Select
            label={t("forms.operation", { number: index + 1 })}
            hideLabel
            value={operation}
            options={known.map((one) => ({ value: one, label: t(`forms.operations.${one}`) }))}
            onChange={(next) => change(index, { operation: next })}
          />
        </div>
        {UNARY.has(operation) ? null : (
          <ValueCell
            title={t("forms.right", { number: index + 1 })}
            placeholder={t("forms.value")}
            value={rule.right}
            {...said(`${path}.rules.${index}.right`)}
            onChange={(right) => change(index, { right })}
          />
        )}
      </div>
    );
  };

  return (
    <RowFrame
      spec={spec}
      path={path}
      count={rules.length}
      addLabel={t("forms.addCondition")}
      onAdd={() => setRules([...rules, { left: "=", type: "string", operation: "equals", right: "" }])}
      onRemove={(index) => setRules(removeAt(rules, index))}
      row={row}
      head={
        <>
          {rules.length > 1 ? (
            <Segmented
              label={t("forms.match")}
              value={value.match === "any" ? "any" : "all"}
              onChange={(match) => onChange({ ...value, match })}
              options={[
                { value: "all", label: t("forms.matchAll") },
                { value: "any", label: t("forms.matchAny") },
              ]}
            />
          ) : null}
          {rules.length > 0 ? (
            <Disclosure label={t("forms.compareHow")}>
              <div className={styles.group}>
                <Switch
                  label={t("forms.ignoreCase")}
                  checked={value.ignoreCase === true}
                  onChange={(ignoreCase) => onChange({ ...value, ignoreCase })}
                />
                <Select
                  label={t("forms.otherType")}
                  value={COMPARE.find((one) => one === value.types) ?? "convert"}
                  options={COMPARE.map((one) => ({ value: one, label: t(`forms.compare.${one}`) }))}
                  onChange={(types) => onChange({ ...value, types })}
                />
              </div>
            </Disclosure>
          ) : null}
        </>
      }
    />
  );
}
