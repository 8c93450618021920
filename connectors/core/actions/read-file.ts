import { Readable } from "node:stream";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemFailure, ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { ofItem } from "../failing-items.ts";
import { delimiter, ragged, skipLines } from "../files/csv-fields.ts";
import { readCsv } from "../files/csv-read.ts";
import { decodeStream, detect, ENCODINGS, probe } from "../files/encoding.ts";
import { isRecord } from "../values/path.ts";

/** Whole files that become one text or one JSON value. CSV and binary files have no such bound. */
const MOST_WHOLE = 100 * 1024 * 1024;
const PAGE = 500;

const Input = z.object({
  from: field(z.enum(["disk", "item"]).default("disk"), {
    title: "Where the file is",
    labels: ["On this computer", "In a field of the item"],
    widget: "select",
    expression: "no",
  }),
  path: field(z.string().default(""), {
    title: "Path",
    placeholder: "Invoices/list.csv",
    help: "A file in a folder that this workflow may use.",
    widget: "file",
    showIf: { from: ["disk"] },
  }),
  binaryField: field(z.string().default("data"), { title: "Field with the file", showIf: { from: ["item"] } }),
  format: field(z.enum(["auto", "binary", "text", "json", "csv"]).default("auto"), {
    title: "Read as",
    labels: ["By the file's name", "A file, unread", "Text", "JSON", "Rows of a CSV file"],
    widget: "select",
    expression: "no",
  }),
  outputField: field(z.string().min(1).default("data"), {
    title: "Field for the result",
    help: "For text and for files that stay unread.",
    showIf: { format: ["auto", "binary", "text"] },
    advanced: true,
  }),
  about: field(z.enum(["file", "item", "none"]).default("file"), {
    title: "Fields beside the file",
    labels: ["About the file", "Those of the item", "None"],
    widget: "select",
    showIf: { format: ["auto", "binary"] },
    advanced: true,
  }),
  encoding: field(z.enum(ENCODINGS).default("auto"), {
    title: "Encoding",
    labels: ["Found out", "UTF-8", "Latin-1 (Windows)", "UTF-16"],
    widget: "select",
    showIf: { format: ["auto", "text", "json", "csv"] },
    advanced: true,
  }),
  delimiter,
  header: field(z.boolean().default(true), {
    title: "The first row names the columns",
    widget: "switch",
    showIf: { format: ["auto", "csv"] },
    advanced: true,
  }),
  ragged,
  skipLines,
  maxRows: field(z.number().int().min(1).optional(), {
    title: "Most rows to read",
    widget: "number",
    showIf: { format: ["auto", "csv"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ListContext<Input>;

interface Source {
  name: string;
  size: number | undefined;
  bytes: AsyncIterable<Uint8Array>;
}

async function open(ctx: Context, input: Input, item: Item): Promise<Source> {
  if (input.from === "disk") {
    const { stream, size, name } = await ctx.files.read(input.path);
    return { name, size, bytes: stream };
  }
  const binary = item.binary?.[input.binaryField];
  if (!binary)
    throw userError(`The item has no file in '${input.binaryField}'.`, {
      field: "binaryField",
      fix: item.binary ? `It has ${Object.keys(item.binary).join(", ")}.` : "Put a step before this one that reads or downloads a file.",
    });
  return { name: binary.fileName ?? "file", size: binary.fileSize, bytes: ctx.blobs.read(binary) };
}

function formatOf(input: Input, name: string): Exclude<Input["format"], "auto"> {
  if (input.format !== "auto") return input.format;
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (ending === "csv" || ending === "tsv" || ending === "tab") return "csv";
  if (ending === "json" || ending === "geojson") return "json";
  return ["txt", "md", "log", "html", "htm", "xml", "yaml", "yml", "ics", "vcf", "sql"].includes(ending) ? "text" : "binary";
}

async function wholeText(source: Source, input: Input): Promise<string> {
  const { start, whole } = await probe(source.bytes);
  let text = "";
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of whole) {
      size += chunk.length;
      if (size > MOST_WHOLE)
        throw userError(`'${source.name}' is larger than 100 MB: too large to be read as one text.`, {
          field: "format",
          fix: "Read it as CSV or leave it unread as a file.",
        });
      yield chunk;
    }
  }
  for await (const part of decodeStream(counted(), input.encoding === "auto" ? detect(start) : input.encoding)) text += part;
  return text;
}

function fromJson(text: string, name: string): JsonObject[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw userError(`'${name}' is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      field: "format",
      fix: "Correct the file, or read it as text.",
    });
  }
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => (isRecord(one) ? one : { value: one }));
}

async function* itemsOf(ctx: Context, input: Input, item: Item, index: number): AsyncGenerator<Item[]> {
  const source = await open(ctx, input, item);
  const toItems = (rows: readonly JsonObject[]): Item[] => rows.map((json) => ({ json, source: index }));
  switch (formatOf(input, source.name)) {
    case "csv":
      for await (const rows of readCsv(source.bytes, input)) yield toItems(rows);
      return;
    case "json": {
      const rows = fromJson(await wholeText(source, input), source.name);
      for (let at = 0; at < rows.length; at += PAGE) yield toItems(rows.slice(at, at + PAGE));
      return;
    }
    case "text":
      yield [{ json: { [input.outputField]: await wholeText(source, input), fileName: source.name }, source: index }];
      return;
    case "binary": {
      const kept = item.binary?.[input.binaryField];
      const binary =
        input.from === "item" && kept
          ? kept
          : await ctx.blobs.put(Readable.from(source.bytes, { objectMode: false }), { fileName: source.name });
      const { fileName, fileExtension, mimeType, fileSize } = binary;
      const about =
        input.about === "file" ? { fileName, fileExtension, mimeType, fileSize } : input.about === "item" ? { ...item.json } : {};
      yield [{ json: about, binary: { [input.outputField]: binary }, source: index }];
    }
  }
}

export const readFileAction = defineAction<Input>({
  id: "read_file",
  title: "Read a file",
  description: "Reads a file as rows, JSON, text or as it is.",
  example: "Invoices/list.csv becomes an item for each of its rows.",
  keywords: ["csv", "spreadsheet", "import", "open", "load", "json", "text", "binary", "extract", "parse", "excel"],
  icon: "file-input",
  mode: "list",
  input: Input,
  sample: [{ name: "Ann Lee", email: "ann@example.com", job: "Roof repair", amount: "1250.00" }],
  effect: "read",
  idempotent: "naturally",
  async run(ctx): Promise<ListOutputs> {
    const kept: Item[] = [];
    const failures: ItemFailure[] = [];
    for (const [index, item] of [...(ctx.inputs[0] ?? [])].entries()) {
      try {
        for await (const page of itemsOf(ctx, ctx.params(index), item, index)) {
          ctx.signal.throwIfAborted();
          if (ctx.emit) await ctx.emit(0, page);
          else kept.push(...page);
        }
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
