import { userError } from "#shared/model/failure.ts";
import { type Cell, cellCounter, chosen, MOST_COLUMNS, type Sheet, type SheetRow, textWeight } from "./sheet.ts";
import { escapeXml, joined, localName, scanXml } from "./xml-scan.ts";
import { readZip, writeZip } from "./zip.ts";

// The format is OpenDocument 1.3 part 3, chapter 9.

const MEDIA = "application/vnd.oasis.opendocument.spreadsheet";
const NAMES = "urn:oasis:names:tc:opendocument:xmlns";

type Attributes = Readonly<Record<string, string>>;
const own = (attributes: Attributes, name: string): string | undefined =>
  Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];

/** How often a row or cell stands there; what nobody could mean is taken as the most that a sheet holds. */
const times = (attributes: Attributes, name: string): number => {
  const count = Number(own(attributes, name) ?? 1);
  return Number.isInteger(count) && count > 0 ? Math.min(count, 1_048_576) : 1;
};

function cellValue(attributes: Attributes, text: string): Cell | undefined {
  const kind = own(attributes, "value-type") ?? "";
  if (["float", "percentage", "currency"].includes(kind)) return Number(own(attributes, "value"));
  if (kind === "boolean") return own(attributes, "boolean-value") === "true";
  if (kind === "date") {
    const written = own(attributes, "date-value") ?? "";
    const date = new Date(`${written}${written.includes("T") && !/[zZ]$/.test(written) ? "Z" : ""}`);
    return Number.isNaN(date.getTime()) ? written : date;
  }
  if (kind === "string") return own(attributes, "string-value") ?? text;
  return text === "" ? undefined : text;
}

/** All sheets by name, with the rows of the one that is wanted: that of the name, or the first. */
async function sheetsOf(xml: string, wanted: string): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  let found: Sheet | undefined;
  const count = cellCounter();
  let row = { at: 0, cells: [] as SheetRow["cells"], times: 1 };
  let cell: { attributes: Attributes; column: number; lines: string[] } | undefined;
  let column = 0;
  let note = 0;
  let reading = true;
  await scanXml(xml, {
    open(name, attributes) {
      const tag = localName(name);
      if (tag === "table") {
        const sheet: Sheet = { name: own(attributes, "name") ?? "", rows: [] };
        count();
        sheets.push(sheet);
        row = { at: 0, cells: [], times: 0 };
        if (!found && (wanted === "" || sheet.name === wanted)) found = sheet;
        else if (found) reading = false;
      }
      if (!found || !reading) return;
      if (tag === "table-row") {
        count();
        row = { at: row.at + row.times, cells: [], times: times(attributes, "number-rows-repeated") };
        column = 0;
      } else if (tag === "table-cell" || tag === "covered-table-cell") cell = { attributes, column, lines: [] };
      else if (tag === "annotation") note++;
      else if (note > 0) return;
      else if ((tag === "p" || tag === "line-break") && cell) {
        count();
        cell.lines.push("");
      } else if (tag === "s" && cell && cell.lines.length > 0) {
        const spaces = " ".repeat(Math.min(1_000, times(attributes, "c")));
        count(textWeight(spaces));
        cell.lines[cell.lines.length - 1] += spaces;
      }
    },
    close(name) {
      const tag = localName(name);
      if (!found || !reading) return;
      if (tag === "annotation") note--;
      if (tag === "table-row" && row.cells.length > 0) {
        count(row.cells.length * (row.times - 1));
        for (let n = 0; n < row.times; n++) found.rows.push({ at: row.at + n, cells: row.cells });
      }
      if ((tag !== "table-cell" && tag !== "covered-table-cell") || !cell) return;
      const value = cellValue(cell.attributes, cell.lines.join("\n"));
      const repeated = times(cell.attributes, "number-columns-repeated");
      for (let n = 0; value !== undefined && value !== "" && n < repeated && column + n < MOST_COLUMNS; n++) {
        count();
        row.cells.push([column + n, value]);
      }
      column += repeated;
      cell = undefined;
    },
    text(text) {
      const last = (cell?.lines.length ?? 0) - 1;
      if (cell && note === 0 && last >= 0) cell.lines[last] += text;
    },
  });
  return sheets;
}

/** One sheet of an .ods file: by name, or the first. Throws user errors for what is no such file. */
export async function readOds(file: Buffer, sheet: string): Promise<Sheet> {
  const content = readZip(file).find((entry) => entry.name === "content.xml");
  if (!content)
    throw userError("The file is not an OpenDocument spreadsheet.", { field: "file", fix: "Choose the format that it really has." });
  return chosen(await sheetsOf(new TextDecoder().decode(await content.read()), sheet), sheet);
}

function cellXml(value: Cell): string {
  if (typeof value === "number")
    return `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  if (typeof value === "boolean")
    return `<table:table-cell office:value-type="boolean" office:boolean-value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  if (value instanceof Date)
    return `<table:table-cell office:value-type="date" office:date-value="${value.toISOString().replace(/\.\d+Z$/, "")}"/>`;
  const lines = value.split(/\r?\n/).map((line) => `<text:p>${escapeXml(line)}</text:p>`);
  return `<table:table-cell office:value-type="string">${lines.join("")}</table:table-cell>`;
}

function* rowsXml({ rows }: Sheet): Generator<string> {
  for (const { cells } of rows) {
    yield "<table:table-row>";
    let next = 0;
    for (const [column, value] of cells) {
      if (column > next) yield `<table:table-cell table:number-columns-repeated="${column - next}"/>`;
      yield cellXml(value);
      next = column + 1;
    }
    yield cells.length === 0 ? "<table:table-cell/></table:table-row>" : "</table:table-row>";
  }
}

/** An .ods file with one sheet. */
export async function writeOds(sheet: Sheet): Promise<Buffer> {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const manifest = `${head}<manifest:manifest xmlns:manifest="${NAMES}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${MEDIA}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
  const content = `${head}<office:document-content xmlns:office="${NAMES}:office:1.0" xmlns:table="${NAMES}:table:1.0" xmlns:text="${NAMES}:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="${escapeXml(sheet.name || "Sheet")}">${await joined(rowsXml(sheet))}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const texts = { mimetype: MEDIA, "META-INF/manifest.xml": manifest, "content.xml": content };
  return await writeZip(Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text), stored: name === "mimetype" })));
}
