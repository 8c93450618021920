import { describe, expect, it } from "vitest";
import { shapeLines, shapeOf } from "../../../renderer/ui/data/schema-lines.ts";
import { itemLines } from "../../../renderer/ui/data/value-lines.ts";
import { sizeText, valueText } from "../../../renderer/ui/data/value-text.ts";

const words = {
  item: (number: number) => `Item ${number}`,
  entries: (count: number) => `${count} entries`,
  fields: (count: number) => `${count} fields`,
  file: ({ fileName }: { fileName?: string | undefined }) => fileName ?? "",
};
const closed = new Map<string, boolean>();

describe("items as a tree", () => {
  const item = {
    json: { name: "Ana", tags: ["a", "b"], address: { city: "Bristol" } },
    binary: { photo: { mimeType: "image/png", fileName: "roof.png" } },
  };

  it("shows a short list open, its fields with their paths, its files last", () => {
    const lines = itemLines([item], 0, closed, words);
    expect(lines.map(({ label }) => label)).toEqual(["Item 1", "name", "tags", "address", "photo"]);
    expect(lines[1]).toMatchObject({ text: "Ana", path: ["name"], depth: 1 });
    expect(lines.at(-1)).toMatchObject({ kind: "file", text: "roof.png" });
  });

  it("opens what was opened and keeps the path through lists", () => {
    const lines = itemLines([item], 0, new Map([["0/tags", true]]), words);
    expect(lines.find(({ label }) => label === "1")).toMatchObject({ text: "b", path: ["tags", 1] });
  });

  it("counts items from where the page begins", () => {
    expect(itemLines([item], 100, closed, words)[0]?.label).toBe("Item 101");
  });

  it("folds a long text open into lines, nothing lost", () => {
    const long = `${"x".repeat(300)}\nend`;
    const lines = itemLines([{ json: { long } }], 0, new Map([["0/long", true]]), words);
    expect(
      lines
        .slice(2)
        .map(({ text }) => text)
        .join(""),
    ).toBe(long.replace("\n", ""));
  });

  it("lays out 10,000 items within a frame or two", () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      json: { id: index, name: `Customer ${index}`, address: { city: "Bristol" } },
    }));
    itemLines(items.slice(0, 100), 0, closed, words);
    const start = performance.now();
    const lines = itemLines(items, 0, closed, words);
    const took = performance.now() - start;
    expect(lines.length).toBeGreaterThan(10_000);
    expect(took).toBeLessThan(250);
  });
});

describe("items as a schema", () => {
  const say = { kind: (kind: string) => kind, mixed: "mixed", sometimes: "sometimes" };

  it("says each field's kind, and which are not always there", () => {
    const shape = shapeOf([{ json: { id: 1, name: "Ana" } }, { json: { id: "2" } }, { json: { id: 3, name: null } }]);
    const lines = shapeLines(shape, closed, say);
    expect(lines.map(({ label, note }) => [label, note])).toEqual([
      ["id", "mixed"],
      ["name", "text, sometimes"],
    ]);
  });

  it("looks into lists of objects", () => {
    const shape = shapeOf([{ json: { lines: [{ sku: "A" }, { sku: "B", count: 2 }] } }]);
    const lines = shapeLines(shape, closed, say);
    expect(lines.find(({ label }) => label === "count")).toMatchObject({ path: ["lines", 0, "count"], note: "number, sometimes" });
  });
});

describe("values in one line", () => {
  it("shows the first fields of objects and cuts what is long", () => {
    expect(valueText({ a: 1, b: { c: 2 } })).toBe("{a: 1, b: {…}}");
    expect(valueText(["x", [1]])).toBe("[x, […]]");
    expect(valueText("y".repeat(500))).toHaveLength(201);
    expect(valueText(null)).toBe("null");
  });

  it("writes sizes as people do", () => {
    expect(sizeText(999, "en")).toBe("999 byte");
    expect(sizeText(12_400, "en")).toBe("12.4 kB");
  });
});
