import { z } from "zod";
import { field } from "#kit/field.ts";
import { defineTrigger } from "#kit/trigger.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { convert, mismatch } from "../values/convert.ts";
import { getPath, setOwn } from "../values/path.ts";

const TYPES = ["any", "string", "number", "boolean", "array", "object"] as const;

const Input = z.object({
  fields: field(z.array(z.object({ name: z.string(), type: z.enum(TYPES).default("any") })).default([]), {
    title: "Fields it takes",
    help: "Each item then has these and no others; what the caller does not give is empty. None: items come in as they are.",
    widget: "list",
    expression: "no",
  }),
});
type Input = z.infer<typeof Input>;

function taken(sent: JsonObject, { fields }: Input, item: number): JsonObject {
  const json: JsonObject = {};
  for (const { name, type } of fields) {
    const value = getPath(sent, name, false) ?? null;
    if (type === "any" || value === null) {
      setOwn(json, name, value);
      continue;
    }
    const converted = convert(value, type, "UTC");
    if (!converted.ok) {
      throw userError(`${mismatch(name, value, type)} [item ${item}]`, {
        field: "inputs",
        fix: `The called workflow takes '${name}' as ${type}: give it one, or change its trigger.`,
      });
    }
    setOwn(json, name, converted.value);
  }
  return json;
}

export const calledTrigger = defineTrigger<Input>({
  kind: "called",
  id: "called",
  title: "When called by a workflow",
  description: "Starts when another workflow calls this one; what its last step gives goes back to the caller.",
  example: "Other workflows call this one, like a step of theirs.",
  input: Input,
  sample: [{ id: 1, name: "Ada" }],
  keywords: ["sub-workflow", "execute workflow", "call", "reuse", "function"],
  icon: "corner-down-right",
  describe: () => "When another workflow calls it",
  items: (sent, input) =>
    input.fields.length === 0 ? sent : sent.map((item, index) => ({ ...item, json: taken(item.json, input, index) })),
});
