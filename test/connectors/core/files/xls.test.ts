import { describe, expect, it } from "vitest";
import { openCompound } from "../../../../connectors/core/files/compound-file.ts";
import { sheetItems } from "../../../../connectors/core/files/sheet.ts";
import { readXls } from "../../../../connectors/core/files/xls-read.ts";
import { compound, EOF, f64, manyEntries, record, text, u16, u32, workbook } from "../../../helpers/xls-file.ts";

const rows = (file: Buffer, sheet = "") =>
  [...sheetItems(readXls(file, sheet).rows, { header: false, range: "", emptyCells: true, asText: false, dates: "text" })].map(
    ({ row }) => row,
  );
const label = (row: number, column: number, index: number): Buffer => record(0x00fd, u16(row, column, 0), u32(index));
const sst = (...texts: string[]): Buffer => record(0x00fc, u32(texts.length), u32(texts.length), ...texts.map((one) => text(one)));
const CONTINUE = 0x003c;

describe("workbooks of Excel 97 to 2003", () => {
  it("hold texts, numbers in each of their notations, yes and no, and results of formulas", () => {
    const sheet = [
      label(0, 0, 0),
      label(0, 1, 1),
      record(0x0203, u16(1, 0, 0), f64(1.25)),
      record(0x027e, u16(1, 1, 0), u32((1234 << 2) | 2 | 1)),
      record(0x00bd, u16(2, 0), u16(0), u32((-7 << 2) | 2), u16(0), u32(f64(0.5).readUInt32LE(4)), u16(1)),
      record(0x0205, u16(3, 0, 0), [1, 0]),
      record(0x0205, u16(3, 1, 0), [7, 1]),
      record(0x0006, u16(4, 0, 0), f64(9), Buffer.alloc(8)),
      record(0x0006, u16(4, 1, 0), [0, 0, 0, 0, 0, 0, 0xff, 0xff], Buffer.alloc(8)),
      record(0x0207, text("result")),
      record(0x0006, u16(5, 0, 0), [1, 0, 1, 0, 0, 0, 0xff, 0xff], Buffer.alloc(8)),
      record(0x0204, u16(5, 1, 0), text("Łódź")),
    ];
    expect(rows(workbook([sst("Ann", "niño €")], sheet))).toEqual([
      ["Ann", "niño €"],
      [1.25, 12.34],
      [-7, 0.5],
      [true, ""],
      [9, "result"],
      [true, "Łódź"],
    ]);
  });
  it("hold dates by the format of their cells, and by either count of days", () => {
    const formats = [
      record(0x041e, u16(164), text("yyyy\\-mm\\-dd")),
      record(0x00e0, u16(0, 0), Buffer.alloc(16)),
      record(0x00e0, u16(0, 164), Buffer.alloc(16)),
      record(0x00e0, u16(0, 14), Buffer.alloc(16)),
    ];
    const sheet = [0, 1, 2].map((style) => record(0x0203, u16(0, style, style), f64(46173.5)));
    expect(rows(workbook(formats, sheet))).toEqual([[46173.5, "2026-05-31T12:00:00", "2026-05-31T12:00:00"]]);
    expect(rows(workbook([record(0x0022, u16(1)), ...formats], sheet))[0]).toContain("2030-06-01T12:00:00");
  });
  it("hold texts that are cut over records, with formats and further data of their own", () => {
    // Cut within the signs, which are narrow before and wide after.
    const cut = Buffer.concat([
      record(0x00fc, u32(2), u32(2), u16(6), [0], Buffer.from("abc")),
      record(CONTINUE, [1], Buffer.from("dé€", "utf16le"), u16(2), [8 | 4], u16(1), u32(3), Buffer.from("xy"), Buffer.alloc(4)),
      record(CONTINUE, Buffer.alloc(3)),
    ]);
    expect(rows(workbook([cut], [label(0, 0, 0), label(0, 1, 1)]))).toEqual([["abcdé€", "xy"]]);
  });
  it("say why they can't be read", () => {
    const fault = (file: Buffer, sheet = ""): string => {
      try {
        return JSON.stringify(rows(file, sheet));
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    expect(fault(workbook([record(0x002f, u16(1))], []))).toBe("The Excel file is locked with a password.");
    expect(fault(compound(Buffer.alloc(10), "EncryptedPackage"))).toBe("The Excel file is locked with a password.");
    expect(fault(workbook([], [], 0x0500))).toBe("The file is from an Excel of before 1997.");
    expect(fault(compound(Buffer.alloc(10), "WordDocument"))).toMatch(/not an Excel workbook/);
    expect(fault(workbook([], []), "Nope")).toBe("The file has no sheet called 'Nope'.");
    expect(fault(workbook([sst("a").subarray(0, 9)], []))).toBe("The Excel file is damaged.");
    expect(fault(workbook([record(0x00fc, u32(1), u32(4_000_000_000), u16(9), [0], [65])], []))).toBe("The Excel file is damaged.");
    expect(fault(workbook([], [record(0x0203, u16(0, 0))]))).toBe("The Excel file is damaged.");
  });
  it("refuse chains of sectors that run in circles or out of the file", () => {
    const circle = workbook([], [EOF]);
    circle.writeUInt32LE(2, 512 + 2 * 4);
    expect(() => readXls(circle, "")).toThrow(/can't be put together/);
    const out = workbook([], [EOF]);
    out.writeUInt32LE(90_000, 512 + 2 * 4);
    expect(() => readXls(out, "")).toThrow(/can't be put together/);
    expect(() => readXls(workbook([], []).subarray(0, 600), "")).toThrow(/can't be put together/);
  });
  it("put together only the stream that is read, though every entry claims the whole file", () => {
    const file = openCompound(manyEntries(200, 2_000));
    const before = process.memoryUsage().external;
    expect(file.has("199")).toBe(true);
    expect(file.read("5")).toHaveLength(2_000 * 512);
    expect(process.memoryUsage().external - before).toBeLessThan(50_000_000);
    expect(() => ["6", "7"].map((name) => file.read(name))).toThrow(/can't be put together/);
  });
});
