import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Action } from "#kit/action.ts";
import type { BlobAccess, ListContext, ListOutputs } from "#kit/context.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Binary, Item, JsonObject } from "#shared/model/item.ts";
import { readFileAction } from "../../../../connectors/core/actions/read-file.ts";
import { writeFileAction } from "../../../../connectors/core/actions/write-file.ts";
import { createFileAccess } from "../../../../electron/threads/file-access.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";

const root = mkdtempSync(join(tmpdir(), "file-steps-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

interface Stage {
  dir: string;
  blobs: BlobAccess;
  run(
    action: Action,
    params: JsonObject | ((item: Item) => JsonObject),
    items?: Item[],
    emit?: ListContext<unknown>["emit"],
  ): Promise<ListOutputs>;
  rows(params: JsonObject): Promise<JsonObject[]>;
  write(params: JsonObject | ((item: Item) => JsonObject), ...jsons: JsonObject[]): Promise<ListOutputs>;
  text(file: string): string;
}
const itemsOf = (jsons: JsonObject[]): Item[] => jsons.map((json) => ({ json }));

function stage(files: Record<string, string | Uint8Array> = {}): Stage {
  const dir = join(root, String(count++));
  mkdirSync(dir);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  const blobs = memoryBlobs();
  const access = createFileAccess({ folders: [dir], base: dir });
  const run: Stage["run"] = async (action, params, items = [{ json: {} }], emit) => {
    if (action.mode !== "list") throw new Error("not a list step");
    const context = {
      signal: new AbortController().signal,
      inputs: [
        { length: items.length, at: (n: number) => items[n], pages: () => [items], [Symbol.iterator]: () => items[Symbol.iterator]() },
      ],
      params: (index: number) => action.input.parse(typeof params === "function" ? params(items[index] ?? { json: {} }) : params),
      files: access,
      blobs,
      ...(emit ? { emit } : {}),
    };
    // Only what file steps use of a step's context.
    const result = await action.run(context as unknown as ListContext<unknown>);
    if ("wait" in result) throw new Error("waits");
    return result;
  };
  return {
    dir,
    blobs,
    run,
    async rows(params) {
      const { outputs, failures } = await run(readFileAction, params);
      if (failures?.[0]) throw new StepError(failures[0].failure);
      return [...(outputs[0] ?? [])].map((item) => item.json);
    },
    write: (params, ...jsons) => run(writeFileAction, params, itemsOf(jsons)),
    text: (file) => readFileSync(join(dir, file), "utf8"),
  };
}
const csv = (content: string | Uint8Array, params: JsonObject = {}) => stage({ "f.csv": content }).rows({ path: "f.csv", ...params });

describe("reading CSV", () => {
  it.each([
    [
      "commas",
      "a,b\n1,x\n2,y\n",
      [
        { a: "1", b: "x" },
        { a: "2", b: "y" },
      ],
    ],
    ["semicolons", 'a;b\n"1;5";x,y\n', [{ a: "1;5", b: "x,y" }]],
    ["tabs", "a\tb\n1\tx, y\n", [{ a: "1", b: "x, y" }]],
    ["a single column", "a\n1\n2\n", [{ a: "1" }, { a: "2" }]],
    ["quotes, breaks and doubled quotes", 'a,b\n"x\ny","say ""hi"""\n', [{ a: "x\ny", b: 'say "hi"' }]],
    [
      "Windows line ends and no last one",
      "a,b\r\n1,2\r\n3,4",
      [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
    ],
    ["a byte order mark", "\ufeffa,b\n1,2\n", [{ a: "1", b: "2" }]],
    ["empty lines", "a,b\n\n1,2\n\n", [{ a: "1", b: "2" }]],
    ["columns without a name, and with the same one", "a,,a\n1,2,3\n", [{ a: "1", column_2: "2", a_2: "3" }]],
    ["a header alone", "a,b\n", []],
    ["nothing", "", []],
  ])("with %s", async (_, content, expected) => {
    expect(await csv(content)).toEqual(expected);
  });

  it("finds out the encoding, and takes the one that is named", async () => {
    expect(await csv(Buffer.from("a,b\nMüller,€\n", "utf8"))).toEqual([{ a: "Müller", b: "€" }]);
    expect(await csv(Buffer.from("a\nM\xfcller \x80\n", "latin1"))).toEqual([{ a: "Müller €" }]);
    expect(await csv(Buffer.from("\ufeffa,b\nü,1\n", "utf16le"))).toEqual([{ a: "ü", b: "1" }]);
    expect(await csv(Buffer.from("a\nM\xfcller\n", "latin1"), { encoding: "latin1" })).toEqual([{ a: "Müller" }]);
    await expect(csv(Buffer.from("a\nM\xfcller\n", "latin1"), { encoding: "utf-8" })).rejects.toThrow(
      "The file is not UTF-8 text throughout.",
    );
  });
  it("reads without a header, from a line on, and so many rows", async () => {
    expect(await csv("1,2\n3,4\n", { header: false })).toEqual([
      { column_1: "1", column_2: "2" },
      { column_1: "3", column_2: "4" },
    ]);
    expect(await csv("Report 2024\n\na;b\n1;2\n3;4\n", { skipLines: 2, maxRows: 1 })).toEqual([{ a: "1", b: "2" }]);
  });
  it("refuses a row of another length by its line, or fills up without losing anything", async () => {
    const content = 'a,b\n1,2\n"x\ny",4\n5\n6,7,8\n';
    const error = await csv(content).catch((e: unknown) => e);
    expect(error).toMatchObject({
      message: "Line 5 has 1 values, but there are 2 columns.",
      failure: { kind: "user", item: 0, fix: expect.stringMatching(/Fill up/) },
    });
    expect(await csv(content, { ragged: "pad" })).toEqual([
      { a: "1", b: "2" },
      { a: "x\ny", b: "4" },
      { a: "5", b: "" },
      { a: "6", b: "7", column_3: "8" },
    ]);
  });
  it.each([
    ['a,b\n"1,2\n3,4\n', /never closed/],
    ['a,b\n"1"x,2\n', /goes on after its closing quote/],
    ['a,b\n1 "x",2\n', /in the middle of a value/],
  ])("%j is refused with the way out", async (content, message) => {
    const error = await csv(content).catch((e: unknown) => e);
    expect(error).toMatchObject({ failure: { kind: "user", fix: expect.stringMatching(/quote/) } });
    expect(String(error)).toMatch(message);
  });
  it("takes names of prototypes for names like any other", async () => {
    const rows = await csv("__proto__,constructor,toString\nevil,1,2\n");
    expect(Object.keys(rows[0] ?? {})).toEqual(["__proto__", "constructor", "toString"]);
    expect(JSON.stringify(rows[0])).toBe('{"__proto__":"evil","constructor":"1","toString":"2"}');
    expect(({} as JsonObject)["evil"]).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
  it("hands rows on page by page in bounded memory", async () => {
    const s = stage();
    const file = join(s.dir, "large.csv");
    const line = `${"customer with a name,".repeat(4)}x\n`;
    writeFileSync(file, `a,b,c,d,e\n${line.repeat(400_000)}`);
    let rows = 0;
    let most = 0;
    const before = process.memoryUsage().rss;
    const { outputs } = await s.run(readFileAction, { path: "large.csv" }, undefined, async (_port, items) => {
      rows += items.length;
      if (rows % 50_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    });
    expect(rows).toBe(400_000);
    expect(outputs[0]).toHaveLength(0);
    expect(most).toBeLessThan(200 * 1024 * 1024);
  });
});

describe("reading other files", () => {
  it("by the name's ending: JSON, text, or unread", async () => {
    const s = stage({ "a.json": '\ufeff[{"a":1},2]', "b.json": '{"b":[1]}', "c.TXT": "hi\n", "d.pdf": new Uint8Array([1, 2, 3]) });
    expect(await s.rows({ path: "a.json" })).toEqual([{ a: 1 }, { value: 2 }]);
    expect(await s.rows({ path: "b.json" })).toEqual([{ b: [1] }]);
    expect(await s.rows({ path: "c.TXT" })).toEqual([{ data: "hi\n", fileName: "c.TXT" }]);
    const { outputs } = await s.run(readFileAction, { path: "d.pdf", outputField: "doc" });
    const [item] = [...(outputs[0] ?? [])];
    expect(item?.json).toMatchObject({ fileName: "d.pdf", fileSize: 3 });
    expect([...(await s.blobs.bytes(item?.binary?.["doc"] as Binary))]).toEqual([1, 2, 3]);
  });
  it("from a field of the item", async () => {
    const s = stage();
    const data = await s.blobs.put(Buffer.from("a,b\n1,2\n"), { fileName: "x.csv" });
    const { outputs } = await s.run(readFileAction, { from: "item" }, [{ json: {}, binary: { data } }]);
    expect([...(outputs[0] ?? [])]).toEqual([{ json: { a: "1", b: "2" }, source: 0 }]);
    const { failures } = await s.run(readFileAction, { from: "item", binaryField: "photo" }, [{ json: {}, binary: { data } }]);
    expect(failures?.[0]?.failure).toMatchObject({ message: "The item has no file in 'photo'.", fix: "It has data." });
  });
  it("says of each item what failed, and where its rows would have been", async () => {
    const s = stage({ "a.csv": "a\n1\n2\n", "c.csv": "a\n3\n" });
    const items = itemsOf([{ p: "a.csv" }, { p: "b.csv" }, { p: "c.csv" }]);
    const { outputs, failures } = await s.run(readFileAction, (item) => ({ path: item.json["p"] }), items);
    expect([...(outputs[0] ?? [])].map((item) => [item.json["a"], item.source])).toEqual([
      ["1", 0],
      ["2", 0],
      ["3", 2],
    ]);
    expect(failures).toMatchObject([{ item: 1, at: 2, failure: { item: 1, message: "There is no 'b.csv'." } }]);
  });
  it("refuses broken JSON by name", async () => {
    await expect(stage({ "a.json": "{bad" }).rows({ path: "a.json" })).rejects.toThrow(/^'a\.json' is not JSON: /);
  });
});

describe("writing CSV", () => {
  it("has every field of any item as a column, and JSON for what is no plain value", async () => {
    const s = stage();
    const { outputs } = await s.write({ path: "o.csv" }, { a: 1, b: 'x,"y"' }, { c: { d: [1] }, a: null, b: true }, { b: "ü\nn" });
    expect(s.text("o.csv")).toBe('a,b,c\n1,"x,""y""",\n,true,"{""d"":[1]}"\n,"ü\nn",\n');
    expect([...(outputs[0] ?? [])]).toEqual([
      { json: { path: "o.csv", fileName: "o.csv", items: 3, bytes: Buffer.byteLength(s.text("o.csv")) }, source: [0, 1, 2] },
    ]);
  });
  it("makes formulas harmless, and leaves numbers alone", async () => {
    const s = stage();
    const values = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "-12.50", "+15550100", "a=1", -5, "＝1"];
    await s.write({ path: "o.csv", header: false }, ...values.map((v) => ({ v })));
    expect(s.text("o.csv").trimEnd().split("\n")).toEqual([
      "'=1+1",
      "'+cmd",
      "'-2+3",
      "'@SUM(A1)",
      "'\t=1",
      "-12.50",
      "+15550100",
      "a=1",
      "-5",
      "'＝1",
    ]);
    await s.write({ path: "p.csv", header: false, escapeFormulas: false }, { v: "=1+1" });
    expect(s.text("p.csv")).toBe("=1+1\n");
  });
  it("by semicolon, marked for Excel, in Latin-1", async () => {
    const s = stage();
    await s.write({ path: "o.csv", delimiter: ";", bom: true }, { a: "x;y", b: "z" });
    expect(s.text("o.csv")).toBe('\ufeffa;b\n"x;y";z\n');
    await s.write({ path: "l.csv", encoding: "latin1" }, { a: "ü" });
    expect(readFileSync(join(s.dir, "l.csv"), "latin1")).toBe("a\nü\n");
    await expect(s.write({ path: "l.csv", encoding: "latin1" }, { a: "€" })).rejects.toThrow("'€' can't be written in Latin-1.");
    expect(readFileSync(join(s.dir, "l.csv"), "latin1")).toBe("a\nü\n");
  });
  it("grows by rows in the order of its columns, and refuses a field that has none", async () => {
    const s = stage();
    await s.write({ path: "o.csv", existing: "append" }, { a: 1, b: 2 });
    await s.write({ path: "o.csv", existing: "append" }, { b: 4, a: 3 }, { a: 5 });
    expect(s.text("o.csv")).toBe("a,b\n1,2\n3,4\n5,\n");
    await expect(s.write({ path: "o.csv", existing: "append" }, { a: 1, z: 2 })).rejects.toMatchObject({
      message: "'o.csv' has no column for 'z'.",
      failure: { fix: expect.stringMatching(/Its columns are a, b/) },
    });
    expect(s.text("o.csv")).toBe("a,b\n1,2\n3,4\n5,\n");
  });
  it("puts items with different paths into different files", async () => {
    const s = stage();
    const items = [
      { c: "a", n: 1 },
      { c: "b", n: 2 },
      { c: "a", n: 3 },
    ];
    const { outputs } = await s.write((item) => ({ path: `${String(item.json["c"])}.csv` }), ...items);
    expect([s.text("a.csv"), s.text("b.csv")]).toEqual(["c,n\na,1\na,3\n", "c,n\nb,2\n"]);
    expect([...(outputs[0] ?? [])].map((item) => item.source)).toEqual([[0, 2], 1]);
  });
  it("what it writes reads back the same, names of prototypes too", async () => {
    const s = stage();
    const rows = [JSON.parse('{"__proto__":"p","a b":"x\\ny","q":"\\"","constructor":"c"}'), { "a b": " lead", q: ",;\t" }];
    await s.write({ path: "o.csv" }, ...rows);
    expect(JSON.stringify(await s.rows({ path: "o.csv" }))).toBe(
      JSON.stringify([rows[0], JSON.parse('{"__proto__":"","a b":" lead","q":",;\\t","constructor":""}')]),
    );
  });
});

describe("writing other files", () => {
  it("JSON as one list, also of many pages and of none", async () => {
    const s = stage();
    await s.write({ path: "o.json", format: "json" }, ...Array.from({ length: 1200 }, (_, i) => ({ i })));
    expect(JSON.parse(s.text("o.json"))).toHaveLength(1200);
    await expect(s.write({ path: "o.json", format: "json", existing: "append" }, { a: 1 })).rejects.toThrow(/no JSON/);
  });
  it("text: items with the same path one below the other, nothing lost", async () => {
    const s = stage();
    await s.write((item) => ({ path: "o.txt", format: "text", text: `Hi ${String(item.json["n"])}` }), { n: "Ann" }, { n: "Bob" });
    expect(s.text("o.txt")).toBe("Hi Ann\nHi Bob");
  });
  it("a file of an item as it is; two for one path are refused", async () => {
    const s = stage();
    const data = await s.blobs.put(new Uint8Array([1, 2, 3]), { fileName: "x.bin" });
    const items = [
      { json: { id: 1 }, binary: { data } },
      { json: { id: 2 }, binary: { data } },
    ];
    await s.run(writeFileAction, (item) => ({ path: `${String(item.json["id"])}.bin`, format: "binary" }), items);
    expect([...readFileSync(join(s.dir, "2.bin"))]).toEqual([1, 2, 3]);
    await expect(s.run(writeFileAction, { path: "o.bin", format: "binary" }, items)).rejects.toThrow(
      "2 items would write the same file 'o.bin'.",
    );
    await expect(s.run(writeFileAction, { path: "o.bin", format: "binary" }, itemsOf([{}]))).rejects.toThrow(
      "Item 0 has no file in 'data'.",
    );
  });
  it("into the item instead of onto the disk", async () => {
    const s = stage();
    const { outputs } = await s.write({ to: "item", path: "list.csv", outputField: "sheet" }, { a: 1 }, { a: 2 });
    const [item] = [...(outputs[0] ?? [])];
    expect(item?.json).toEqual({ path: "list.csv", fileName: "list.csv", items: 2, bytes: 6 });
    expect(Buffer.from(await s.blobs.bytes(item?.binary?.["sheet"] as Binary)).toString()).toBe("a\n1\n2\n");
  });
  it("says what it does to the outside, so that a crash repeats no growth", () => {
    const effect = (params: JsonObject) => {
      const input = writeFileAction.input.parse({ path: "x", ...params });
      const ask = <T>(of: T | ((input: unknown) => T)): T => (typeof of === "function" ? (of as (input: unknown) => T)(input) : of);
      return [ask(writeFileAction.effect), ask(writeFileAction.idempotent)];
    };
    expect(effect({})).toEqual(["write", "naturally"]);
    expect(effect({ existing: "append" })).toEqual(["write", "no"]);
    expect(effect({ to: "item" })).toEqual(["none", "naturally"]);
  });
});

it("a file written from a stream of a file keeps every byte", async () => {
  const s = stage({ "a.bin": Buffer.alloc(300_000, "abc") });
  const access = createFileAccess({ folders: [s.dir] });
  await access.write(join(s.dir, "b.bin"), createReadStream(join(s.dir, "a.bin")));
  expect(readFileSync(join(s.dir, "b.bin")).equals(readFileSync(join(s.dir, "a.bin")))).toBe(true);
});
