import { type StepError, userError } from "#shared/model/failure.ts";
import { openCompound } from "./compound-file.ts";
import { type Cell, cellCounter, chosen, EPOCH_1900, type Sheet, type SheetRow } from "./sheet.ts";
import { EPOCH_1904, isDateCode, isDateId } from "./xlsx-read.ts";

// The format is [MS-XLS], the workbook of Excel 97 to 2003: a stream of records, each with a type, a length and a body.

const BOF = 0x0809;
const EOF = 0x000a;
const CONTINUE = 0x003c;
const FILEPASS = 0x002f;
const DATEMODE = 0x0022;
const BOUNDSHEET = 0x0085;
const SST = 0x00fc;
const FORMAT = 0x041e;
const XF = 0x00e0;
const LABELSST = 0x00fd;
const LABEL = 0x0204;
const RSTRING = 0x00d6;
const NUMBER = 0x0203;
const RK = 0x027e;
const MULRK = 0x00bd;
const BOOLERR = 0x0205;
const FORMULA = 0x0006;
const STRING = 0x0207;

const EXCEL_97 = 0x0600;
const DAY = 86_400_000;
const MOST_TEXTS = 5_000_000;

interface Record {
  type: number;
  /** The body, and those of the records that continue it. */
  parts: Buffer[];
}

const broken = (): StepError => userError("The Excel file is damaged.", { field: "file", fix: "Open it and save it as an .xlsx file." });

function* records(stream: Buffer, from = 0): Generator<Record> {
  let now: Record | undefined;
  for (let at = from; at + 4 <= stream.length; ) {
    const [type, length] = [stream.readUInt16LE(at), stream.readUInt16LE(at + 2)];
    const body = stream.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    if (type === CONTINUE && now) {
      now.parts.push(body);
      continue;
    }
    if (now) yield now;
    now = { type, parts: [body] };
  }
  if (now) yield now;
}

