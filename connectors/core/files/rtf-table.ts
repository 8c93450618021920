import { type Cell, cellCounter, type Sheet, type SheetRow, widthOf } from "./sheet.ts";
import { joined } from "./xml-scan.ts";

// Rich Text Format 1.9.1: a table is rows (\row) of cells (\cell).

/** Groups that hold no text of the document. */
const HIDDEN = new Set(["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "*"]);
const TOKEN = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

/** The cells of all tables in an RTF document, as texts. Bytes beyond ASCII are taken as Windows-1252. */
export function readRtfTable(source: string): Sheet {
  const rows: SheetRow[] = [];
  const count = cellCounter();
  const latin = new TextDecoder("windows-1252");
  let cells: [number, Cell][] = [];
  let column = 0;
  let text = "";
  let depth = 0;
  let hiddenFrom = 0;
  let skip = 0;
  for (const [, word, argument, hex, sign, brace, plain] of source.matchAll(TOKEN)) {
    if (brace === "{") depth++;
    else if (brace === "}") {
      if (depth === hiddenFrom) hiddenFrom = 0;
      depth--;
    } else if (hiddenFrom > 0) continue;
    else if (sign === "*" || (word !== undefined && HIDDEN.has(word))) hiddenFrom = depth;
    else if (word === "cell") {
      count();
      const shown = text.trim();
      if (shown !== "") cells.push([column, shown]);
      column++;
      text = "";
    } else if (word === "row") {
      count();
      rows.push({ at: rows.length, cells });
      [cells, column, text] = [[], 0, ""];
    } else if (word === "u") {
      text += String.fromCharCode(Number(argument ?? 0) & 0xffff);
      skip = 1; // what programs show that know no Unicode
    } else if (word === "par" || word === "line") text += "\n";
    else if (word === "tab") text += "\t";
    else if (hex !== undefined) {
      if (skip === 0) text += latin.decode(Buffer.from(hex, "hex"));
      skip = 0;
    } else if (sign !== undefined) text += sign === "~" ? " " : sign;
    else if (plain !== undefined) {
      text += plain.slice(skip);
      skip = 0;
    }
  }
  return { name: "", rows };
}

const escapeRtf = (text: string): string =>
  text
    .replace(/[\\{}]/g, "\\$&")
    .replace(/\r?\n/g, "\\line ")
    .replace(/[\u0080-\uffff]/g, (sign) => `\\u${(sign.charCodeAt(0) << 16) >> 16}?`);

function* rowsRtf(sheet: Sheet): Generator<string> {
  const width = widthOf(sheet);
  const edges = Array.from({ length: width }, (_, n) => `\\cellx${(n + 1) * 2000}`).join("");
  let before = "";
  for (const { cells } of sheet.rows) {
    const values = new Map(cells);
    const shown = Array.from({ length: width }, (_, column) => {
      const value = values.get(column);
      return `${escapeRtf(value instanceof Date ? value.toISOString() : String(value ?? ""))}\\cell `;
    });
    yield `${before}\\trowd\\trautofit1${edges}\\pard\\intbl ${shown.join("")}\\row`;
    before = "\n";
  }
}

/** A document with one table. */
export const writeRtfTable = async (sheet: Sheet): Promise<string> => `{\\rtf1\\ansi${await joined(rowsRtf(sheet))}}`;
