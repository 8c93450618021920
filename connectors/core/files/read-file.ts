import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { isRecord } from "../values/path.ts";
import { xmlToJson } from "../values/xml-to-json.ts";
import { isCompound } from "./compound-file.ts";
import { type TextOptions, toText } from "./file-text.ts";
import { readHtmlTable } from "./html-table.ts";
import { readIcs } from "./ics-read.ts";
import { readOds } from "./ods.ts";
import { type PdfOptions, readPdf } from "./pdf-text.ts";
import { readRtfTable } from "./rtf-table.ts";
import { type Sheet, type SheetOptions, sheetItems } from "./sheet.ts";
import { readXls } from "./xls-read.ts";
import { readXlsx } from "./xlsx-read.ts";

type SheetKind = "xlsx" | "ods" | "html" | "rtf";
export interface SheetFileOptions extends SheetOptions, TextOptions {
  /** By name; empty for the first. */
  sheet: string;
}
interface ValueOptions extends TextOptions {
  /** All of it as `{value}`; else a list's entries or a calendar's events one by one. */
  whole: boolean;
  /** The field of entries that are no objects. */
  into: string;
}
/** A file that is read as a whole, and how. */
export type ReadJob = { bytes: Uint8Array } & (
  | { kind: SheetKind; options: SheetFileOptions }
  | { kind: "pdf"; options: PdfOptions }
  | { kind: "json" | "ics" | "xml"; options: ValueOptions }
);

const PAGE = 500;
/** Values in a page: wide rows come in shorter ones. */
const PAGE_VALUES = 20_000;
const ZIP = Buffer.from("PK");

async function sheetOf(kind: SheetKind, bytes: Buffer, options: SheetFileOptions): Promise<Sheet> {
  const { sheet } = options;
  if (isCompound(bytes)) return readXls(bytes, sheet);
  if (kind === "ods") return await readOds(bytes, sheet);
  if (kind === "rtf") return readRtfTable(bytes.toString("latin1"));
  // Much that is called .xls is a web page or text inside.
  if (kind === "html" || !bytes.subarray(0, 2).equals(ZIP)) {
    const text = toText(bytes, options);
    if (kind !== "html" && !/<table/i.test(text))
      throw userError("The file is not an Excel workbook.", { field: "format", fix: "Choose the format that it really has." });
    return await readHtmlTable(text);
  }
  return await readXlsx(bytes, sheet);
}

const notJson = (error: unknown): StepError =>
  userError(`The file is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
    field: "format",
    fix: "Correct the file, or read it as text.",
  });

function parseJson(text: string): unknown {
  try {
    return text.trim() === "" ? {} : (JSON.parse(text) as unknown);
  } catch (error) {
    throw notJson(error);
  }
}

/** Signs that come with each value, and how many of them may be in a file. */
const SIGNS = { json: ["{[,", 10_000_000], xml: ["<=", 10_000_000], ics: ["\n", 2_000_000] } as const;
/** What goes to the engine as one value holds it up: it is bounded to a part of that. */
const WHOLE = 1 / 4;

/** A parser that runs out of memory in one go can't be stopped: what would be too much is not given to it. */
function assertFits(kind: keyof typeof SIGNS, text: string, inOne: boolean): void {
  const [signs, all] = SIGNS[kind];
  const most = inOne ? all * WHOLE : all;
  const codes = new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));
  let count = 0;
  for (let at = 0; at < text.length; at++) if (codes.has(text.charCodeAt(at))) count++;
  if (count > most)
    throw userError("The file holds more values than can be read as a whole.", {
      field: "file",
      fix: "Split it, or save what is needed of it as a CSV file, which may be of any size.",
    });
}

async function parsed(kind: keyof typeof SIGNS, text: string): Promise<unknown> {
  if (kind === "json") return parseJson(text);
  return kind === "ics" ? readIcs(text) : await xmlToJson(text, { field: "file" });
}

async function valuesOf(kind: "json" | "ics" | "xml", file: Buffer, options: ValueOptions): Promise<JsonObject[]> {
  const text = toText(file, options);
  assertFits(kind, text, options.whole);
  const value = await parsed(kind, text);
  if (options.whole) return [{ value }];
  const list: unknown = kind === "ics" && isRecord(value) ? value.events : value;
  return (Array.isArray(list) ? list : [list]).map((one: unknown) => (isRecord(one) ? one : { [options.into]: one }));
}

/** Short enough to be told at once: wide rows come in shorter pages. */
function* paged(all: Iterable<JsonObject>): Generator<JsonObject[]> {
  let page: JsonObject[] = [];
  let values = 0;
  for (const json of all) {
    page.push(json);
    values += Array.isArray(json.row) ? json.row.length : Object.keys(json).length;
    if (page.length < PAGE && values < PAGE_VALUES) continue;
    yield page;
    page = [];
    values = 0;
  }
  if (page.length > 0) yield page;
}

/** Rows of a spreadsheet or table, entries of a list or events, page by page; or one object: `{value}`, or what a PDF holds. */
export async function* readFile(job: ReadJob): AsyncGenerator<JsonObject[]> {
  const { kind, bytes, options } = job;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case "pdf":
      yield [await readPdf(file, options)];
      return;
    case "json":
    case "ics":
    case "xml":
      yield* paged(await valuesOf(kind, file, options));
      return;
    case "xlsx":
    case "ods":
    case "html":
    case "rtf":
      yield* paged(sheetItems((await sheetOf(kind, file, options)).rows, options));
  }
}
