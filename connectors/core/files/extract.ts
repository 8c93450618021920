import type { StepContext } from "#kit/context.ts";
import type { Binary, Item, JsonObject } from "#shared/model/item.ts";
import { setPath } from "../values/path.ts";
import { readCsv } from "./csv-read.ts";
import { type FileKind, kindOf } from "./file-kind.ts";
import { readApart } from "./file-reader.ts";
import { toText } from "./file-text.ts";
import { typed } from "./html-table.ts";
import { fileOf, wholeFile } from "./item-file.ts";
import { type ReadJob, readFile, type SheetFileOptions } from "./read-file.ts";
import { cellCounter, type Sheet, sheetItems } from "./sheet.ts";

export interface ExtractOptions {
  file: string;
  format: FileKind | "auto";
  each: "items" | "field";
  into: string;
  keep: "none" | "fields" | "file" | "both";
  sheet: string;
  range: string;
  header: boolean;
  emptyCells: boolean;
  /** `auto`: texts of CSV, types of every other. */
  values: "auto" | "typed" | "text";
  dates: "text" | "number";
  maxRows?: number | undefined;
  encoding: string;
  mark: "drop" | "keep";
  delimiter: string;
  ragged: "refuse" | "pad";
  relaxQuotes: boolean;
  skipLines: number;
  password: string;
  joinPages: boolean;
  maxPages: number;
}
type Context = Pick<StepContext<unknown>, "blobs" | "signal">;

const PAGE = 500;
/** Bytes from which a text is read in a thread: what is shorter is read at once. */
const APART_FROM = 1024 * 1024;

/** What stays of the item, by `keep`: its fields, and its files without the one that was read unless asked for. */
function rest(item: Item, { keep, file }: ExtractOptions): Item {
  const { [file]: _read, ...others } = item.binary ?? {};
  const binary: Record<string, Binary> = keep === "file" || keep === "both" ? { ...item.binary } : others;
  return {
    json: keep === "fields" || keep === "both" ? { ...item.json } : {},
    ...(Object.keys(binary).length > 0 ? { binary } : {}),
  };
}

function inField(item: Item, options: ExtractOptions, value: unknown): Item {
  const kept = rest(item, options);
  setPath(kept.json, options.into, value);
  return kept;
}

function* paged(all: Iterable<Item>): Generator<Item[]> {
  let page: Item[] = [];
  for (const item of all) {
    page.push(item);
    if (page.length === PAGE) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** CSV rows by what is asked for: typed or as they are, with or without what is empty, or each as a `row`. */
function csvRow(row: JsonObject, { values, emptyCells, header }: ExtractOptions): JsonObject {
  const entries = Object.entries(row)
    .map(([name, value], column): [string, unknown] => [
      header ? name : String(column),
      values === "typed" && typeof value === "string" ? typed(value) : value,
    ])
    .filter(([, value]) => emptyCells || value !== "");
  if (header) return Object.fromEntries(entries);
  return { row: emptyCells ? entries.map(([, value]) => value) : Object.fromEntries(entries) };
}

async function* csvItems(ctx: Context, binary: Binary, options: ExtractOptions): AsyncGenerator<Item[]> {
  const { mark, ...csv } = options;
  for await (const rows of readCsv(ctx.blobs.read(binary), { ...csv, keepMark: mark === "keep" })) {
    yield rows.map((row) => ({ json: csvRow(row, options) }));
  }
}

/** A CSV file as a sheet, where a range or types of one are asked for. */
async function csvSheet(ctx: Context, binary: Binary, options: ExtractOptions): Promise<Sheet> {
  const rows: Sheet["rows"] = [];
  const count = cellCounter();
  for await (const page of readCsv(ctx.blobs.read(binary), { ...options, header: false, maxRows: undefined, ragged: "pad" })) {
    for (const row of page) {
      const cells = Object.values(row).flatMap((value, column) => {
        const text = String(value);
        return text === "" ? [] : [[column, options.values === "text" ? text : typed(text)] as [number, ReturnType<typeof typed>]];
      });
      count(1 + cells.length);
      rows.push({ at: rows.length, cells });
    }
  }
  return { name: "", rows };
}

/** What a file of the item holds, as items, page by page. CSV passes in bounded memory; everything else is read whole. */
export async function* extractItems(ctx: Context, options: ExtractOptions, item: Item): AsyncGenerator<Item[]> {
  const binary = fileOf(item, options.file);
  const kind = options.format === "auto" ? kindOf(binary) : options.format;
  if (kind === "csv") {
    if (options.range === "") yield* csvItems(ctx, binary, options);
    else yield* paged(itemsIn(await csvSheet(ctx, binary, options), options));
    return;
  }
  const bytes = await wholeFile(ctx.blobs, binary);
  switch (kind) {
    case "xlsx":
    case "ods":
    case "html":
    case "rtf":
      for await (const page of readApart({ kind, bytes, options: sheetOptions(options) }, ctx.signal)) yield page.map((json) => ({ json }));
      return;
    case "json":
    case "ics":
    case "xml": {
      const { encoding, mark, into } = options;
      const whole = kind === "xml" || options.each === "field";
      const job: ReadJob = { kind, bytes, options: { encoding, mark, into, whole } };
      for await (const page of bytes.length < APART_FROM ? readFile(job) : readApart(job, ctx.signal))
        yield page.map((json) => (whole ? inField(item, options, json.value) : { json }));
      return;
    }
    case "pdf": {
      const kept = rest(item, options);
      const { password, joinPages, maxPages } = options;
      const pages = readApart({ kind, bytes, options: { password, joinPages, maxPages } }, ctx.signal);
      for await (const page of pages) yield page.map((json) => ({ ...kept, json: { ...kept.json, ...json } }));
      return;
    }
    case "text":
      yield [inField(item, options, toText(bytes, options))];
      return;
    case "base64":
      yield [inField(item, options, bytes.toString("base64"))];
  }
}

const sheetOptions = (options: ExtractOptions): SheetFileOptions => {
  const { header, range, emptyCells, dates, maxRows, values, sheet, encoding, mark } = options;
  return { header, range, emptyCells, dates, maxRows, asText: values === "text", sheet, encoding, mark };
};

function* itemsIn(sheet: Sheet, options: ExtractOptions): Generator<Item> {
  for (const json of sheetItems(sheet.rows, sheetOptions(options))) yield { json };
}
