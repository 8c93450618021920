import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "../../ui/index.ts";
import { useFormTools } from "./form-context.ts";

export interface WorkflowFieldProps {
  label: string;
  help: string | undefined;
  error: string | undefined;
  action: ReactNode;
  optional: string | undefined;
  value: string;
  onChange: (value: unknown) => void;
}

/** A workflow of the workspace, by name. One that is not there any more stays visible, so that nobody takes it for none. */
export function WorkflowField({ value, onChange, ...frame }: WorkflowFieldProps) {
  const { t } = useTranslation();
  const { workflows } = useFormTools();
  const options = (workflows ?? []).map(({ id, name, state }) => ({ value: id, label: t(`forms.workflow.${state}`, { name }) }));
  const gone = value !== "" && workflows !== undefined && !workflows.some(({ id }) => id === value);
  return (
    <Select
      {...frame}
      value={value === "" ? null : value}
      options={gone ? [{ value, label: t("forms.workflowGone", { id: value }) }, ...options] : options}
      placeholder={workflows === undefined ? t("forms.loading") : t("forms.choose")}
      onChange={onChange}
    />
  );
}
