import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { isCompound } from "./compound-file.ts";
import { type TextOptions, toText } from "./file-text.ts";
import { readHtmlTable } from "./html-table.ts";
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
/** A file that is read as a whole, and how. */
export type ReadJob = { bytes: Uint8Array } & ({ kind: SheetKind; options: SheetFileOptions } | { kind: "pdf"; options: PdfOptions });

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

/** Rows of a spreadsheet or table, page by page, or one object for a PDF. */
export async function* readFile({ kind, bytes, options }: ReadJob): AsyncGenerator<JsonObject[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === "pdf") {
    yield [await readPdf(file, options)];
    return;
  }
  let page: JsonObject[] = [];
  let values = 0;
  for (const json of sheetItems((await sheetOf(kind, file, options)).rows, options)) {
    page.push(json);
    values += Array.isArray(json.row) ? json.row.length : Object.keys(json).length;
    if (page.length < PAGE && values < PAGE_VALUES) continue;
    yield page;
    page = [];
    values = 0;
  }
  if (page.length > 0) yield page;
}
