import { type FieldSpec, isShown } from "./field-spec.ts";
import { recordsOf, type Values } from "./read-value.ts";

/** As the list's default begins, where it has one: the first kind may be the least harmless ("every 30 seconds"). */
export function newRow({ fields, kind, fallback }: Pick<FieldSpec, "fields" | "kind" | "fallback">): Values {
  const [first] = recordsOf(fallback);
  if (kind !== undefined && first) return first;
  return Object.fromEntries(
    fields.filter((one) => one.required && !one.showIf).map(({ name, choices }) => [name, name === kind ? choices[0]?.value : ""]),
  );
}

/** A row of another kind keeps what both kinds have; the rest would be no field of it. */
export function changed({ fields, kind }: Pick<FieldSpec, "fields" | "kind">, row: Values, name: string, value: unknown): Values {
  const next = { ...row, [name]: value };
  if (name !== kind) return next;
  const stays = (key: string) => fields.some((one) => one.name === key && isShown(one, fields, row) && isShown(one, fields, next));
  return Object.fromEntries(Object.entries(next).filter(([key]) => stays(key)));
}
