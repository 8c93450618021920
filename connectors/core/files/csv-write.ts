import { stringify } from "csv-stringify/sync";
import { pace } from "#kit/turn.ts";
import { isFormula } from "#shared/lib/csv.ts";
import type { Item } from "#shared/model/item.ts";

export interface CsvWriteOptions {
  delimiter: string;
  header: boolean;
  /** Texts that a spreadsheet would run as a formula get a `'` before them. */
  escapeFormulas: boolean;
  /** A byte order mark: Excel then knows that it is UTF-8. */
  bom: boolean;
  /** As spreadsheets write it: TRUE and FALSE, and no line break at the end. */
  asSheet?: boolean;
}

/** Every field that any item has, in the order of their first appearance. */
export async function columnsOf(pages: Iterable<readonly Item[]>): Promise<string[]> {
  const names = new Set<string>();
  const paced = pace();
  for (const page of pages) {
    for (const item of page) for (const name of Object.keys(item.json)) names.add(name);
    await paced();
  }
  return [...names];
}

function cell(value: unknown, { escapeFormulas, asSheet }: CsvWriteOptions): string {
  if (value === null || value === undefined) return "";
  if (asSheet && typeof value === "boolean") return String(value).toUpperCase();
  if (typeof value === "object") return JSON.stringify(value) ?? "";
  const text = String(value as string | number | boolean | bigint);
  return escapeFormulas && typeof value === "string" && isFormula(text) ? `'${text}` : text;
}

/** The file's text, page by page. */
export function* csvText(pages: Iterable<readonly Item[]>, columns: readonly string[], options: CsvWriteOptions): Generator<string> {
  const own = (json: Item["json"], name: string): unknown => (Object.hasOwn(json, name) ? json[name] : undefined);
  let between = "";
  // A line break goes before the next line where none belongs at the end.
  const lines = (rows: string[][]): string => {
    const text = stringify(rows, { delimiter: options.delimiter, eof: !options.asSheet });
    const shown = between + text;
    if (options.asSheet) between = "\n";
    return shown;
  };
  if (options.bom) yield "\ufeff";
  if (options.header && columns.length > 0) yield lines([columns.map((name) => cell(name, options))]);
  for (const page of pages) {
    if (page.length > 0) yield lines(page.map((item) => columns.map((name) => cell(own(item.json, name), options))));
  }
}
