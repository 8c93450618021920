import { type Cell, cellCounter, columnLetters, type Sheet, type SheetRow } from "./sheet.ts";
import { escapeXml } from "./xml-scan.ts";

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
  if (kind === "s") return text;
  if (kind === "n") return Number(attributes["data-v"] ?? text);
  return kind === "b" ? /^(1|true)$/i.test(attributes["data-v"] ?? text) : typed(text);
}

const WIDEST = 1_000;

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
        row = { at: row.at + 1, cells: [] };
        rows.push(row);
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
      if (text !== "") row.cells.push([column, cellValue(text, cell.attributes)]);
      const span = Number(cell.attributes.colspan ?? 1);
      column += Number.isInteger(span) && span > 0 ? Math.min(span, WIDEST) : 1;
      cell = undefined;
    },
  });
  parser.end(html);
  return { name: "", rows };
}

const KIND = { string: "s", number: "n", boolean: "b" } as const;

function cellHtml(value: Cell | undefined, place: string, marked: boolean): string {
  if (value === undefined) return marked ? `<td id="sjs-${place}"></td>` : "<td></td>";
  const shown = value instanceof Date ? value.toISOString() : String(value);
  const text = escapeXml(typeof value === "boolean" ? shown.toUpperCase() : shown);
  if (!marked) return `<td>${text}</td>`;
  const kind = value instanceof Date ? "s" : KIND[typeof value as keyof typeof KIND];
  return `<td data-t="${kind}" data-v="${text}" id="sjs-${place}">${text}</td>`;
}

/**
 * A document with one table. `marked`: each cell says its type and place in the notation that other programs' exports use
 * (`data-t`, `data-v`, `id="sjs-A1"`), so that numbers and texts that look like numbers stay apart.
 */
export function writeHtmlTable({ rows }: Sheet, title: string, marked: boolean): string {
  const width = rows.reduce((most, { cells }) => Math.max(most, (cells.at(-1)?.[0] ?? -1) + 1), 0);
  const body = rows.map(({ at, cells }) => {
    const values = new Map(cells);
    const shown = Array.from({ length: width }, (_, column) => cellHtml(values.get(column), `${columnLetters(column)}${at + 1}`, marked));
    return `<tr>${shown.join("")}</tr>`;
  });
  return `<html><head><meta charset="utf-8"/><title>${escapeXml(title)}</title></head><body><table>${body.join("")}</table></body></html>`;
}
