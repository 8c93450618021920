import { useTranslation } from "react-i18next";
import { Disclosure } from "../../ui/index.ts";
import { type FieldSpec, isShown } from "./field-spec.ts";
import type { FieldGroupProps } from "./form-context.ts";
import { FormField } from "./form-field.tsx";
import styles from "./forms.module.css";

/** Fields of one object: those in sight, then the advanced ones, folded away until one is set. */
export function FieldGroup({ specs, values, path, onChange }: FieldGroupProps) {
  const { t } = useTranslation();
  const shown = specs.filter((spec) => isShown(spec, specs, values));
  const plain = shown.filter(({ advanced }) => !advanced);
  const advanced = shown.filter((spec) => spec.advanced);
  const isSet = ({ name, fallback }: FieldSpec) => values[name] !== undefined && JSON.stringify(values[name]) !== JSON.stringify(fallback);
  const draw = (spec: FieldSpec) => (
    <FormField
      key={spec.name}
      spec={spec}
      path={path === "" ? spec.name : `${path}.${spec.name}`}
      value={values[spec.name]}
      onChange={(value) => onChange(spec.name, value)}
    />
  );
  const set = advanced.filter(isSet).length;
  return (
    <div className={styles.group}>
      {plain.map(draw)}
      {advanced.length > 0 ? (
        <Disclosure label={t("forms.moreOptions")} meta={set > 0 ? t("forms.set", { count: set }) : undefined} defaultOpen={set > 0}>
          <div className={styles.group}>{advanced.map(draw)}</div>
        </Disclosure>
      ) : null}
    </div>
  );
}
