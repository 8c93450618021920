import { pace } from "#kit/turn.ts";
import { type StepError, userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";

/** What a cell of a spreadsheet holds. */
export type Cell = string | number | boolean | Date;
/** A row by its place (from 0); only cells that hold something, by column (from 0), in order. */
export interface SheetRow {
  at: number;
  cells: [column: number, value: Cell][];
}
export interface Sheet {
  name: string;
  rows: SheetRow[];
}

/** Cells of one sheet; more would not fit into memory as items. */
export const MOST_CELLS = 5_000_000;
/** Columns of a sheet, as spreadsheets have them. */
export const MOST_COLUMNS = 16_384;
/** Texts that are longer than this count as several cells. */
const LONG_TEXT = 64;

/** How many cells a text is worth. */
export const textWeight = (text: string): number => 1 + Math.floor(text.length / LONG_TEXT);

/** Counts cells, and whatever else takes room, as they are read and refuses what is beyond the bound. */
export function cellCounter(): (more?: number) => void {
  let cells = 0;
  return (more = 1) => {
    cells += more;
    if (cells > MOST_CELLS)
      throw userError(`The sheet has more than ${MOST_CELLS.toLocaleString("en")} cells, or as much in rows and texts.`, {
        field: "file",
        fix: "Save the part that is needed as a CSV file, which may be of any size, or give a range.",
      });
  };
}

/** `A` → 0, `Z` → 25, `AA` → 26. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

const MOST_SHOWN = 20;

/** The sheet by its name, or the first. Throws a user error that lists the names. */
export function chosen<T extends { name: string }>(sheets: readonly T[], name: string): T {
  const found = name === "" ? sheets[0] : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  const shown = sheets.slice(0, MOST_SHOWN).map((sheet) => `'${sheet.name}'`);
  if (sheets.length > MOST_SHOWN) shown.push(`${sheets.length - MOST_SHOWN} more`);
  throw userError(sheets.length === 0 ? "The file has no sheets." : `The file has no sheet called '${name}'.`, {
    field: "sheet",
    fix: sheets.length === 0 ? "Check the file." : `Its sheets are ${shown.join(", ")}.`,
  });
}

export interface SheetOptions {
  /** The first row names the columns. */
  header: boolean;
  /** `B2:D20`, or empty for all. */
  range: string;
  /** Empty cells become empty texts instead of being left out. */
  emptyCells: boolean;
  /** Every value as text. */
  asText: boolean;
  /** Days as ISO text, or as a spreadsheet counts them. */
  dates: "text" | "number";
  maxRows?: number | undefined;
}

const badRange = (range: string): StepError =>
  userError(`'${range}' is no range of cells.`, { field: "range", fix: "Write it like A1:D20, B2:D or a row to begin with, like 3." });

interface Area {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

function areaOf(range: string): Area {
  const text = range.trim().replace(/\$/g, "");
  const all: Area = { top: 0, bottom: Number.POSITIVE_INFINITY, left: 0, right: Number.POSITIVE_INFINITY };
  if (text === "") return all;
  // A number alone is a row to begin with, counted from 0.
  if (/^\d+$/.test(text)) return { ...all, top: Number(text) };
  const match = /^([a-z]{1,3})(\d{0,7})(?::([a-z]{1,3})(\d{0,7}))?$/i.exec(text);
  if (!match) throw badRange(range);
  const [, left = "", top = "", right = left, bottom = match[3] === undefined ? top : ""] = match;
  const area: Area = {
    left: columnIndex(left),
    right: columnIndex(right),
    top: top === "" ? 0 : Number(top) - 1,
    bottom: bottom === "" ? all.bottom : Number(bottom) - 1,
  };
  const lowest = match[4] === undefined || match[4] === "" ? area.bottom : Number(match[4]) - 1;
  if (area.top < 0 || lowest < area.top || area.right < area.left) throw badRange(range);
  return { ...area, bottom: lowest };
}

const DAY = 86_400_000;
/** Day 0 of a spreadsheet that counts from 1900, which takes that year for a leap year. */
export const EPOCH_1900 = Date.UTC(1899, 11, 30);

function cellValue(cell: Cell, { asText, dates }: SheetOptions): unknown {
  if (cell instanceof Date) {
    const iso = cell.toISOString().replace(/\.000Z$/, "");
    const shown =
      dates === "number" ? (cell.getTime() - EPOCH_1900) / DAY : iso.endsWith("T00:00:00") ? iso.slice(0, 10) : iso.replace(/Z$/, "");
    return asText ? String(shown) : shown;
  }
  return asText && typeof cell !== "string" ? String(cell) : cell;
}

/** Names of columns: each once; a column without a name is called by its place. */
function headerNames(cells: readonly [number, Cell][], options: SheetOptions): Map<number, string> {
  const names = new Map<number, string>();
  const seen = new Set<string>();
  for (const [column, cell] of cells) {
    const wanted = String(cellValue(cell, options));
    let name = wanted;
    for (let n = 1; seen.has(name); n++) name = `${wanted}_${n}`;
    seen.add(name);
    names.set(column, name);
  }
  return names;
}

/** The rows of a sheet as fields by the names in its first row, or as `row` with the values in order. */
export function* sheetItems(rows: readonly SheetRow[], options: SheetOptions): Generator<JsonObject> {
  const area = areaOf(options.range);
  const inside = rows
    .filter((row) => row.at >= area.top && row.at <= area.bottom)
    .map((row) => ({ at: row.at, cells: row.cells.filter(([column]) => column >= area.left && column <= area.right) }))
    .filter((row) => row.cells.length > 0);
  let [left, right] = [Number.POSITIVE_INFINITY, 0];
  for (const { cells } of inside) {
    left = Math.min(left, cells[0]?.[0] ?? 0);
    right = Math.max(right, cells.at(-1)?.[0] ?? 0);
  }
  if (right >= MOST_COLUMNS)
    throw userError(`The sheet has more than ${MOST_COLUMNS.toLocaleString("en")} columns.`, { field: "range", fix: "Give a range." });
  const most = options.maxRows ?? Number.POSITIVE_INFINITY;
  const names = options.header ? headerNames(inside[0]?.cells ?? [], options) : undefined;
  const nameOf = (column: number): string => names?.get(column) ?? `column_${columnLetters(column)}`;
  const shownRows = inside.slice(names ? 1 : 0, most === Number.POSITIVE_INFINITY ? undefined : most + (names ? 1 : 0));
  // What comes out is counted, too: empty cells are not in the file, and a text that stands in many cells is in it once.
  const count = cellCounter();
  if (!names || options.emptyCells) count(shownRows.length * (right - left + 1));
  for (const row of shownRows) {
    const values = new Map(row.cells.map(([column, cell]) => [column, cellValue(cell, options)]));
    for (const value of values.values()) count(typeof value === "string" ? textWeight(value) - 1 : 0);
    if (!names) {
      yield { row: Array.from({ length: right - left + 1 }, (_, n) => values.get(left + n) ?? (options.emptyCells ? "" : null)) };
      continue;
    }
    const shown = options.emptyCells ? Array.from({ length: right - left + 1 }, (_, n) => left + n) : [...values.keys()];
    for (const column of shown) count(textWeight(nameOf(column)) - 1);
    yield Object.fromEntries(shown.map((column) => [nameOf(column), values.get(column) ?? ""]));
  }
}

/** Nested fields under dotted names: `{a: {b: 1}}` → `a.b`. */
function flat(json: JsonObject, before = "", into: [string, unknown][] = []): [string, unknown][] {
  for (const [key, value] of Object.entries(json)) {
    const name = before + key;
    if (typeof value === "object" && value !== null && !(value instanceof Date)) flat(value as JsonObject, `${name}.`, into);
    else into.push([name, value]);
  }
  return into;
}

export const flatItem = (item: Item): Item => ({ ...item, json: Object.fromEntries(flat(item.json)) });

function cellOf(value: unknown): Cell | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean" || value instanceof Date) return value;
  return JSON.stringify(value);
}

/** Columns up to the last that holds something in any row. */
export const widthOf = ({ rows }: Sheet): number => rows.reduce((most, { cells }) => Math.max(most, (cells.at(-1)?.[0] ?? -1) + 1), 0);

/** Items as rows, with the names of the columns first where asked. Fields of their fields stand under dotted names. */
export async function sheetRows(items: Iterable<Item>, header: boolean): Promise<SheetRow[]> {
  const columns = new Map<string, number>();
  const rows: SheetRow[] = [];
  const paced = pace();
  for (const item of items) {
    const cells: SheetRow["cells"] = [];
    for (const [name, value] of flat(item.json)) {
      const column = columns.get(name) ?? columns.size;
      columns.set(name, column);
      const cell = cellOf(value);
      if (cell !== undefined) cells.push([column, cell]);
    }
    rows.push({ at: rows.length + (header ? 1 : 0), cells: cells.sort(([a], [b]) => a - b) });
    await paced();
  }
  return header ? [{ at: 0, cells: [...columns].map(([name, column]): [number, Cell] => [column, name]) }, ...rows] : rows;
}
