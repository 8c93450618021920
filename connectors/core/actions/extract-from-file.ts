import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemFailure, ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { Item } from "#shared/model/item.ts";
import { ofItem } from "../failing-items.ts";
import { delimiter, ragged, skipLines } from "../files/csv-fields.ts";
import { extractItems } from "../files/extract.ts";
import { FILE_KINDS } from "../files/file-kind.ts";

const ROWS = ["auto", "csv", "xlsx", "ods", "html", "rtf"] as const;
const SHEETS = ["auto", "xlsx", "ods"] as const;

const Input = z.object({
  file: field(z.string().min(1).default("data"), { title: "Field with the file" }),
  format: field(z.enum(["auto", ...FILE_KINDS]).default("auto"), {
    title: "Read as",
    labels: [
      "By the file's name",
      "Rows of a CSV file",
      "Rows of an Excel file",
      "Rows of an OpenDocument sheet",
      "Rows of the table in a web page",
      "Rows of the table in an RTF file",
      "JSON",
      "Text",
      "XML",
      "Events of a calendar file (.ics)",
      "Text of a PDF",
      "Base64",
    ],
    widget: "select",
    expression: "no",
  }),
  each: field(z.enum(["items", "field"]).default("items"), {
    title: "Lists become",
    help: "A JSON list and the events of a calendar: an item for each entry, or all of it in one field.",
    labels: ["An item for each entry", "One field"],
    widget: "select",
    showIf: { format: ["auto", "json", "ics"] },
  }),
  into: field(z.string().min(1).default("data"), {
    title: "Field for the result",
    help: "For text, XML, base64 and what stays in one field.",
    showIf: { format: ["auto", "json", "text", "xml", "ics", "base64"] },
    advanced: true,
  }),
  keep: field(z.enum(["none", "fields", "file", "both"]).default("none"), {
    title: "Keep of the item",
    labels: ["Nothing", "Its other fields", "The file", "Its other fields and the file"],
    widget: "select",
    showIf: { format: ["auto", "json", "text", "xml", "ics", "pdf", "base64"] },
    advanced: true,
  }),
  sheet: field(z.string().default(""), { title: "Sheet", help: "Its name; empty for the first.", showIf: { format: [...SHEETS] } }),
  range: field(z.string().default(""), {
    title: "Range",
    placeholder: "A1:D20",
    help: "Empty for the whole sheet.",
    showIf: { format: ["auto", "xlsx", "ods", "html", "rtf"] },
    advanced: true,
  }),
  header: field(z.boolean().default(true), { title: "The first row names the columns", widget: "switch", showIf: { format: [...ROWS] } }),
  emptyCells: field(z.boolean().default(true), {
    title: "Keep empty cells",
    help: "Off: a field without a value is left out of its item.",
    widget: "switch",
    showIf: { format: [...ROWS] },
    advanced: true,
  }),
  values: field(z.enum(["auto", "typed", "text"]).default("auto"), {
    title: "Values",
    help: "A CSV file holds texts only. Reading them as numbers takes leading zeros for text.",
    labels: ["As the file has them", "Numbers and yes/no where they look like it", "Always text"],
    widget: "select",
    showIf: { format: [...ROWS] },
    advanced: true,
  }),
  dates: field(z.enum(["text", "number"]).default("text"), {
    title: "Dates",
    labels: ["As 2026-05-31", "As the number that the sheet holds"],
    widget: "select",
    showIf: { format: [...SHEETS] },
    advanced: true,
  }),
  maxRows: field(z.number().int().min(1).optional(), {
    title: "Most rows to read",
    widget: "number",
    showIf: { format: [...ROWS] },
    advanced: true,
  }),
  encoding: field(z.string().min(1).default("auto"), {
    title: "Encoding",
    help: "auto, utf-8, latin1, utf-16le or another name, like windows-1250.",
    showIf: { format: ["auto", "csv", "html", "json", "text", "xml", "ics"] },
    advanced: true,
  }),
  mark: field(z.enum(["drop", "keep"]).default("drop"), {
    title: "Byte order mark",
    help: "An invisible sign at the start that some programs write.",
    labels: ["Leave out", "Keep"],
    widget: "select",
    showIf: { format: ["auto", "csv", "text"] },
    advanced: true,
  }),
  delimiter,
  ragged,
  relaxQuotes: field(z.boolean().default(false), {
    title: "Quotes may stand anywhere",
    widget: "switch",
    showIf: { format: ["auto", "csv"] },
    advanced: true,
  }),
  skipLines,
  password: field(z.string().default(""), { title: "Password", showIf: { format: ["auto", "pdf"] }, advanced: true }),
  joinPages: field(z.boolean().default(true), {
    title: "All pages as one text",
    widget: "switch",
    showIf: { format: ["auto", "pdf"] },
    advanced: true,
  }),
  maxPages: field(z.number().int().min(0).default(0), {
    title: "Most pages to read",
    help: "0 for all.",
    widget: "number",
    showIf: { format: ["auto", "pdf"] },
    advanced: true,
  }),
});
export type ExtractInput = z.infer<typeof Input>;

async function each(ctx: ListContext<ExtractInput>, item: Item, index: number, give: (page: Item[]) => Promise<void>): Promise<void> {
  for await (const page of extractItems(ctx, ctx.params(index), item)) {
    ctx.signal.throwIfAborted();
    await give(page.map((one) => ({ ...one, source: index })));
  }
}

export const extractFromFileAction = defineAction<ExtractInput>({
  id: "extract_from_file",
  title: "Extract from a file",
  description: "Reads a file of the item: rows of a spreadsheet or table, JSON, XML, a calendar, the text of a PDF.",
  example: "Each row of a price list in Excel becomes an item with article and price.",
  keywords: ["csv", "excel", "xlsx", "ods", "spreadsheet", "pdf", "json", "xml", "ics", "html", "rtf", "text", "base64", "parse", "binary"],
  icon: "file-search",
  mode: "list",
  input: Input,
  sample: [{ name: "Ann Lee", email: "ann@example.com", job: "Roof repair", amount: 1250 }],
  effect: "none",
  idempotent: "naturally",
  async run(ctx): Promise<ListOutputs> {
    const kept: Item[] = [];
    const failures: ItemFailure[] = [];
    for (const [index, item] of [...(ctx.inputs[0] ?? [])].entries()) {
      try {
        await each(ctx, item, index, async (page) => {
          if (ctx.emit) await ctx.emit(0, page);
          else kept.push(...page);
        });
      } catch (error) {
        if (ctx.signal.aborted) throw error;
        const { failure } = ofItem(error, index);
        if (ctx.emitFailure) ctx.emitFailure(index, failure);
        else failures.push({ item: index, at: kept.length, failure });
      }
    }
    return { outputs: [kept], ...(failures.length > 0 ? { failures } : {}) };
  },
});
