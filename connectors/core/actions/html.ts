import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { pace } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { eachItem } from "../failing-items.ts";
import { columnsOf } from "../files/csv-write.ts";
import { fileOf, wholeFile } from "../files/item-file.ts";
import { escapeXml } from "../files/xml-scan.ts";
import { toText } from "../values/convert.ts";
import { cleanHtml } from "../values/html-clean.ts";
import { extractHtml } from "../values/html-extract.ts";
import { getPath } from "../values/path.ts";

const extracts = { operation: ["extract"] };
const writes = { operation: ["template"] };

const Field = z.object({
  key: field(z.string(), { title: "Field", placeholder: "price" }),
  selector: field(z.string(), { title: "CSS selector", placeholder: ".price" }),
  take: field(z.enum(["text", "html", "attribute", "value"]).default("text"), {
    title: "Take",
    labels: ["Its text", "Its HTML", "An attribute", "The value of a form field"],
    widget: "select",
  }),
  attribute: field(z.string().default(""), { title: "Attribute", placeholder: "href", showIf: { take: ["attribute"] } }),
  list: field(z.boolean().default(false), { title: "All that fit, as a list", widget: "switch" }),
  skip: field(z.string().default(""), { title: "Leave out", placeholder: "nav, .ad", showIf: { take: ["text"] } }),
});

const Input = z.object({
  operation: field(z.enum(["extract", "template", "table"]).default("extract"), {
    title: "What to do",
    labels: ["Take values out of a page", "Write a page", "Make a table of the items"],
    widget: "select",
    expression: "no",
  }),
  from: field(z.enum(["field", "file"]).default("field"), {
    title: "Where the HTML is",
    labels: ["In a field", "In a file of the item"],
    widget: "select",
    showIf: extracts,
  }),
  field: field(z.string().min(1).default("data"), { title: "Its field or file", showIf: extracts }),
  fields: field(z.array(Field).default([]), {
    title: "Values",
    help: 'For example {"key": "price", "selector": ".price"}.',
    widget: "json",
    showIf: extracts,
  }),
  trim: field(z.boolean().default(true), { title: "Cut space around values", widget: "switch", showIf: extracts, advanced: true }),
  clean: field(z.boolean().default(false), {
    title: "All in one line",
    help: "Line breaks go, runs of space become one.",
    widget: "switch",
    showIf: extracts,
    advanced: true,
  }),
  text: field(z.enum(["read", "bare"]).default("read"), {
    title: "Texts",
    labels: ["As they read, with their links", "Their characters only"],
    widget: "select",
    showIf: extracts,
    advanced: true,
  }),
  html: field(z.string().default(""), {
    title: "HTML",
    help: "Values go in as {{ $json.name }}.",
    placeholder: "<h1>Hello {{ $json.name }}</h1>",
    widget: "code",
    showIf: writes,
  }),
  safe: field(z.boolean().default(true), {
    title: "Take out what could run",
    help: "Scripts, forms, frames and links to anything but pages, mail and telephone. Off only for pages that are all your own.",
    widget: "switch",
    showIf: writes,
  }),
  caption: field(z.string().default(""), { title: "Heading", showIf: { operation: ["table"] } }),
  capitalize: field(z.boolean().default(false), {
    title: "Names as words",
    widget: "switch",
    showIf: { operation: ["table"] },
    advanced: true,
  }),
  styled: field(z.boolean().default(true), {
    title: "With a plain style",
    widget: "switch",
    showIf: { operation: ["table"] },
    advanced: true,
  }),
  into: field(z.string().min(1).default("html"), {
    title: "Field for the result",
    showIf: { operation: ["template", "table"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ListContext<Input>;

async function pagesOf(ctx: Context, input: Input, item: Item): Promise<string[]> {
  if (input.from === "file") {
    return [new TextDecoder().decode(await wholeFile(ctx.blobs, fileOf(item, input.field, "field")))];
  }
  const value = getPath(item.json, input.field);
  if (value === undefined)
    throw userError(`The item has no field '${input.field}'.`, { field: "field", fix: "Name the field that holds the HTML." });
  return (Array.isArray(value) ? value : [value]).map(toText);
}

async function extract(ctx: Context, input: Input, item: Item): Promise<Item[]> {
  const pages = await pagesOf(ctx, input, item);
  const found: Item[] = [];
  for (const page of pages) found.push({ json: await extractHtml(page, input.fields, input) });
  return found;
}

async function template(input: Input): Promise<Item[]> {
  return [{ json: { [input.into]: input.safe ? await cleanHtml(input.html) : input.html } }];
}

/** `unit_price` and `unitPrice` → `Unit price`. */
const words = (name: string): string => {
  const spaced = name
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

const CELL = ' style="padding:6px 12px;text-align:left;border-bottom:1px solid #ddd"';

async function table(items: readonly Item[], input: Input): Promise<JsonObject> {
  const columns = await columnsOf([items]);
  const cell = (tag: "th" | "td", text: string): string => `<${tag}${input.styled ? CELL : ""}>${escapeXml(text)}</${tag}>`;
  const paced = pace();
  const rows: string[] = [];
  for (const { json } of items) {
    const cells = columns.map((name) => cell("td", Object.hasOwn(json, name) ? toText(json[name]) : ""));
    rows.push(`<tr>${cells.join("")}</tr>`);
    await paced();
  }
  const head = columns.map((name) => cell("th", input.capitalize ? words(name) : name)).join("");
  const caption = input.caption === "" ? "" : `<caption>${escapeXml(input.caption)}</caption>`;
  const style = input.styled ? ' style="border-collapse:collapse;font-family:sans-serif"' : "";
  return { [input.into]: `<table${style}>${caption}<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>` };
}

export const htmlAction = defineAction<Input>({
  id: "html",
  title: "HTML",
  description: "Takes values out of a web page, writes one, or makes a table of the items.",
  example: "From a shop’s page the text of .price, and the src of every picture.",
  keywords: ["scrape", "extract", "css", "selector", "template", "page", "web", "table", "email"],
  icon: "code-xml",
  mode: "list",
  input: Input,
  sample: [{ price: "1250.00", title: "Roof repair" }],
  effect: "none",
  idempotent: "naturally",
  incomplete: ({ operation, fields, html }) => {
    if (operation === "extract" && fields.length === 0)
      return [{ field: "fields", message: "No values are chosen.", fix: "Add a field and the CSS selector of what it holds." }];
    return operation === "template" && html === "" ? [{ field: "html", message: "The page is empty.", fix: "Write its HTML." }] : [];
  },
  async run(ctx): Promise<ListOutputs> {
    const items = [...(ctx.inputs[0] ?? [])];
    if (items.length > 0 && ctx.params(0).operation === "table")
      return { outputs: [[{ json: await table(items, ctx.params(0)), source: items.map((_, index) => index) }]] };
    return await eachItem(ctx, async (item, index) => {
      const input = ctx.params(index);
      return input.operation === "template" ? await template(input) : await extract(ctx, input, item);
    });
  },
});
