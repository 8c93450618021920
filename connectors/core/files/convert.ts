import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { columnsOf, csvText } from "./csv-write.ts";
import { encodeText } from "./encoding.ts";
import { writeHtmlTable } from "./html-table.ts";
import { writeOds } from "./ods.ts";
import { writeRtfTable } from "./rtf-table.ts";
import { flatItem, type Sheet, sheetRows } from "./sheet.ts";
import { writeXlsx } from "./xlsx-write.ts";

/** Formats in which many items become one file. */
export const TABLE_FORMATS = ["csv", "xlsx", "ods", "html", "rtf"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface TableOptions {
  header: boolean;
  delimiter: string;
  bom: boolean;
  escapeFormulas: boolean;
  sheet: string;
  title: string;
  /** Cells of an HTML table say their type. */
  marked: boolean;
  encoding: string;
}

export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  html: "text/html",
  rtf: "application/rtf",
  json: "application/json",
  text: "text/plain",
};

/** Rows that a workbook can hold, its header apart. */
const MOST_ROWS = 1_048_575;

/** Others get a turn while a long list is written. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A CSV file, page by page: lists of any length pass in bounded memory. */
export async function* csvFile(pages: () => Iterable<readonly Item[]>, options: TableOptions): AsyncGenerator<Buffer> {
  function* flat(): Generator<Item[]> {
    for (const page of pages()) yield page.map(flatItem);
  }
  let bom = options.bom;
  for (const text of csvText(flat(), columnsOf(flat()), { ...options, asSheet: true, bom: false })) {
    yield encodeText(text, options.encoding, bom);
    bom = false;
    await turn();
  }
}

/** A table of the items' fields as a file that is made as a whole. */
export async function tableFile(format: Exclude<TableFormat, "csv">, items: readonly Item[], options: TableOptions): Promise<Buffer> {
  const { header } = options;
  if (items.length > MOST_ROWS)
    throw userError(`${items.length} items are more than the ${MOST_ROWS} rows of a sheet.`, { field: "format", fix: "Choose CSV." });
  const sheet: Sheet = { name: options.sheet, rows: await sheetRows(items, header) };
  if (format === "xlsx") return await writeXlsx(sheet);
  if (format === "ods") return await writeOds(sheet);
  return Buffer.from(format === "html" ? writeHtmlTable(sheet, options.title, options.marked) : writeRtfTable(sheet));
}
