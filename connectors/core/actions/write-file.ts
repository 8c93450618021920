import { Readable } from "node:stream";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { turn } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { readCsv } from "../files/csv-read.ts";
import { columnsOf, csvText } from "../files/csv-write.ts";
import { encode } from "../files/encoding.ts";

const PAGE = 500;
/** Lineage of a file made of more items than this is left out: it would be larger than the file. */
const MOST_SOURCES = 1_000;

const Input = z.object({
  to: field(z.enum(["disk", "item"]).default("disk"), {
    title: "Where the file goes",
    labels: ["To a folder on this computer", "Into the item, for a later step"],
    widget: "select",
    expression: "no",
  }),
  path: field(z.string().min(1, "Name the file"), {
    title: "Path",
    placeholder: "Invoices/list.csv",
    help: "In a folder that this workflow may use. Items with different paths go into different files.",
    widget: "file",
  }),
  format: field(z.enum(["csv", "json", "text", "binary"]).default("csv"), {
    title: "Written as",
    labels: ["Rows of a CSV file", "JSON", "Text", "A file of the item, as it is"],
    widget: "select",
    expression: "no",
  }),
  text: field(z.string().default(""), { title: "Text", widget: "multiline", showIf: { format: ["text"] } }),
  binaryField: field(z.string().default("data"), { title: "Field with the file", showIf: { format: ["binary"] } }),
  outputField: field(z.string().min(1).default("data"), { title: "Field for the new file", showIf: { to: ["item"] }, advanced: true }),
  existing: field(z.enum(["replace", "append"]).default("replace"), {
    title: "If the file is there already",
    labels: ["Replace it", "Add to its end"],
    widget: "select",
    showIf: { to: ["disk"] },
    expression: "no",
  }),
  delimiter: field(z.enum([",", ";", "\t", "|"]).default(","), {
    title: "Delimiter",
    labels: ["Comma", "Semicolon", "Tab", "|"],
    widget: "select",
    showIf: { format: ["csv"] },
    advanced: true,
  }),
  header: field(z.boolean().default(true), {
    title: "Names of the columns first",
    widget: "switch",
    showIf: { format: ["csv"] },
    advanced: true,
  }),
  escapeFormulas: field(z.boolean().default(true), {
    title: "Make formulas harmless",
    help: "Texts that begin with = + - @ get a ' before them, so that a spreadsheet does not run what a stranger typed into a form.",
    widget: "switch",
    showIf: { format: ["csv"] },
    advanced: true,
  }),
  bom: field(z.boolean().default(false), {
    title: "Mark as UTF-8 for Excel",
    widget: "switch",
    showIf: { format: ["csv", "text"] },
    advanced: true,
  }),
  encoding: field(z.enum(["utf-8", "latin1"]).default("utf-8"), {
    title: "Encoding",
    labels: ["UTF-8", "Latin-1 (Windows)"],
    widget: "select",
    showIf: { format: ["csv", "text", "json"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ListContext<Input>;

/** Items that go into one file, by their indexes. */
interface Target {
  path: string;
  input: Input;
  indexes: number[];
}

/** Where each item goes, in the order in which files are first named. */
async function targetsOf(ctx: Context, count: number): Promise<Target[]> {
  const targets = new Map<string, Target>();
  for (let index = 0; index < count; index++) {
    if (index % PAGE === PAGE - 1) await turn();
    const input = ctx.params(index);
    const target = targets.get(input.path);
    if (target) target.indexes.push(index);
    else targets.set(input.path, { path: input.path, input, indexes: [index] });
  }
  return [...targets.values()];
}

function* pagesOf(ctx: Context, { indexes }: Target): Generator<Item[]> {
  const list = ctx.inputs[0];
  for (let at = 0; at < indexes.length; at += PAGE) {
    yield indexes.slice(at, at + PAGE).flatMap((index) => list?.at(index) ?? []);
  }
}

function* jsonText(pages: Iterable<readonly Item[]>): Generator<string> {
  let before = "[\n";
  for (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((item) => JSON.stringify(item.json)).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function* plainText(ctx: Context, { indexes, input }: Target): Generator<string> {
  if (input.bom) yield "\ufeff";
  for (const [n, index] of indexes.entries()) yield (n === 0 ? "" : "\n") + ctx.params(index).text;
}

/** A file that grows keeps its columns: rows are written in their order, and a field without a column is refused. */
async function columnsThere(ctx: Context, { path, input }: Target): Promise<string[] | undefined> {
  const there = await ctx.files.read(path).catch(() => undefined);
  if (!there) return undefined;
  const { stream, size } = there;
  try {
    if (size === 0) return undefined;
    const options = { encoding: "auto", delimiter: input.delimiter, header: false, ragged: "pad", skipLines: 0, maxRows: 1 } as const;
    for await (const [first] of readCsv(stream, options)) return Object.values(first ?? {}).map(String);
    return undefined;
  } finally {
    stream.destroy();
  }
}

async function csv(ctx: Context, target: Target, append: boolean): Promise<Generator<string>> {
  const { path, input } = target;
  const columns = await columnsOf(pagesOf(ctx, target));
  const there = append && input.header ? await columnsThere(ctx, target) : undefined;
  if (!there) return csvText(pagesOf(ctx, target), columns, { ...input, header: input.header });
  const missing = columns.filter((name) => !there.includes(name));
  if (missing.length > 0)
    throw userError(`'${path}' has no column for ${missing.map((name) => `'${name}'`).join(", ")}.`, {
      field: "existing",
      fix: `Its columns are ${there.join(", ")}. Leave the other fields out before this step, or write to a new file.`,
    });
  return csvText(pagesOf(ctx, target), there, { ...input, header: false, bom: false });
}

async function contentOf(ctx: Context, target: Target, append: boolean): Promise<Readable> {
  const { input, indexes, path } = target;
  if (input.format === "binary") {
    const [index = 0] = indexes;
    if (indexes.length > 1)
      throw userError(`${indexes.length} items would write the same file '${path}'.`, {
        field: "path",
        fix: "Put something of the item into the path, for example its id.",
      });
    const binary = ctx.inputs[0]?.at(index)?.binary?.[input.binaryField];
    if (!binary)
      throw userError(`Item ${index} has no file in '${input.binaryField}'.`, {
        field: "binaryField",
        item: index,
        fix: "Choose the field that holds its file.",
      });
    return ctx.blobs.read(binary);
  }
  if (input.format === "json" && append)
    throw userError("JSON can't be added to the end of a file: two lists in one file are no JSON.", {
      field: "existing",
      fix: "Replace the file, or write CSV or text.",
    });
  const text =
    input.format === "csv"
      ? await csv(ctx, target, append)
      : input.format === "json"
        ? jsonText(pagesOf(ctx, target))
        : plainText(ctx, target);
  return Readable.from(bytes(ctx, text, input.encoding), { objectMode: false });
}

async function* bytes(ctx: Context, parts: Iterable<string>, encoding: Input["encoding"]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    ctx.signal.throwIfAborted();
    yield encode(part, encoding);
    await turn();
  }
}

const MIME: Readonly<Record<Input["format"], string | undefined>> = {
  csv: "text/csv",
  json: "application/json",
  text: undefined,
  binary: undefined,
};
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

export const writeFileAction = defineAction<Input>({
  id: "write_file",
  title: "Write a file",
  description: "Writes items to a CSV, JSON or text file, or a file of an item as it is.",
  example: "Each order adds a line to Orders/log.csv on this computer.",
  keywords: ["csv", "spreadsheet", "export", "save", "json", "text", "binary", "convert", "excel", "append", "log"],
  icon: "file-output",
  mode: "list",
  input: Input,
  sample: [{ path: "Invoices/list.csv", fileName: "list.csv", bytes: 2048, items: 24 }],
  effect: (input) => (input.to === "disk" ? "write" : "none"),
  idempotent: (input) => (input.existing === "replace" ? "naturally" : "no"),
  async run(ctx): Promise<ListOutputs> {
    const out: Item[] = [];
    for (const target of await targetsOf(ctx, ctx.inputs[0]?.length ?? 0)) {
      const { input, path, indexes } = target;
      const append = input.to === "disk" && input.existing === "append";
      const content = await contentOf(ctx, target, append);
      const [only = 0] = indexes;
      const source = indexes.length === 1 ? only : indexes.length <= MOST_SOURCES ? indexes : undefined;
      const json = { path, fileName: baseName(path), items: indexes.length };
      const linked = source === undefined ? {} : { source };
      if (input.to === "disk") {
        const written = await ctx.files.write(path, content, { append });
        out.push({ json: { ...json, bytes: written }, ...linked });
      } else {
        const mimeType = MIME[input.format];
        const stored = await ctx.blobs.put(content, { fileName: baseName(path), ...(mimeType === undefined ? {} : { mimeType }) });
        out.push({ json: { ...json, bytes: stored.fileSize ?? 0 }, binary: { [input.outputField]: stored }, ...linked });
      }
    }
    return { outputs: [out] };
  },
});
