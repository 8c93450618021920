import { performance } from "node:perf_hooks";
import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { FileReader, type ReadLimits } from "../../../../connectors/core/files/file-reader.ts";
import type { ReadJob } from "../../../../connectors/core/files/read-file.ts";
import type { JsonObject } from "../../../../electron/shared/model/item.ts";
import { pdfOf } from "../../../helpers/pdf-file.ts";

const readers: FileReader[] = [];
const readerOf = (limits: Partial<ReadLimits> = {}): FileReader => {
  const reader = new FileReader({ ms: 60_000, heapMb: 512, besideMb: 512, ...limits });
  readers.push(reader);
  return reader;
};
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

const html = (text: string): ReadJob => ({
  kind: "html",
  bytes: Buffer.from(text),
  options: { header: true, range: "", emptyCells: false, asText: false, dates: "text", sheet: "", encoding: "utf-8", mark: "drop" },
});
const pdf = (bytes: Buffer): ReadJob => ({ kind: "pdf", bytes, options: { password: "", joinPages: true, maxPages: 0 } });
const small = html("<table><tr><td>a</td></tr><tr><td>1</td></tr></table>");
const never = new AbortController().signal;

async function all(reader: FileReader, job: ReadJob, signal = never): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  for await (const page of reader.read(job, signal)) rows.push(...page);
  return rows;
}

describe("files that are read apart from the engine", () => {
  it("leave the engine idle while they are read", async () => {
    const reader = readerOf();
    await all(reader, small);
    const before = performance.eventLoopUtilization();
    expect(await all(reader, html("<p>".repeat(5_000_000)))).toEqual([]);
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });
  it("come page by page", async () => {
    let pages = 0;
    for await (const page of readerOf().read(html(`<table><tr><td>a</td></tr>${"<tr><td>1</td></tr>".repeat(1_200)}`), never)) {
      expect(page.length).toBeLessThanOrEqual(500);
      pages++;
    }
    expect(pages).toBe(3);
  });
  it("are refused when they take more memory than there is for them, and the next one is read", async () => {
    const reader = readerOf({ heapMb: 64 });
    const rows = `<table>${`<tr>${"<td>1".repeat(100)}`.repeat(40_000)}`;
    await expect(all(reader, html(rows))).rejects.toMatchObject({
      failure: { kind: "user", field: "file", message: expect.stringMatching(/more memory/) as string },
    });
    expect(await all(reader, small)).toEqual([{ a: 1 }]);
  });
  it("are refused when they unpack without end, whatever the data are wrapped in", async () => {
    const bomb = deflateSync(Buffer.alloc(250_000_000, 0x20));
    const reader = readerOf({ besideMb: 100 });
    const wrapped = pdfOf(Buffer.from(`${bomb.toString("hex")}>`), "[/ASCIIHexDecode/FlateDecode]");
    await expect(all(reader, pdf(wrapped))).rejects.toMatchObject({
      failure: { kind: "user", message: expect.stringMatching(/more memory/) as string },
    });
    const text = deflateSync(Buffer.from("BT /F1 12 Tf 10 10 Td (Hello) Tj ET")).toString("hex");
    expect(await all(reader, pdf(pdfOf(Buffer.from(`${text}>`), "[/ASCIIHexDecode/FlateDecode]")))).toMatchObject([{ text: "Hello" }]);
  });
  it("are refused when they take longer than they may", async () => {
    const reader = readerOf({ ms: 300 });
    await expect(all(reader, html("<p>".repeat(10_000_000)))).rejects.toMatchObject({
      failure: { message: expect.stringMatching(/longer than/) as string },
    });
  });
  it("are left at once when the run is stopped", async () => {
    const reader = readerOf();
    const stop = new AbortController();
    const reading = all(reader, html("<p>".repeat(30_000_000)), stop.signal);
    const ended = expect(reading).rejects.toThrow("stopped");
    stop.abort(new Error("stopped"));
    await ended;
    await expect(all(reader, small, stop.signal)).rejects.toThrow("stopped");
    expect(await all(reader, small)).toEqual([{ a: 1 }]);
  });
  it("wait for one another where there are many, and none is lost", async () => {
    const reader = readerOf();
    const stop = new AbortController();
    const many = Array.from({ length: 8 }, (_, n) => all(reader, html(`<table><tr><td>a</td></tr><tr><td>${n}</td></tr></table>`)));
    const stopped = expect(all(reader, small, stop.signal)).rejects.toThrow("stopped");
    stop.abort(new Error("stopped"));
    await stopped;
    expect(await Promise.all(many)).toEqual(Array.from({ length: 8 }, (_, n) => [{ a: n }]));
  });
  it("are long JSON files, calendars and XML, too, entry by entry or as one value", async () => {
    const reader = readerOf();
    const options = { encoding: "auto", mark: "drop", into: "data", whole: false } as const;
    const list = JSON.stringify([...Array.from({ length: 1_200 }, (_, n) => ({ n })), 7, JSON.parse('{"__proto__":1}') as unknown]);
    const pages: number[] = [];
    for await (const page of reader.read({ kind: "json", bytes: Buffer.from(list), options }, never)) pages.push(page.length);
    expect(pages).toEqual([500, 500, 202]);
    const rows = await all(reader, { kind: "json", bytes: Buffer.from(list), options });
    expect(rows[1_200]).toEqual({ data: 7 });
    expect(Object.keys(rows[1_201] ?? {})).toEqual(["__proto__"]);
    expect(await all(reader, { kind: "xml", bytes: Buffer.from("<a><b>1</b></a>"), options: { ...options, whole: true } })).toEqual([
      { value: { a: { b: "1" } } },
    ]);
    for (const [kind, text] of [
      ["json", `[${"[],".repeat(5_100_000)}[]]`],
      ["xml", `<a>${"<b/>".repeat(10_100_000)}</a>`],
      ["ics", "\n".repeat(2_100_000)],
    ] as const)
      await expect(all(reader, { kind, bytes: Buffer.from(text), options })).rejects.toThrow(/more values than can be read/);
    const half = Buffer.from(`[${"[],".repeat(1_300_000)}[]]`);
    await expect(all(reader, { kind: "json", bytes: half, options: { ...options, whole: true } })).rejects.toThrow(/more values than can/);
  });
  it("say why they can't be read, as they do in the engine", async () => {
    await expect(all(readerOf(), { ...small, kind: "xlsx", bytes: Buffer.from("hello") } as ReadJob)).rejects.toMatchObject({
      failure: { kind: "user", field: "format", message: "The file is not an Excel workbook." },
    });
  });
});
