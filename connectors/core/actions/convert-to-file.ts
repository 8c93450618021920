import { Readable } from "node:stream";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { ItemList } from "#kit/items.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { eachItem } from "../failing-items.ts";
import { csvFile, jsonFile, MEDIA_TYPES, TABLE_FORMATS, type TableFormat, tableFile } from "../files/convert.ts";
import { encodeText } from "../files/encoding.ts";
import { plainName } from "../files/item-file.ts";
import { getPath, unsetPath } from "../values/path.ts";

const FORMATS = [...TABLE_FORMATS, "json", "text", "binary"] as const;
/** Lineage of a file made of more items than this is left out: it would be larger than the file. */
const MOST_SOURCES = 1_000;
const tables = { format: [...TABLE_FORMATS] };

const Input = z.object({
  format: field(z.enum(FORMATS).default("csv"), {
    title: "Written as",
    labels: [
      "Rows of a CSV file",
      "Rows of an Excel file (.xlsx)",
      "Rows of an OpenDocument sheet (.ods)",
      "Table of a web page",
      "Table of an RTF file",
      "JSON",
      "Text of a field",
      "Base64 of a field",
    ],
    widget: "select",
    expression: "no",
  }),
  per: field(z.enum(["all", "each"]).default("all"), {
    title: "Files",
    labels: ["One for all items", "One for each item"],
    widget: "select",
    showIf: { format: [...TABLE_FORMATS, "json"] },
    expression: "no",
  }),
  source: field(z.string().default("data"), {
    title: "Field to write",
    showIf: { format: ["text", "binary"] },
  }),
  whole: field(z.boolean().default(false), {
    title: "All fields, as JSON",
    widget: "switch",
    showIf: { format: ["text", "binary"] },
    advanced: true,
  }),
  fileName: field(z.string().default(""), { title: "Name of the file", placeholder: "Invoices.xlsx", help: "Empty for one by its kind." }),
  into: field(z.string().min(1).default("data"), { title: "Field for the file", advanced: true }),
  header: field(z.boolean().default(true), { title: "Names of the columns first", widget: "switch", showIf: tables }),
  sheet: field(z.string().default("Sheet"), { title: "Name of the sheet", showIf: { format: ["xlsx", "ods"] }, advanced: true }),
  delimiter: field(z.string().min(1).max(4).default(","), { title: "Delimiter", showIf: { format: ["csv"] }, advanced: true }),
  escapeFormulas: field(z.boolean().default(true), {
    title: "Make formulas harmless",
    help: "Texts that begin with = + - @ get a ' before them, so that a spreadsheet does not run what a stranger typed into a form.",
    widget: "switch",
    showIf: { format: ["csv", "html"] },
    advanced: true,
  }),
  bom: field(z.boolean().default(false), {
    title: "Mark as Unicode for Excel",
    widget: "switch",
    showIf: { format: ["csv", "text", "json"] },
    advanced: true,
  }),
  encoding: field(z.string().min(1).default("utf-8"), {
    title: "Encoding",
    help: "utf-8, utf-16le, latin1 or another name, like windows-1250.",
    showIf: { format: ["csv", "json", "text"] },
    advanced: true,
  }),
  indent: field(z.boolean().default(false), { title: "Indented", widget: "switch", showIf: { format: ["json"] }, advanced: true }),
  title: field(z.string().default("Table"), { title: "Title of the page", showIf: { format: ["html"] }, advanced: true }),
  marked: field(z.boolean().default(false), {
    title: "Cells say their type",
    help: "So that numbers and texts that look like them stay apart when the table is read again.",
    widget: "switch",
    showIf: { format: ["html"] },
    advanced: true,
  }),
  base64: field(z.boolean().default(true), {
    title: "The field holds base64",
    help: "Off: its text is written as it is.",
    widget: "switch",
    showIf: { format: ["binary"] },
    advanced: true,
  }),
  quoted: field(z.boolean().default(false), {
    title: "Texts in quotes, as JSON",
    widget: "switch",
    showIf: { format: ["text"] },
    advanced: true,
  }),
  mimeType: field(z.string().default(""), { title: "Media type", help: "Empty for one by its kind.", advanced: true }),
  keep: field(z.enum(["none", "fields"]).default("none"), {
    title: "Keep of the item",
    labels: ["Nothing", "Its fields"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
  without: field(z.boolean().default(false), {
    title: "Take the written field out",
    widget: "switch",
    showIf: { format: ["text", "binary"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ListContext<Input>;

const NAMES: Readonly<Record<Input["format"], string>> = {
  csv: "File.csv",
  xlsx: "File.xlsx",
  ods: "File.ods",
  html: "File.html",
  rtf: "File.rtf",
  json: "file.json",
  text: "file.txt",
  binary: "file",
};

async function put(ctx: Context, input: Input, bytes: Buffer | Readable): Promise<Item> {
  const fileName = plainName(input.fileName, NAMES[input.format]);
  const mimeType =
    input.mimeType || (input.format === "binary" && input.fileName !== "" ? "" : (MEDIA_TYPES[input.format] ?? "text/plain"));
  const stored = await ctx.blobs.put(bytes, { fileName, ...(mimeType === "" ? {} : { mimeType }) });
  return { json: {}, binary: { [input.into]: stored } };
}

function fromBase64(text: string, source: string): Buffer {
  const body = text.replace(/^data:[^,]*;base64,/i, "").replace(/\s+/g, "");
  if (!/^[\w+/-]*={0,2}$/.test(body) || body.replace(/=+$/, "").length % 4 === 1)
    throw userError(`'${source}' holds no base64.`, { field: "source", fix: "Choose another field, or write it as text." });
  return Buffer.from(body, "base64");
}

function fieldBytes(input: Input, item: Item): Buffer {
  const value = input.whole ? item.json : getPath(item.json, input.source);
  if (value === undefined)
    throw userError(`The item has no field '${input.source}'.`, { field: "source", fix: "Name a field that it has." });
  const text = typeof value === "string" && !input.quoted ? value : JSON.stringify(value);
  if (input.format === "binary" && input.base64) return fromBase64(text, input.source);
  return encodeText(text, input.encoding, input.bom);
}

const table = async (format: TableFormat, items: ItemList | readonly Item[], input: Input): Promise<Buffer | Readable> => {
  if (format !== "csv") return await tableFile(format, items, input);
  return Readable.from(
    csvFile(() => ("pages" in items ? items.pages() : [items]), input),
    { objectMode: false },
  );
};

/** One file of one item. */
async function single(ctx: Context, index: number, item: Item): Promise<Item> {
  const input = ctx.params(index);
  const { format } = input;
  const bytes =
    format === "text" || format === "binary"
      ? fieldBytes(input, item)
      : format === "json"
        ? encodeText(JSON.stringify(item.json, null, input.indent ? 2 : 0), input.encoding, input.bom)
        : await table(format, [item], input);
  const made = await put(ctx, input, bytes);
  const json = input.keep === "fields" ? { ...item.json } : {};
  if (input.without && !input.whole) unsetPath(json, input.source);
  return { ...made, json, source: index };
}

async function together(ctx: Context, input: Input, items: ItemList): Promise<ListOutputs> {
  const bytes =
    input.format === "json"
      ? Readable.from(jsonFile(items.pages(), input), { objectMode: false })
      : await table(input.format as TableFormat, items, input);
  const source = items.length > MOST_SOURCES ? {} : { source: Array.from(items, (_, index) => index) };
  return { outputs: [[{ ...(await put(ctx, input, bytes)), ...source }]] };
}

export const convertToFileAction = defineAction<Input>({
  id: "convert_to_file",
  title: "Convert to a file",
  description: "Makes a spreadsheet, table, JSON or text file of the items, or a file of a field that holds base64.",
  example: "The open invoices of the month become an Excel file to send to the bookkeeper.",
  keywords: [
    "csv",
    "excel",
    "xlsx",
    "ods",
    "spreadsheet",
    "export",
    "json",
    "html",
    "rtf",
    "text",
    "base64",
    "attachment",
    "binary",
    "move",
  ],
  icon: "file-output",
  mode: "list",
  input: Input,
  sample: [{}],
  effect: "none",
  idempotent: "naturally",
  async run(ctx): Promise<ListOutputs> {
    const [items] = ctx.inputs;
    if (!items || items.length === 0) return { outputs: [[]] };
    const input = ctx.params(0);
    const one = input.per === "all" && input.format !== "text" && input.format !== "binary";
    return one ? await together(ctx, input, items) : await eachItem(ctx, async (item, index) => [await single(ctx, index, item)]);
  },
});
