import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { jsonToXml } from "../values/json-to-xml.ts";
import { getPath, isRecord, setPath } from "../values/path.ts";
import { xmlToJson } from "../values/xml-to-json.ts";

/** Texts longer than this are files: they are read by the step for files. */
const MOST = 50_000_000;
const read = { operation: ["to_json"] } as const;
const write = { operation: ["to_xml"] } as const;

const Input = z.object({
  operation: field(z.enum(["to_json", "to_xml"]).default("to_json"), {
    title: "What to do",
    labels: ["XML to JSON", "JSON to XML"],
    widget: "select",
    expression: "no",
  }),
  field: field(z.string().min(1).default("data"), { title: "Field with the XML", showIf: read }),
  source: field(z.string().default(""), {
    title: "Field with the data",
    help: "Empty for all fields of the item.",
    showIf: write,
  }),
  into: field(z.string().default(""), {
    title: "Field for the result",
    help: "Empty: the result takes the place of the item's fields.",
  }),
  mergeAttributes: field(z.boolean().default(true), { title: "Attributes become fields", widget: "switch", showIf: read, advanced: true }),
  ignoreAttributes: field(z.boolean().default(false), { title: "Leave attributes out", widget: "switch", showIf: read, advanced: true }),
  alwaysLists: field(z.boolean().default(false), {
    title: "Every element becomes a list",
    help: "Off: only where there are several of the same name.",
    widget: "switch",
    showIf: read,
    advanced: true,
  }),
  keepRoot: field(z.boolean().default(true), { title: "Keep the outermost element", widget: "switch", showIf: read, advanced: true }),
  trim: field(z.boolean().default(false), { title: "Cut space around texts", widget: "switch", showIf: read, advanced: true }),
  normalize: field(z.boolean().default(false), { title: "Runs of space become one", widget: "switch", showIf: read, advanced: true }),
  lowerCase: field(z.boolean().default(false), { title: "Names in lower case", widget: "switch", showIf: read, advanced: true }),
  attributeKey: field(z.string().min(1).default("$"), { title: "Field with the attributes", advanced: true }),
  textKey: field(z.string().min(1).default("_"), { title: "Field with the text", advanced: true }),
  rootName: field(z.string().default("root"), { title: "Outermost element", showIf: write, advanced: true }),
  headless: field(z.boolean().default(false), { title: "Without the first line", widget: "switch", showIf: write, advanced: true }),
  cdata: field(z.boolean().default(false), { title: "Texts with < or & as CDATA", widget: "switch", showIf: write, advanced: true }),
  failures: field(z.enum(["fail", "drop"]).default("fail"), {
    title: "Items that can't be read",
    labels: ["The step fails", "Left out"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

function xmlOf({ input, item }: ItemContext<Input>): string {
  const value = getPath(item.json, input.field);
  if (typeof value !== "string")
    throw userError(value === undefined ? `The item has no field '${input.field}'.` : `'${input.field}' holds no text.`, {
      field: "field",
      fix: "Name the field that holds the XML.",
    });
  if (value.length > MOST)
    throw userError(`'${input.field}' is longer than ${MOST / 1_000_000} million characters.`, { field: "field", fix: "Split the XML." });
  return value;
}

function dataOf({ input, item }: ItemContext<Input>): JsonObject {
  if (input.source === "") return item.json;
  const value = getPath(item.json, input.source);
  if (value === undefined)
    throw userError(`The item has no field '${input.source}'.`, { field: "source", fix: "Name a field that it has." });
  return isRecord(value) ? value : { [input.source.split(".").at(-1) ?? "root"]: value };
}

export const xmlAction = defineAction<Input>({
  id: "xml",
  title: "XML",
  description: "Turns XML into JSON, and JSON into XML.",
  example: "A supplier's catalogue in XML becomes fields, such as {{ $json.article.price }}.",
  keywords: ["parse", "convert", "soap", "feed", "ubl", "invoice"],
  icon: "file-code",
  mode: "item",
  input: Input,
  sample: [{ invoice: { number: "2026-014", total: "1250.00" } }],
  effect: "none",
  idempotent: "naturally",
  async run(ctx) {
    const { input, item } = ctx;
    const into = input.into || (input.operation === "to_xml" ? "data" : "");
    let result: unknown;
    try {
      result =
        input.operation === "to_xml"
          ? jsonToXml(dataOf(ctx), input)
          : await xmlToJson(xmlOf(ctx), { ...input, field: "field", signal: ctx.signal });
    } catch (error) {
      if (input.failures === "drop" && !ctx.signal.aborted) return { items: [] };
      throw error;
    }
    if (into === "") return { items: [{ json: result as JsonObject }] };
    const json: JsonObject = input.operation === "to_xml" && input.into === "" ? {} : { ...item.json };
    setPath(json, into, result);
    return { items: [{ json, ...(item.binary ? { binary: item.binary } : {}) }] };
  },
});
