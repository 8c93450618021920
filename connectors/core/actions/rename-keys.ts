import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { expandReplacement, userPattern } from "../conditions/regex.ts";
import { ofItem } from "../failing-items.ts";
import { getPath, isRecord, setOwn, setPath, unsetPath } from "../values/path.ts";

const Input = z.object({
  names: field(z.array(z.object({ from: z.string(), to: z.string() })).default([]), {
    title: "Fields to rename",
    help: "Dots make paths: `address.city`.",
    widget: "list",
  }),
  patterns: field(
    z
      .array(
        z.object({
          search: z.string(),
          replace: z.string().default(""),
          ignoreCase: z.boolean().default(false),
          /** Levels below the first that are looked at; -1 = all. */
          depth: z.coerce.number().int().min(-1).default(-1),
        }),
      )
      .default([]),
    {
      title: "By pattern",
      help: "Regular expressions over the names of all fields; `$1` stands for the first group.",
      widget: "list",
      advanced: true,
    },
  ),
});
type Input = z.infer<typeof Input>;
type Pattern = Input["patterns"][number];

function renamed(value: unknown, rename: (key: string) => string, depth: number): unknown {
  if (Array.isArray(value)) return depth === 0 ? value : value.map((entry) => renamed(entry, rename, depth - 1));
  if (!isRecord(value)) return value;
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) setOwn(result, rename(key), depth === 0 ? entry : renamed(entry, rename, depth - 1));
  return result;
}

function byPattern(json: JsonObject, { search, replace, ignoreCase, depth }: Pattern): JsonObject {
  if (search === "") return json;
  const pattern = userPattern(search, ignoreCase);
  const result = renamed(json, (key) => expandReplacement(pattern, key, replace), depth);
  return isRecord(result) ? result : json;
}

export const renameKeysAction = defineAction<Input>({
  id: "rename_keys",
  title: "Rename fields",
  description: "Gives fields of each item other names.",
  example: "'E-Mail' of a form becomes 'email', as the CRM wants it.",
  keywords: ["rename", "key", "field", "map"],
  icon: "replace",
  mode: "stream",
  input: Input,
  lenient: true,
  sample: [{ first: "Ada", last: "Lovelace" }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const out = ctx.out(0);
    for (const [at, item] of ctx.items.entries()) {
      const source = ctx.offset + at;
      try {
        const { names, patterns } = ctx.params(source);
        let json: JsonObject = { ...item.json };
        for (const { from, to } of names) {
          const value = from === "" || to === "" || from === to ? undefined : getPath(json, from);
          if (value === undefined) continue;
          setPath(json, to, value);
          unsetPath(json, from);
        }
        for (const pattern of patterns) json = byPattern(json, pattern);
        out.push({ ...item, json, source });
      } catch (error) {
        throw ofItem(error, source);
      }
    }
  },
});
