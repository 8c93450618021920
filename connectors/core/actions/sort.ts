import { randomInt } from "node:crypto";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { isEqual } from "../values/equality.ts";
import { notFound } from "../values/missing.ts";
import { getPath } from "../values/path.ts";

const Input = z.object({
  by: field(z.enum(["fields", "random", "code"]).default("fields"), {
    title: "Sort by",
    labels: ["Fields", "Chance", "Code"],
    widget: "select",
    expression: "no",
  }),
  fields: field(z.array(z.object({ name: z.string(), descending: z.boolean().default(false) })).default([]), {
    title: "Fields",
    help: "The first one counts most. Upper and lower case are the same.",
    widget: "list",
    showIf: { by: ["fields"] },
  }),
  code: field(z.string().default("return a.json.name < b.json.name ? -1 : 1;"), {
    title: "Code",
    help: "Compares the items `a` and `b`: a number below 0 puts `a` first.",
    widget: "code",
    expression: "no",
    showIf: { by: ["code"] },
  }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", showIf: { by: ["fields"] }, advanced: true }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

const folded = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

/** As JavaScript compares: two texts by their letters, anything else by its number. */
function less(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a < b;
  return Number(a) < Number(b);
}

type Row = { item: Item; index: number };

function byFields(rows: Row[], input: Input): Row[] {
  const fields = input.fields.map(({ name, descending }) => ({ name: name.trim(), descending }));
  if (fields.length === 0)
    throw userError("No sorting specified. Please add a field to sort by", { field: "fields", fix: "Name a field." });
  const keyed = rows.map((row) => ({ row, keys: fields.map(({ name }) => folded(getPath(row.item.json, name, input.dotNotation))) }));
  for (const [at, { name }] of fields.entries()) if (!keyed.some(({ keys }) => keys[at] !== undefined)) throw notFound(name);
  keyed.sort((a, b) => {
    for (const [at, { descending }] of fields.entries()) {
      const [x, y] = [a.keys[at], b.keys[at]];
      if (isEqual(x, y)) continue;
      return (descending ? less(y, x) : less(x, y)) ? -1 : 1;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function shuffled(rows: Row[]): Row[] {
  const result = [...rows];
  for (let at = result.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    const [a, b] = [result[at], result[other]];
    if (a && b) [result[at], result[other]] = [b, a];
  }
  return result;
}

/** The code runs in the sandbox and gives back nothing but the order. */
async function byCode(ctx: ListContext<Input>, rows: Row[], code: string): Promise<Row[]> {
  const source = `const compare = (a, b) => {\n${code}\n};\nconst rows = items.map((item, index) => ({ item, index }));\nrows.sort((a, b) => compare(a.item, b.item));\nreturn [{ json: { order: rows.map((row) => row.index) } }];`;
  const result = await ctx.code.run(
    {
      language: "javascript",
      source,
      mode: "all",
      items: rows.map((row) => row.item),
      ...ctx.codeContext(source),
      limits: { ms: 10_000, bytes: 128 * 1024 * 1024 },
    },
    ctx.signal,
  );
  const order = z.array(z.number().int()).length(rows.length).safeParse(result.items[0]?.json.order);
  if (!order.success || new Set(order.data).size !== rows.length) {
    throw userError("The sort code gave no order", {
      field: "code",
      fix: "Return a number: below 0 if `a` comes first, above 0 if `b` does.",
    });
  }
  return order.data.flatMap((index) => rows[index] ?? []);
}

const outputs = (rows: Row[]) => ({ outputs: [rows.map(({ item, index }): Item => ({ ...item, source: index }))] });

export const sortAction = defineAction<Input>({
  id: "sort",
  title: "Sort",
  description: "Puts the items in order.",
  example: "Orders by their date, the newest first.",
  keywords: ["order", "rank", "arrange", "shuffle", "random"],
  icon: "arrow-up-down",
  mode: "list",
  input: Input,
  sample: [{ name: "Ada" }, { name: "Grace" }],
  effect: "none",
  idempotent: "naturally",
  run: (ctx) => orPass(ctx, () => sorted(ctx)),
});

function sorted(ctx: ListContext<Input>): ListOutputs | Promise<ListOutputs> {
  const rows = Array.from(ctx.inputs[0] ?? [], (item, index): Row => ({ item, index }));
  if (rows.length === 0) return { outputs: [[]] };
  const input = ctx.params(0);
  switch (input.by) {
    case "fields":
      return outputs(byFields(rows, input));
    case "random":
      return outputs(shuffled(rows));
    case "code":
      return byCode(ctx, rows, input.code).then(outputs);
  }
}
