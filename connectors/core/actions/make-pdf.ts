import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { eachItem } from "../failing-items.ts";
import { fileOf, plainName, wholeFile } from "../files/item-file.ts";
import { type PdfColumn, writePdf } from "../files/pdf-write.ts";
import { toText } from "../values/convert.ts";
import { getPath, isRecord } from "../values/path.ts";

const MOST_ROWS = 10_000;
const MOST_FILE = 20 * 1024 * 1024;
const MOST_COLUMNS = 20;

const Column = z.object({
  key: z.string(),
  title: z.string().optional(),
  align: z.enum(["left", "right"]).optional(),
  weight: z.number().positive().max(100).optional(),
});

const Input = z.object({
  per: field(z.enum(["each", "all"]).default("each"), {
    title: "Documents",
    labels: ["One for each item", "One for all items, which are its rows"],
    widget: "select",
    expression: "no",
  }),
  title: field(z.string().max(1_000).default(""), { title: "Title", placeholder: "Invoice {{ $json.number }}" }),
  intro: field(z.string().max(200_000).default(""), {
    title: "Text above the table",
    help: "An empty line begins a new paragraph.",
    placeholder: "{{ $json.customer }}\n{{ $json.address }}",
    widget: "multiline",
  }),
  rows: field(z.string().default(""), {
    title: "Field with the rows",
    help: "A list, like the lines of an invoice. Empty for no table.",
    placeholder: "lines",
    showIf: { per: ["each"] },
  }),
  columns: field(z.array(Column).max(MOST_COLUMNS).default([]), {
    title: "Columns",
    help: 'Like {"key": "price", "title": "Price", "align": "right", "weight": 1}. Empty for all fields of the rows.',
    widget: "json",
  }),
  totals: field(
    z
      .array(z.object({ label: z.string(), value: z.unknown() }))
      .max(50)
      .default([]),
    {
      title: "Sums below the table",
      help: 'Like {"label": "Total", "value": "={{ $json.total }}"}. The last is bold.',
      widget: "json",
    },
  ),
  closing: field(z.string().max(200_000).default(""), { title: "Text below", widget: "multiline" }),
  footer: field(z.string().max(1_000).default(""), { title: "Foot of each page", advanced: true }),
  size: field(z.enum(["A4", "LETTER"]).default("A4"), { title: "Paper", labels: ["A4", "Letter"], widget: "select", advanced: true }),
  fontSize: field(z.number().min(6).max(24).default(10), { title: "Size of the letters", widget: "number", advanced: true }),
  logo: field(z.string().default(""), { title: "Field with the logo", help: "A PNG or JPEG file of the item.", advanced: true }),
  font: field(z.string().default(""), {
    title: "Field with the font",
    help: "A .ttf or .otf file of the item, for languages that the built-in font can't write.",
    advanced: true,
  }),
  fileName: field(z.string().default(""), { title: "Name of the file", placeholder: "Invoice {{ $json.number }}.pdf" }),
  into: field(z.string().min(1).default("data"), { title: "Field for the file", advanced: true }),
});
type Input = z.infer<typeof Input>;

function rowsOf({ rows }: Input, item: Item): JsonObject[] {
  if (rows === "") return [];
  const list = getPath(item.json, rows);
  if (!Array.isArray(list))
    throw userError(list === undefined ? `The item has no field '${rows}'.` : `'${rows}' is no list.`, {
      field: "rows",
      fix: "Name the field with the list of rows, or leave it empty.",
    });
  return list.map((row: unknown) => (isRecord(row) ? row : { value: row }));
}

/** The columns asked for, or all fields of the rows; numbers stand to the right. */
function columnsOf({ columns }: Input, rows: readonly JsonObject[]): (PdfColumn & { key: string })[] {
  const keys =
    columns.length > 0 ? columns : [...new Set(rows.flatMap((row) => Object.keys(row)))].map((key): z.infer<typeof Column> => ({ key }));
  if (keys.length > MOST_COLUMNS)
    throw userError(`The rows have ${keys.length} fields, more than fit on a page.`, {
      field: "columns",
      fix: `Choose ${MOST_COLUMNS} columns at most.`,
    });
  return keys.map(({ key, title, align, weight }) => {
    const numbers = rows.length > 0 && rows.every((row) => ["number", "undefined"].includes(typeof getPath(row, key)));
    return { key, title: title ?? key, align: align ?? (numbers ? "right" : "left"), weight: weight ?? 1 };
  });
}

async function document(ctx: ListContext<Input>, input: Input, item: Item, rows: readonly JsonObject[]): Promise<Item> {
  if (rows.length > MOST_ROWS)
    throw userError(`${rows.length} rows are more than a document may have (${MOST_ROWS}).`, {
      field: "rows",
      fix: "Make a spreadsheet of them.",
    });
  const columns = columnsOf(input, rows);
  const file = async (name: string, about: string) =>
    name === "" ? undefined : await wholeFile(ctx.blobs, fileOf(item, name, about), MOST_FILE);
  const bytes = await writePdf({
    ...input,
    columns,
    rows: rows.map((row) => columns.map(({ key }) => toText(getPath(row, key)))),
    totals: input.totals.map(({ label, value }) => ({ label, value: toText(value) })),
    logo: await file(input.logo, "logo"),
    font: await file(input.font, "font"),
    now: new Date(ctx.now()),
  });
  const fileName = plainName(input.fileName, "document.pdf");
  return { json: {}, binary: { [input.into]: await ctx.blobs.put(bytes, { fileName, mimeType: "application/pdf" }) } };
}

export const makePdfAction = defineAction<Input>({
  id: "make_pdf",
  title: "Make a PDF",
  description: "Makes a PDF of a title, paragraphs, a table and sums, like an invoice or a quote.",
  example: "An order with its lines becomes an invoice with logo, table and total.",
  keywords: ["invoice", "quote", "estimate", "document", "print", "report", "receipt"],
  icon: "file-text",
  mode: "list",
  input: Input,
  sample: [{}],
  effect: "none",
  idempotent: "naturally",
  async run(ctx): Promise<ListOutputs> {
    const items = [...(ctx.inputs[0] ?? [])];
    const [first] = items;
    if (!first) return { outputs: [[]] };
    if (ctx.params(0).per === "each")
      return await eachItem(ctx, async (item, index) => {
        const input = ctx.params(index);
        const made = await document(ctx, input, item, rowsOf(input, item));
        return [{ ...made, json: { ...item.json } }];
      });
    const made = await document(
      ctx,
      ctx.params(0),
      first,
      items.map((item) => item.json),
    );
    return { outputs: [[{ ...made, source: items.length > 1_000 ? [] : items.map((_, index) => index) }]] };
  },
});
