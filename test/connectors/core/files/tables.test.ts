import { describe, expect, it } from "vitest";
import { convertToFileAction } from "../../../../connectors/core/actions/convert-to-file.ts";
import { extractFromFileAction } from "../../../../connectors/core/actions/extract-from-file.ts";
import { writeZip } from "../../../../connectors/core/files/zip.ts";
import type { JsonObject } from "../../../../electron/shared/model/item.ts";
import { corpusThere, readCorpus } from "../../../helpers/corpus.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";
import { itemsOf, jsons, runStep } from "../../../helpers/step-context.ts";

const blobs = memoryBlobs();
const stored = (data: string | Uint8Array, fileName: string) => blobs.put(Buffer.from(data as Uint8Array), { fileName });

/** What a file becomes; a failed item throws. */
async function extract(data: string | Uint8Array, fileName: string, params: JsonObject = {}): Promise<JsonObject[]> {
  const items = [{ json: {}, binary: { data: await stored(data, fileName) } }];
  const { outputs, failures } = await runStep(extractFromFileAction, { params, items, blobs });
  if (failures[0]) throw Object.assign(new Error(failures[0].failure.message), { failure: failures[0].failure });
  return jsons(outputs[0]);
}
async function convert(params: JsonObject, ...items: JsonObject[]) {
  const { outputs, failures } = await runStep(convertToFileAction, { params, items: itemsOf(...items), blobs });
  const binary = outputs[0]?.[0]?.binary?.data;
  const bytes = binary ? Buffer.from(await blobs.bytes(binary)) : Buffer.alloc(0);
  return { binary, bytes, text: bytes.toString(), failures, count: outputs[0]?.length };
}

const rows = [
  { name: 'Ann, "Lee"', amount: 1250.5, paid: true, note: "ü\nx" },
  { name: "<Ben> & co", amount: -3, paid: false, note: "=1+1" },
];

describe("tables", () => {
  it.each(["xlsx", "ods", "html"] as const)("%s: what is written is read again, with its types", async (format) => {
    const { bytes, binary } = await convert({ format, marked: true }, ...rows);
    expect(binary?.fileName).toBe(`File.${format}`);
    const read = await extract(bytes, `a.${format}`);
    const expected = format === "html" ? rows.map((row) => ({ ...row, note: row.note.replace("\n", " ") })) : rows;
    expect(format === "html" ? read.map((row) => ({ ...row, note: String(row.note).replace("\n", " ") })) : read).toEqual(expected);
  });
  it("rtf: what is written is read again, as text", async () => {
    const { bytes } = await convert({ format: "rtf" }, { a: "x {y} \\z", b: "€ü", c: 1 });
    expect(await extract(bytes, "a.rtf")).toEqual([{ a: "x {y} \\z", b: "€ü", c: "1" }]);
  });
  it("csv: quotes, breaks and formulas are safe; yes and no as spreadsheets write them", async () => {
    const { text } = await convert({ format: "csv" }, ...rows);
    expect(text).toBe('name,amount,paid,note\n"Ann, ""Lee""",1250.5,TRUE,"ü\nx"\n<Ben> & co,-3,FALSE,\'=1+1');
    expect((await convert({ format: "csv", bom: true, header: false }, { a: 1 })).text).toBe("\ufeff1");
  });
  it("csv: an encoding that lacks a sign is named, and no file is made", async () => {
    const made = convert({ format: "csv", encoding: "latin1" }, { a: "日" });
    await expect(made).rejects.toMatchObject({ failure: { field: "encoding" } });
  });
  it("fields of fields get dotted names, and columns are all that any item has", async () => {
    const { text } = await convert({ format: "csv" }, { a: { b: 1, c: [2] } }, { d: null });
    expect(text).toBe("a.b,a.c.0,d\n1,2,\n,,");
  });
  it("a field called __proto__ is a column like any other", async () => {
    const item = JSON.parse('{"__proto__": 5, "a": 1}') as JsonObject;
    for (const format of ["csv", "xlsx", "ods", "html"]) {
      const { bytes } = await convert({ format }, item);
      const [read] = await extract(bytes, `a.${format}`);
      expect(Object.keys(read ?? {}).sort(), format).toEqual(["__proto__", "a"]);
    }
  });
  it("takes the sheet, range and header asked for", async () => {
    const { bytes } = await convert({ format: "xlsx", sheet: "Jobs" }, { a: 1, b: 2, c: 3 }, { a: 4, b: 5, c: 6 });
    expect(await extract(bytes, "a.xlsx", { sheet: "Jobs", range: "B1:C2" })).toEqual([{ b: 2, c: 3 }]);
    expect(await extract(bytes, "a.xlsx", { header: false, range: "A2:B3" })).toEqual([{ row: [1, 2] }, { row: [4, 5] }]);
    await expect(extract(bytes, "a.xlsx", { sheet: "Nope" })).rejects.toMatchObject({
      failure: { field: "sheet", fix: "Its sheets are 'Jobs'." },
    });
    await expect(extract(bytes, "a.xlsx", { range: "B2:A1" })).rejects.toMatchObject({ failure: { field: "range" } });
  });
  it("empty cells are kept or left out as asked", async () => {
    const { bytes } = await convert({ format: "xlsx" }, { a: 1, b: null, c: 3 });
    expect(await extract(bytes, "a.xlsx")).toEqual([{ a: 1, b: "", c: 3 }]);
    expect(await extract(bytes, "a.xlsx", { emptyCells: false })).toEqual([{ a: 1, c: 3 }]);
  });
  it("csv: typed values keep codes with leading zeros; a range works as in a sheet", async () => {
    const csv = 'zip,n,ok\n01234,"1,250.5",TRUE\n';
    expect(await extract(csv, "a.csv", { values: "typed" })).toEqual([{ zip: "01234", n: 1250.5, ok: true }]);
    expect(await extract("A,B\n1,2\n", "a.csv", { range: "A2", values: "typed", header: false })).toEqual([{ row: [1] }]);
  });
  it("csv in the encoding of an older Windows program", async () => {
    const { bytes } = await convert({ format: "csv", encoding: "windows-1250" }, { name: "Łódź" });
    expect(bytes.toString("latin1")).not.toContain("?");
    expect(await extract(bytes, "a.csv", { encoding: "windows-1250" })).toEqual([{ name: "Łódź" }]);
    expect((await convert({ format: "text", source: "a", encoding: "latin1" }, { a: "日" })).failures[0]?.failure).toMatchObject({
      field: "encoding",
    });
    await expect(extract("a", "a.txt", { encoding: "klingon" })).rejects.toMatchObject({ failure: { field: "encoding" } });
  });
  it("dates of a sheet are days and times, not numbers, unless asked for", async () => {
    const { bytes } = await convert({ format: "xlsx" }, {
      day: new Date("2026-05-31T00:00:00Z"),
      time: new Date("2026-05-31T13:45:30Z"),
    } as JsonObject);
    expect(await extract(bytes, "a.xlsx")).toEqual([{ day: "2026-05-31", time: "2026-05-31T13:45:30" }]);
    expect(await extract(bytes, "a.xlsx", { dates: "number" })).toMatchObject([{ day: 46173 }]);
  });
});