/** Walks a body that goes on in other records. A text that is cut says again, in the next, how wide its signs are. */
class Reader {
  readonly #parts: readonly Buffer[];
  #part = 0;
  #at = 0;
  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
  }
  get #left(): number {
    return (this.#parts[this.#part]?.length ?? 0) - this.#at;
  }
  #need(): void {
    while (this.#left <= 0) {
      if (++this.#part >= this.#parts.length) throw broken();
      this.#at = 0;
    }
  }
  byte(): number {
    this.#need();
    return this.#parts[this.#part]?.[this.#at++] ?? 0;
  }
  word(): number {
    return this.byte() | (this.byte() << 8);
  }
  long(): number {
    return (this.word() | (this.word() << 16)) >>> 0;
  }
  skip(count: number): void {
    for (let left = count; left > 0; ) {
      this.#need();
      const step = Math.min(left, this.#left);
      this.#at += step;
      left -= step;
    }
  }
  signs(count: number, wide: boolean): string {
    const texts: string[] = [];
    let [left, double] = [count, wide];
    while (left > 0) {
      if (this.#left <= 0) {
        this.#need();
        double = (this.byte() & 1) === 1;
      }
      const width = double ? 2 : 1;
      const step = Math.min(left, Math.floor(this.#left / width));
      if (step === 0) throw broken();
      const bytes = this.#parts[this.#part]?.subarray(this.#at, this.#at + step * width);
      texts.push(bytes?.toString(double ? "utf16le" : "latin1") ?? "");
      this.#at += step * width;
      left -= step;
    }
    return texts.join("");
  }
  /** A text with its formats, which are left out. */
  text(length = this.word()): string {
    const flags = this.byte();
    const runs = flags & 8 ? this.word() : 0;
    const extra = flags & 4 ? this.long() : 0;
    const signs = this.signs(length, (flags & 1) === 1);
    this.skip(runs * 4 + extra);
    return signs;
  }
}

/** A number in 30 bits: whole or the upper half of a float, and perhaps in hundredths. */
function fromRk(rk: number): number {
  let value: number;
  if (rk & 2) value = rk >> 2;
  else {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE((rk & 0xfffffffc) >>> 0, 4);
    value = bytes.readDoubleLE();
  }
  return rk & 1 ? value / 100 : value;
}

interface Book {
  sheets: { name: string; at: number }[];
  texts: string[];
  dates: boolean[];
  epoch: number;
}

function bookOf(stream: Buffer): Book {
  const book: Book = { sheets: [], texts: [], dates: [], epoch: EPOCH_1900 };
  const codes = new Map<number, boolean>();
  const count = cellCounter();
  for (const { type, parts } of records(stream)) {
    const reader = new Reader(parts);
    if (type === EOF) return book;
    if (type === BOF && reader.word() !== EXCEL_97)
      throw userError("The file is from an Excel of before 1997.", { field: "file", fix: "Open it and save it as an .xlsx file." });
    if (type === FILEPASS)
      throw userError("The Excel file is locked with a password.", { field: "file", fix: "Save it without a password." });
    if (type === DATEMODE && reader.word() === 1) book.epoch = EPOCH_1904;
    else if (type === FORMAT) codes.set(reader.word(), isDateCode(reader.text()));
    else if (type === XF) {
      count();
      reader.skip(2);
      const id = reader.word();
      book.dates.push(codes.get(id) ?? isDateId(id));
    } else if (type === BOUNDSHEET) {
      const at = reader.long();
      reader.skip(1);
      // Only sheets with cells: charts and macros are others.
      count();
      if (reader.byte() === 0) book.sheets.push({ at, name: reader.text(reader.byte()) });
    } else if (type === SST) {
      reader.skip(4);
      const count = Math.min(reader.long(), MOST_TEXTS);
      for (let n = 0; n < count; n++) book.texts.push(reader.text());
    }
  }
  throw broken();
}

function rowsOf(stream: Buffer, from: number, book: Book): SheetRow[] {
  const rows = new Map<number, SheetRow>();
  const count = cellCounter();
  let depth = 0;
  let formula: { row: number; column: number } | undefined;
  const put = (row: number, column: number, value: Cell | undefined): void => {
    if (value === undefined || value === "") return;
    count();
    const found = rows.get(row) ?? { at: row, cells: [] };
    found.cells.push([column, value]);
    rows.set(row, found);
  };
  const dated = (value: number, style: number): Cell =>
    book.dates[style] === true && Number.isFinite(value) ? new Date(book.epoch + Math.round(value * DAY)) : value;

  for (const { type, parts } of records(stream, from)) {
    if (type === BOF) depth++;
    else if (type === EOF && --depth === 0) break;
    // What is nested is a chart on the sheet.
    if (depth !== 1) continue;
    const body = parts[0] ?? Buffer.alloc(0);
    if (type === STRING && formula) {
      put(formula.row, formula.column, new Reader(parts).text());
      formula = undefined;
      continue;
    }
    if (![LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, BOOLERR, FORMULA].includes(type)) continue;
    if (body.length < (type === NUMBER || type === FORMULA ? 14 : type === BOOLERR ? 8 : type === LABEL || type === RSTRING ? 9 : 10))
      throw broken();
    const [row, column, style] = [body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt16LE(4)];
    if (type === LABELSST) put(row, column, book.texts[body.readUInt32LE(6)]);
    else if (type === LABEL || type === RSTRING) {
      const reader = new Reader(parts);
      reader.skip(6);
      put(row, column, reader.text());
    } else if (type === NUMBER) put(row, column, dated(body.readDoubleLE(6), style));
    else if (type === RK) put(row, column, dated(fromRk(body.readInt32LE(6)), style));
    else if (type === MULRK) {
      for (let at = 4, n = 0; at + 8 <= body.length; at += 6, n++)
        put(row, column + n, dated(fromRk(body.readInt32LE(at + 2)), body.readUInt16LE(at)));
    } else if (type === BOOLERR) put(row, column, body[7] === 0 ? body[6] === 1 : undefined);
    else if (body.readUInt16LE(12) !== 0xffff) put(row, column, dated(body.readDoubleLE(6), style));
    else if (body[6] === 0) formula = { row, column };
    else if (body[6] === 1) put(row, column, body[8] === 1);
  }
  return [...rows.values()].sort((a, b) => a.at - b.at).map(({ at, cells }) => ({ at, cells: cells.sort(([a], [b]) => a - b) }));
}

/** One sheet of an .xls file of Excel 97 to 2003: by name, or the first. Throws user errors for what can't be read. */
export function readXls(file: Buffer, sheet: string): Sheet {
  const streams = openCompound(file);
  const stream = streams.read("Workbook");
  if (!stream) {
    if (streams.has("EncryptedPackage"))
      throw userError("The Excel file is locked with a password.", { field: "file", fix: "Save it without a password." });
    throw userError("The file is not an Excel workbook, or from before 1997.", {
      field: "file",
      fix: "Open it and save it as an .xlsx file.",
    });
  }
  const book = bookOf(stream);
  const { name, at } = chosen(book.sheets, sheet);
  return { name, rows: rowsOf(stream, at, book) };
}
