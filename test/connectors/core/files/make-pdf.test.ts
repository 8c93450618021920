import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { extractFromFileAction } from "../../../../connectors/core/actions/extract-from-file.ts";
import { makePdfAction } from "../../../../connectors/core/actions/make-pdf.ts";
import type { Item, JsonObject } from "../../../../electron/shared/model/item.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";
import { itemsOf, runStep } from "../../../helpers/step-context.ts";

const blobs = memoryBlobs();
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

const make = (params: JsonObject, items: Item[]) => runStep(makePdfAction, { params, items, blobs, now: Date.UTC(2026, 0, 1) });
async function read(items: Item[]) {
  const { outputs } = await runStep(extractFromFileAction, { params: { format: "pdf", joinPages: false }, items, blobs });
  return outputs[0]?.[0]?.json as { numpages: number; text: string[]; info: { Title?: string } };
}

const invoice = {
  number: "2026-014",
  lines: [
    { what: "Roof repair, niño", hours: 12, price: "1.250,00 €" },
    { what: "Gutter", hours: 2.5, price: "180,00 €" },
  ],
};
const params = {
  title: "Invoice 2026-014",
  intro: "Ann Lee\nCalle Ñ 5\n\nThank you for your order.",
  rows: "lines",
  columns: [{ key: "what", title: "Work", weight: 3 }, { key: "hours" }, { key: "price", title: "Price", align: "right" }],
  totals: [{ label: "Total", value: "1.430,00 €" }],
  closing: "Payable within 14 days.",
  footer: "Roofs & Co",
  fileName: "../Invoice 1.pdf",
};

describe("core.make_pdf", () => {
  it("holds title, paragraphs, rows, sums and the page's number, and goes along with the item", async () => {
    const { outputs } = await make(params, itemsOf(invoice));
    const [item] = outputs[0] ?? [];
    expect(item).toMatchObject({ json: invoice, binary: { data: { fileName: "Invoice 1.pdf", mimeType: "application/pdf" } } });
    const { numpages, text, info } = await read(outputs[0] ?? []);
    expect(numpages).toBe(1);
    expect(info.Title).toBe("Invoice 2026-014");
    const words = text[0]?.replace(/\s+/g, " ");
    for (const part of [
      "Invoice 2026-014",
      "Calle Ñ 5",
      "Work hours Price",
      "Roof repair, niño 12 1.250,00 €",
      "Total 1.430,00 €",
      "Payable within 14 days.",
      "Roofs & Co",
      "1 / 1",
    ])
      expect(words).toContain(part);
  });
  it("goes on over pages, the names of the columns on each", async () => {
    const items = itemsOf(...Array.from({ length: 120 }, (_, n) => ({ no: n, job: `Job number ${n}` })));
    const { outputs } = await make({ per: "all", title: "Jobs", footer: "x" }, items);
    expect(outputs[0]?.[0]?.source).toHaveLength(120);
    const { numpages, text } = await read(outputs[0] ?? []);
    expect(numpages).toBeGreaterThan(2);
    for (const [n, page] of text.entries()) {
      expect(page).toMatch(/no\s*job/);
      expect(page).toContain(`${n + 1} / ${numpages}`);
    }
    expect(text.join("\n").match(/Job number/g)).toHaveLength(120);
  });
  it("takes a logo of the item", async () => {
    const logo = await blobs.put(PIXEL, { fileName: "l.png" });
    const { outputs } = await make({ title: "x", logo: "logo" }, [{ json: {}, binary: { logo } }]);
    expect((await read(outputs[0] ?? [])).text[0]).toContain("x");
  });
  it("refuses pictures that unpack without end, or are larger than a page can show", async () => {
    const png = (width: number, data: Buffer): Buffer => {
      const chunk = (type: string, body: Buffer): Buffer => {
        const size = Buffer.alloc(4);
        size.writeUInt32BE(body.length);
        return Buffer.concat([size, Buffer.from(type), body, Buffer.alloc(4)]);
      };
      const head = Buffer.alloc(13);
      head.writeUInt32BE(width, 0);
      head.writeUInt32BE(width, 4);
      return Buffer.concat([PIXEL.subarray(0, 8), chunk("IHDR", head), chunk("IDAT", data)]);
    };
    const failure = async (picture: Buffer) => {
      const logo = await blobs.put(picture, { fileName: "l.png" });
      return (await make({ logo: "logo" }, [{ json: {}, binary: { logo } }])).failures[0]?.failure;
    };
    expect(await failure(png(10, deflateSync(Buffer.alloc(100_000_000))))).toMatchObject({
      field: "logo",
      message: expect.stringContaining("would unpack") as unknown,
    });
    expect(await failure(png(20_000, Buffer.alloc(10)))).toMatchObject({ field: "logo", message: "The picture has 20000 × 20000 points." });
  });
  it.each([
    ["a sign that the font does not have", { title: "Łódź" }, { field: "font", message: "The built-in font has no 'Ł'." }],
    ["rows that are no list", { rows: "number" }, { field: "rows", message: "'number' is no list." }],
    ["rows that are not there", { rows: "nope" }, { field: "rows", message: "The item has no field 'nope'." }],
    ["a picture that is none", { logo: "bad" }, { field: "logo", message: "The logo can't be read." }],
    ["a font that is none", { font: "bad" }, { field: "font", message: "The font can't be read." }],
    ["a file that is not there", { logo: "other" }, { field: "logo", message: "The item has no file in 'other'." }],
  ])("refuses %s, by its field", async (_what, more, failure) => {
    const bad = await blobs.put(Buffer.from("nonsense that is neither"), { fileName: "b" });
    const { failures, outputs } = await make(more, [{ json: invoice, binary: { bad } }, ...itemsOf(invoice)].slice(0, 1));
    expect(failures[0]?.failure).toMatchObject(failure);
    expect(outputs[0]).toEqual([]);
  });
});