describe("tables that are not what they say", () => {
  const sheet = (xml: string) =>
    writeZip(
      Object.entries({
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": xml,
      }).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    );
  it("ragged CSV names its line", async () => {
    await expect(extract("a,b\n1,2\n3\n", "a.csv")).rejects.toThrow("Line 3 has 1 values, but there are 2 columns.");
  });
  it("a sheet with an entity bomb is refused before it grows", async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${"a".repeat(100)}"><!ENTITY b "${"&a;".repeat(100)}">]><worksheet>&b;</worksheet>`;
    await expect(extract(await sheet(bomb), "a.xlsx")).rejects.toThrow(/document type/);
  });
  it("a sheet that unpacks to gigabytes is refused at the limit", async () => {
    const bytes = await sheet(`<worksheet>${" ".repeat(40_000_000)}</worksheet>`);
    expect(bytes.length).toBeLessThan(100_000);
    await expect(extract(bytes, "a.xlsx")).rejects.toThrow(/would take the archive beyond/);
  });
  it("cells far outside of any sheet are refused", async () => {
    await expect(
      extract(await sheet('<worksheet><row r="99999999"><c r="A99999999"><v>1</v></c></row></worksheet>'), "a.xlsx"),
    ).rejects.toThrow(/outside of what a spreadsheet can hold/);
  });
  it("a row repeated a million times in an ODS file is refused by its number of cells", async () => {
    const cells = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/>';
    const xml = `<d xmlns:table="t" xmlns:office="o"><table:table table:name="S"><table:table-row table:number-rows-repeated="1000000">${cells}</table:table-row></table:table></d>`;
    await expect(extract(await writeZip([{ name: "content.xml", bytes: Buffer.from(xml) }]), "a.ods")).rejects.toThrow(
      /more than 5,000,000 cells/,
    );
  });
  it("a broken Excel file of either kind is told apart from another file", async () => {
    await expect(extract(Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "a.xls")).rejects.toThrow(/can't be put together/);
    await expect(extract("PK nonsense that is no archive at all", "a.xlsx")).rejects.toThrow(/table of contents/);
    await expect(extract(await writeZip([{ name: "x", bytes: Buffer.from("x") }]), "a.xlsx")).rejects.toThrow(
      "The file is not an Excel workbook.",
    );
  });
  it("a web page called .xls, as many programs export it, is read", async () => {
    expect(await extract("<table><tr><td>a</td></tr><tr><td>1</td></tr></table>", "a.xls")).toEqual([{ a: 1 }]);
  });
  it("a missing file names those that are there", async () => {
    const items = [{ json: {}, binary: { other: await stored("x", "a.txt") } }];
    const { failures } = await runStep(extractFromFileAction, { items, blobs });
    expect(failures[0]?.failure).toMatchObject({ message: "The item has no file in 'data'.", fix: "It has other.", field: "file" });
  });
});

interface Recorded {
  run: { nodes: Record<string, [{ outputs: [[{ binary: { data: { data: string; fileName: string } } }]] }]> };
}
describe.skipIf(!corpusThere)("workbooks that another program has written", () => {
  const nodes = (): Recorded["run"]["nodes"] => (readCorpus("given/cases/files-convert-extract.json") as Recorded).run.nodes;
  it.each(["Convert to File5", "Convert to File6", "Convert to File8"])("%s is read with its types", async (name) => {
    const file = nodes()[name]?.[0].outputs[0][0].binary.data;
    expect(await extract(Buffer.from(file?.data ?? "", "base64"), file?.fileName ?? "")).toEqual([
      { row_number: 2, country: "uk", browser: "firefox", session_duration: 1, visits: 1 },
    ]);
  });
});
