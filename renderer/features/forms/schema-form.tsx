import { useMemo } from "react";
import { FieldGroup } from "./field-group.tsx";
import { readFields } from "./field-spec.ts";
import { type ExpressionTools, FormContext, type FormTools, type WorkflowChoice } from "./form-context.ts";

export interface SchemaFormProps {
  /** JSON Schema of an object, with the kit's field hints. */
  schema: Readonly<Record<string, unknown>>;
  values: Readonly<Record<string, unknown>>;
  /** One top-level field changed; `undefined` leaves it to its default. */
  onChange: (name: string, value: unknown) => void;
  /** By dotted path; shown beside their fields. */
  errors?: Readonly<Record<string, string>>;
  warnings?: Readonly<Record<string, string>>;
  /** Lets fields hold expressions; without it every field is a literal. */
  expressions?: ExpressionTools | undefined;
  secrets?: readonly string[];
  secretsSet?: readonly string[];
  /** For fields that name one. */
  workflows?: readonly WorkflowChoice[] | undefined;
}

const NONE: readonly string[] = [];
const NOTHING_SAID: Readonly<Record<string, string>> = {};

/** A form made from a JSON Schema: an action's input, a connection's login. */
export function SchemaForm({
  schema,
  values,
  onChange,
  errors = NOTHING_SAID,
  warnings = NOTHING_SAID,
  expressions,
  secrets = NONE,
  secretsSet = NONE,
  workflows,
}: SchemaFormProps) {
  const specs = useMemo(() => readFields(schema), [schema]);
  const tools = useMemo(
    (): FormTools => ({ Group: FieldGroup, expressions, errors, warnings, secrets, secretsSet, workflows }),
    [expressions, errors, warnings, secrets, secretsSet, workflows],
  );
  return (
    <FormContext value={tools}>
      <FieldGroup specs={specs} values={values} path="" onChange={onChange} />
    </FormContext>
  );
}
