import { turn } from "#kit/turn.ts";
import { isFormula } from "#shared/lib/csv.ts";
import { type Cell, cellCounter, columnLetters, MOST_COLUMNS, type Sheet, type SheetRow, widthOf } from "./sheet.ts";
import { escapeXml, joined } from "./xml-scan.ts";

const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** A row number or phone number with a leading zero is a text. */
const CODE = /^[+-]?0\d/;

/** A text of a table or CSV file as what it looks like. */
export function typed(text: string): Cell {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed) && !CODE.test(trimmed)) return Number(trimmed.replace(/,/g, ""));
  return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() === "true" : text;
}

function cellValue(text: string, attributes: Readonly<Record<string, string>>): Cell {
  const kind = attributes["data-t"];
  if (kind === "s") return attributes["data-v"] ?? text;
  if (kind === "n") return Number(attributes["data-v"] ?? text);
  return kind === "b" ? /^(1|true)$/i.test(attributes["data-v"] ?? text) : typed(text);
}

const WIDEST = 1_000;
/** Signs at a stretch: others get a turn in between. */
const SLICE = 65_536;

/** The first table of an HTML document. */
export async function readHtmlTable(html: string): Promise<Sheet> {
  const { Parser } = await import("htmlparser2");
  const rows: SheetRow[] = [];
  const count = cellCounter();
  let depth = 0;
  let done = false;
  let column = 0;
  let row: SheetRow = { at: -1, cells: [] };
  let cell: { attributes: Record<string, string>; text: string } | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "table" && !done) depth++;
      if (depth !== 1) return;
      if (name === "tr") {
        count();
        row = { at: row.at + 1, cells: [] };
        column = 0;
      } else if (name === "td" || name === "th") cell = { attributes, text: "" };
      else if (name === "br" && cell) cell.text += "\n";
    },
    ontext(text) {
      if (cell) cell.text += text;
    },
    onclosetag(name) {
      if (name === "table" && depth > 0 && --depth === 0) done = true;
      if ((name !== "td" && name !== "th") || depth !== 1 || !cell) return;
      const text = cell.text.replace(/[ \t\r\f]+/g, " ").trim();
      count();
      if (text !== "" && column < MOST_COLUMNS) {
        if (row.cells.length === 0) rows.push(row);
        row.cells.push([column, cellValue(text, cell.attributes)]);
      }
      const span = Number(cell.attributes.colspan ?? 1);
      column += Number.isInteger(span) && span > 0 ? Math.min(span, WIDEST) : 1;
      cell = undefined;
    },
  });
  for (let at = 0; at < html.length && !done; at += SLICE) {
    parser.write(html.slice(at, at + SLICE));
    await turn();
  }
  if (!done) parser.end();
  return { name: "", rows };
}

export interface HtmlOptions {
  title: string;
  /**
   * Each cell says its type and place in the notation that other programs' exports use (`data-t`, `data-v`, `id="sjs-A1"`), so
   * that numbers and texts that look like numbers stay apart.
   */
  marked: boolean;
  /** Texts that a spreadsheet would run as a formula get a `'` before them. */
  escapeFormulas: boolean;
}

const KIND = { string: "s", number: "n", boolean: "b" } as const;

function cellHtml(value: Cell | undefined, place: string, { marked, escapeFormulas }: HtmlOptions): string {
  if (value === undefined) return marked ? `<td id="sjs-${place}"></td>` : "<td></td>";
  const shown = value instanceof Date ? value.toISOString() : String(value);
  const text = escapeXml(typeof value === "boolean" ? shown.toUpperCase() : shown);
  // A spreadsheet that opens the page runs what is shown, not what is said of it.
  const safe = escapeFormulas && typeof value === "string" && isFormula(value) ? `'${text}` : text;
  if (!marked) return `<td>${safe}</td>`;
  const kind = value instanceof Date ? "s" : KIND[typeof value as keyof typeof KIND];
  return `<td data-t="${kind}" data-v="${text}" id="sjs-${place}">${safe}</td>`;
}

function* rowsHtml(sheet: Sheet, options: HtmlOptions): Generator<string> {
  const width = widthOf(sheet);
  for (const { at, cells } of sheet.rows) {
    const values = new Map(cells);
    const shown = Array.from({ length: width }, (_, column) => cellHtml(values.get(column), `${columnLetters(column)}${at + 1}`, options));
    yield `<tr>${shown.join("")}</tr>`;
  }
}

/** A document with one table. */
export async function writeHtmlTable(sheet: Sheet, options: HtmlOptions): Promise<string> {
  const rows = await joined(rowsHtml(sheet, options));
  return `<html><head><meta charset="utf-8"/><title>${escapeXml(options.title)}</title></head><body><table>${rows}</table></body></html>`;
}
