import type { ItemList } from "#kit/items.ts";
import { turn } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { columnsOf, csvText } from "./csv-write.ts";
import { encodeText } from "./encoding.ts";
import { writeHtmlTable } from "./html-table.ts";
import { writeOds } from "./ods.ts";
import { writeRtfTable } from "./rtf-table.ts";
import { flatItem, MOST_CELLS, MOST_COLUMNS, type Sheet, sheetRows, widthOf } from "./sheet.ts";
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

/** A CSV file, page by page: lists of any length pass in bounded memory. */
export async function* csvFile(pages: () => Iterable<readonly Item[]>, options: TableOptions): AsyncGenerator<Buffer> {
  function* flat(): Generator<Item[]> {
    for (const page of pages()) yield page.map(flatItem);
  }
  let bom = options.bom;
  for (const text of csvText(flat(), await columnsOf(flat()), { ...options, asSheet: true, bom: false })) {
    yield encodeText(text, options.encoding, bom);
    bom = false;
    await turn();
  }
}

/** A JSON list of at least one item, page by page. */
export async function* jsonFile(
  pages: Iterable<readonly Item[]>,
  { indent, encoding, bom }: { indent: boolean; encoding: string; bom: boolean },
): AsyncGenerator<Buffer> {
  const [between, before] = indent ? [",\n  ", "\n  "] : [",", ""];
  const shown = (item: Item): string => (indent ? JSON.stringify(item.json, null, 2).replaceAll("\n", "\n  ") : JSON.stringify(item.json));
  let opening = `[${before}`;
  let mark = bom;
  for (const page of pages) {
    if (page.length === 0) continue;
    yield encodeText(opening + page.map(shown).join(between), encoding, mark);
    [opening, mark] = [between, false];
    await turn();
  }
  yield encodeText(indent ? "\n]" : "]", encoding);
}

/** A table of the items' fields as a file that is made as a whole. */
export async function tableFile(
  format: Exclude<TableFormat, "csv">,
  items: Pick<ItemList, "length" | typeof Symbol.iterator>,
  options: TableOptions,
): Promise<Buffer> {
  const { header, title, marked, escapeFormulas } = options;
  if (items.length > MOST_ROWS)
    throw userError(`${items.length} items are more than the ${MOST_ROWS} rows of a sheet.`, { field: "format", fix: "Choose CSV." });
  const sheet: Sheet = { name: options.sheet, rows: await sheetRows(items, header) };
  const width = widthOf(sheet);
  if (width > MOST_COLUMNS || ((format === "html" || format === "rtf") && width * sheet.rows.length > MOST_CELLS))
    throw userError(`The table would have ${width} columns and ${sheet.rows.length} rows, which is too large for this format.`, {
      field: "format",
      fix: "Choose CSV, or leave fields out before this step.",
    });
  if (format === "xlsx") return await writeXlsx(sheet);
  if (format === "ods") return await writeOds(sheet);
  return Buffer.from(format === "html" ? await writeHtmlTable(sheet, { title, marked, escapeFormulas }) : await writeRtfTable(sheet));
}
