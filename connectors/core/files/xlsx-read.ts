import { userError } from "#shared/model/failure.ts";
import { type Cell, cellCounter, chosen, columnIndex, EPOCH_1900, MOST_COLUMNS, type Sheet, type SheetRow } from "./sheet.ts";
import { localName, scanXml } from "./xml-scan.ts";
import { readZip, type ZipEntry } from "./zip.ts";

// The format is ECMA-376 part 1, chapter 18.

const DAY = 86_400_000;
export const EPOCH_1904 = Date.UTC(1904, 0, 1);
const MOST_ROW = 1_048_576;

/** Number formats that every file knows by their id (18.8.30) and that show a date or a time. */
export const isDateId = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
/** What is in quotes or brackets, or behind a backslash, is shown as it is. `[h]` is a time. */
export const isDateCode = (code: string): boolean => /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ""));

type Parts = ReadonlyMap<string, ZipEntry>;

async function textOf(parts: Parts, name: string): Promise<string | undefined> {
  const entry = parts.get(name.replace(/^\//, ""));
  return entry && new TextDecoder().decode(await entry.read());
}

/** Targets by id and by the last part of their type. They are relative to the folder of what names them. */
async function relations(parts: Parts, of: string): Promise<{ byId: Map<string, string>; byType: Map<string, string> }> {
  const folder = of.slice(0, of.lastIndexOf("/") + 1);
  const byId = new Map<string, string>();
  const byType = new Map<string, string>();
  const count = cellCounter();
  const xml = await textOf(parts, `${folder}_rels/${of.slice(folder.length)}.rels`);
  if (xml !== undefined) {
    await scanXml(xml, {
      open(name, { Id, Type, Target }) {
        if (localName(name) !== "Relationship" || Target === undefined) return;
        count();
        const target = Target.startsWith("/") ? Target.slice(1) : new URL(Target, `file:///${folder}`).pathname.slice(1);
        if (Id !== undefined) byId.set(Id, target);
        byType.set(Type?.split("/").at(-1) ?? "", target);
      },
    });
  }
  return { byId, byType };
}

async function sharedTexts(xml: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  const count = cellCounter();
  if (xml === undefined) return texts;
  let [now, reading, phonetic] = ["", false, false];
  await scanXml(xml, {
    open(name) {
      const tag = localName(name);
      if (tag === "si") now = "";
      else if (tag === "rPh") phonetic = true;
      else if (tag === "t") reading = !phonetic;
    },
    close(name) {
      const tag = localName(name);
      if (tag === "si") {
        count();
        texts.push(now);
      } else if (tag === "rPh") phonetic = false;
      else if (tag === "t") reading = false;
    },
    text(text) {
      if (reading) now += text;
    },
  });
  return texts;
}

/** Whether each style of a cell shows a date. */
async function dateStyles(xml: string | undefined): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (xml === undefined) return styles;
  const codes = new Map<number, boolean>();
  const count = cellCounter();
  let inside = false;
  await scanXml(xml, {
    open(name, { numFmtId, formatCode }) {
      const tag = localName(name);
      if (tag === "numFmt" || tag === "xf") count();
      if (tag === "cellXfs") inside = true;
      else if (tag === "numFmt") codes.set(Number(numFmtId), isDateCode(formatCode ?? ""));
      else if (tag === "xf" && inside) styles.push(codes.get(Number(numFmtId)) ?? isDateId(Number(numFmtId)));
    },
    close(name) {
      if (localName(name) === "cellXfs") inside = false;
    },
  });
  return styles;
}

interface Book {
  texts: readonly string[];
  dates: readonly boolean[];
  epoch: number;
}

function cellValue(type: string, text: string, style: number, { texts, dates, epoch }: Book): Cell | undefined {
  switch (type) {
    case "s":
      return texts[Number(text)];
    case "b":
      return text === "1" || text === "true";
    case "inlineStr":
    case "str":
    case "e":
      return text;
    case "d": {
      const date = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}${text.includes("T") ? "Z" : ""}`);
      return Number.isNaN(date.getTime()) ? text : date;
    }
    default: {
      const number = Number(text);
      if (text === "" || Number.isNaN(number)) return text === "" ? undefined : text;
      if (dates[style] !== true) return number;
      // To the millisecond: a day's fraction has more places than a clock.
      const date = new Date(epoch + Math.round(number * DAY));
      return Number.isNaN(date.getTime()) ? number : date;
    }
  }
}

async function rowsOf(xml: string, book: Book): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  const count = cellCounter();
  let row: SheetRow = { at: -1, cells: [] };
  let cell = { column: -1, type: "n", style: 0, text: "" };
  let reading = false;
  const place = (ref: string | undefined): number => {
    const letters = /^[A-Za-z]{1,3}/.exec(ref ?? "")?.[0];
    return letters === undefined ? (row.cells.at(-1)?.[0] ?? -1) + 1 : columnIndex(letters);
  };
  await scanXml(xml, {
    open(name, { r, t, s }) {
      const tag = localName(name);
      if (tag === "row") row = { at: r === undefined ? row.at + 1 : Number(r) - 1, cells: [] };
      else if (tag === "c") cell = { column: place(r), type: t ?? "n", style: Number(s ?? 0), text: "" };
      else if (tag === "v" || tag === "t") reading = true;
      else if (tag === "rPh") reading = false;
    },
    close(name) {
      const tag = localName(name);
      if (tag === "v" || tag === "t") reading = false;
      else if (tag === "row" && row.cells.length > 0) rows.push(row);
      else if (tag === "c") {
        const value = cellValue(cell.type, cell.text, cell.style, book);
        if (value === undefined || value === "") return;
        if (!(cell.column < MOST_COLUMNS && row.at >= 0 && row.at < MOST_ROW))
          throw userError("The sheet has a cell outside of what a spreadsheet can hold.", { field: "file", fix: "Save the file again." });
        count();
        row.cells.push([cell.column, value]);
      }
    },
    text(text) {
      if (reading) cell.text += text;
    },
  });
  return rows;
}

/** One sheet of an .xlsx file: by name, or the first. Throws user errors for what is no such file. */
export async function readXlsx(file: Buffer, sheet: string): Promise<Sheet> {
  const parts: Parts = new Map(readZip(file).map((entry) => [entry.name, entry]));
  const start = (await relations(parts, "")).byType.get("officeDocument") ?? "xl/workbook.xml";
  const workbook = await textOf(parts, start);
  if (workbook === undefined)
    throw userError("The file is not an Excel workbook.", {
      field: "file",
      fix: "Choose the format that it really has, or save it as .xlsx.",
    });
  const sheets: { name: string; id: string }[] = [];
  let epoch = EPOCH_1900;
  const count = cellCounter();
  await scanXml(workbook, {
    open(name, attributes) {
      const tag = localName(name);
      if (tag === "workbookPr" && /^(1|true)$/.test(attributes.date1904 ?? "")) epoch = EPOCH_1904;
      const id = Object.entries(attributes).find(([key]) => key !== "id" && localName(key) === "id")?.[1];
      if (tag !== "sheet") return;
      count();
      sheets.push({ name: attributes.name ?? "", id: id ?? "" });
    },
  });
  const { name, id } = chosen(sheets, sheet);
  const { byId, byType } = await relations(parts, start);
  const xml = await textOf(parts, byId.get(id) ?? "");
  if (xml === undefined) throw userError(`The sheet '${name}' is not in the file.`, { field: "sheet", fix: "Save the workbook again." });
  const texts = await sharedTexts(await textOf(parts, byType.get("sharedStrings") ?? ""));
  const dates = await dateStyles(await textOf(parts, byType.get("styles") ?? ""));
  return { name, rows: await rowsOf(xml, { texts, dates, epoch }) };
}
