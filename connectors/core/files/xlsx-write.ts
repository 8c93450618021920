import { columnLetters, EPOCH_1900, type Sheet } from "./sheet.ts";
import { escapeXml, joined } from "./xml-scan.ts";
import { writeZip } from "./zip.ts";

const DAY = 86_400_000;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
const relations = (...all: string[]): string => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;

const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;
/** Style 1 is a date with its time. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`;

function* rowsXml({ rows }: Sheet): Generator<string> {
  for (const { at, cells } of rows) {
    yield `<row r="${at + 1}">`;
    for (const [column, value] of cells) {
      const place = `r="${columnLetters(column)}${at + 1}"`;
      if (typeof value === "number") yield `<c ${place}><v>${value}</v></c>`;
      else if (typeof value === "boolean") yield `<c ${place} t="b"><v>${value ? 1 : 0}</v></c>`;
      else if (value instanceof Date) yield `<c ${place} s="1"><v>${(value.getTime() - EPOCH_1900) / DAY}</v></c>`;
      // A text is never a formula here, whatever it begins with.
      else yield `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
    }
    yield "</row>";
  }
}

/** Excel takes no longer names, and none of these signs. */
export const sheetName = (name: string): string =>
  name
    .replace(/[\\/?*[\]:]/g, " ")
    .trim()
    .slice(0, 31) || "Sheet";

/** An .xlsx file with one sheet. */
export async function writeXlsx(sheet: Sheet): Promise<Buffer> {
  const workbook = `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escapeXml(sheetName(sheet.name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  const worksheet = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${await joined(rowsXml(sheet))}</sheetData></worksheet>`;
  const texts = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": workbook,
    "xl/_rels/workbook.xml.rels": relations(
      relation("rId1", "worksheet", "worksheets/sheet1.xml"),
      relation("rId2", "styles", "styles.xml"),
    ),
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": worksheet,
  };
  return await writeZip(Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}
