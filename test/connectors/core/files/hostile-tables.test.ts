import { describe, expect, it } from "vitest";
import { convertToFileAction } from "../../../../connectors/core/actions/convert-to-file.ts";
import { readCsv } from "../../../../connectors/core/files/csv-read.ts";
import { columnsOf } from "../../../../connectors/core/files/csv-write.ts";
import { readHtmlTable } from "../../../../connectors/core/files/html-table.ts";
import { readOds } from "../../../../connectors/core/files/ods.ts";
import { type SheetRow, sheetItems } from "../../../../connectors/core/files/sheet.ts";
import { readXlsx } from "../../../../connectors/core/files/xlsx-read.ts";
import { writeZip } from "../../../../connectors/core/files/zip.ts";
import type { Item, JsonObject } from "../../../../electron/shared/model/item.ts";
import { longestHold } from "../../../helpers/longest-hold.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";
import { itemsOf, runStep } from "../../../helpers/step-context.ts";

const zip = (files: Record<string, string>): Promise<Buffer> =>
  writeZip(Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text), stored: true })));
const workbook = (sheet: string, texts: string): Promise<Buffer> =>
  zip({
    "_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></R>',
    "xl/workbook.xml": '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></R>',
    "xl/s.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    "xl/t.xml": `<sst>${texts}</sst>`,
  });
const options = { header: true, range: "", emptyCells: false, asText: false, dates: "text" } as const;
const rowsAsJson = (rows: readonly SheetRow[], more: Partial<Parameters<typeof sheetItems>[1]> = {}): JsonObject[] => [
  ...sheetItems(rows, { ...options, ...more }),
];
const TOO_MUCH = /more than 5,000,000 cells/;
const MANY = 5_000_001;

describe("tables that hold nothing, but without end", () => {
  it("are refused for their rows in a web page, and others get turns meanwhile", async () => {
    const html = `<table>${"<tr>".repeat(MANY)}`;
    const held = await longestHold(async () => {
      await expect(readHtmlTable(html)).rejects.toThrow(TOO_MUCH);
    });
    expect(held).toBeLessThan(1_000);
  });
  it("are refused for their sheets in an .ods file", async () => {
    await expect(readOds(await zip({ "content.xml": `<d>${"<table/>".repeat(MANY)}</d>` }), "")).rejects.toThrow(TOO_MUCH);
  });
  it("are refused for the spaces and lines of a cell in an .ods file", async () => {
    const file = (inside: string) =>
      zip({ "content.xml": `<table><table-row><table-cell><p>${inside}</p></table-cell></table-row></table>` });
    await expect(readOds(await file('<s c="1000"/>'.repeat(320_000)), "")).rejects.toThrow(TOO_MUCH);
    expect((await readOds(await file('a<s c="2"/>b'), "")).rows[0]?.cells).toEqual([[0, "a  b"]]);
  });
  it("are refused for their shared texts in an .xlsx file", async () => {
    await expect(readXlsx(await workbook('<row r="1"><c r="A1"><v>1</v></c></row>', "<si/>".repeat(MANY)), "")).rejects.toThrow(TOO_MUCH);
  });
});

describe("tables that grow when they become items", () => {
  it("are refused where few cells span many columns and rows", () => {
    const rows: SheetRow[] = Array.from({ length: 2_000 }, (_, at) => ({
      at,
      cells:
        at === 0
          ? [
              [0, 1],
              [16_383, 1],
            ]
          : [[0, 1]],
    }));
    expect(() => rowsAsJson(rows, { header: false })).toThrow(TOO_MUCH);
    expect(() => rowsAsJson(rows, { emptyCells: true })).toThrow(TOO_MUCH);
    expect(rowsAsJson(rows, { header: false, range: "A1:C2000" })).toHaveLength(2_000);
    expect(rowsAsJson(rows)).toHaveLength(1_999);
  });
  it("are refused where one long text or name stands in many cells", () => {
    const long = "x".repeat(1_000_000);
    const rows = (name: string, value: string): SheetRow[] => [
      { at: 0, cells: [[0, name]] },
      ...Array.from({ length: 400 }, (_, n): SheetRow => ({ at: n + 1, cells: [[0, value]] })),
    ];
    expect(() => rowsAsJson(rows("name", long))).toThrow(TOO_MUCH);
    expect(() => rowsAsJson(rows(long, "value"))).toThrow(TOO_MUCH);
  });
  it("are refused as CSV by their columns, and by what would be filled up", async () => {
    const read = async (text: string): Promise<number> => {
      const file = (async function* () {
        yield Buffer.from(text);
      })();
      let count = 0;
      const csv = { encoding: "utf-8", delimiter: ",", header: true, ragged: "pad", skipLines: 0 } as const;
      for await (const page of readCsv(file, csv)) count += page.length;
      return count;
    };
    await expect(read(`${",".repeat(2_000_000)}\n1\n2\n`)).rejects.toThrow(/2,000,001 values; a table has at most 16,384 columns/);
    await expect(read(`a,b\n1,2\n${",".repeat(20_000)}\n`)).rejects.toThrow(/Line 3 has 20,001 values/);
    await expect(read(`${",".repeat(10_000)}\n${"1\n".repeat(600)}`)).rejects.toThrow(TOO_MUCH);
    expect(await read(`${",".repeat(10_000)}\n${"1\n".repeat(50)}`)).toBe(50);
  });
});

describe("tables that are written", () => {
  const blobs = memoryBlobs();
  const text = async (params: JsonObject, items: JsonObject[]): Promise<string> => {
    const { outputs } = await runStep(convertToFileAction, { params, items: itemsOf(...items), blobs });
    const binary = outputs[0]?.[0]?.binary?.data;
    return binary ? Buffer.from(await blobs.bytes(binary)).toString() : "";
  };
  it.each([true, false])("run no formula when a spreadsheet opens the web page (cells marked: %s)", async (marked) => {
    const formula = "=cmd|' /C calc'!A0";
    const html = await text({ format: "html", marked }, [{ a: formula, b: "-3", c: -3 }]);
    expect(html).not.toContain(">=cmd");
    expect(html).toContain(">'=cmd|");
    expect(html).toMatch(/>-3<.*>-3</);
    if (marked) expect((await readHtmlTable(html)).rows[1]?.cells[0]).toEqual([0, formula]);
    expect(await text({ format: "html", marked, escapeFormulas: false }, [{ a: formula }])).toContain(">=cmd");
  });
  it("are JSON as one text would be, in pieces", async () => {
    const items = [{ a: "x\ny", b: { c: [1, {}] } }, {}, { d: [] }];
    expect(await text({ format: "json", indent: true }, items)).toBe(JSON.stringify(items, null, 2));
    expect(await text({ format: "json", indent: false }, items)).toBe(JSON.stringify(items));
  });
  it("are refused where few values make a table of many cells", async () => {
    const items = Array.from({ length: 2_300 }, (_, n) => ({ [`f${n}`]: 1 }));
    await expect(text({ format: "html" }, items)).rejects.toThrow(/2300 columns and 2301 rows/);
  });
  it("have their columns looked for while others get turns", async () => {
    const page: Item[] = Array.from({ length: 500 }, (_, n) => ({ json: { [`f${n % 7}`]: 1 } }));
    function* pages(): Generator<Item[]> {
      for (let n = 0; n < 10_000; n++) yield page;
    }
    let turns = 0;
    let on = true;
    const others = (): void => {
      turns++;
      if (on) setImmediate(others);
    };
    setImmediate(others);
    expect(await columnsOf(pages())).toHaveLength(7);
    on = false;
    expect(turns).toBeGreaterThan(0);
  });
});
