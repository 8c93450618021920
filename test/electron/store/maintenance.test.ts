import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Binary } from "#shared/model/item.ts";
import { type BlobStore, createBlobStore } from "../../../electron/store/blobs.ts";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader, type Reader } from "../../../electron/store/journal-reader.ts";
import type { Writer } from "../../../electron/store/log-client.ts";
import { maintain } from "../../../electron/store/maintenance.ts";
import { listRuns } from "../../../electron/store/runs.ts";
import { loadWorkflow } from "../../../electron/store/workflows.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { end, noise, run, runId, step, tableStep, workflowId } from "./records.ts";

const DAY = 86_400_000;
/** Files get their times from the system's clock, so that of these tests is near it. */
const NOW = Date.now();

let dir: string;
let writer: Writer;
let reader: Reader;
let blobs: BlobStore;
beforeEach(() => {
  dir = tempDir();
  writer = openInlineJournal(dir);
  reader = openReader(dir);
  blobs = createBlobStore(dir);
});
afterEach(async () => {
  reader.close();
  await writer.close();
});

const clean = (now = NOW) => maintain(writer, reader.db, { now, days: 90 });
const left = () =>
  listRuns(reader.db, { limit: 1_000 })
    .map((r) => Number(r.runId))
    .reverse();
/** A run that began and ended so many days ago. */
function ended(n: number, days: number, more: Parameters<typeof run>[1] = {}) {
  writer.journal.append(run(n, { at: NOW - days * DAY, ...more }));
  writer.journal.append(step(n, 1));
  writer.journal.append({ kind: "page", run: runId(n), step: 1, port: 0, page: 0, count: 0, payload: "[]" });
  writer.journal.append(end(n, "succeeded", { at: NOW - days * DAY }));
}
const rows = (table: string) => reader.db.sql.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;
const published = async (id: string, document: string) => {
  const workflow = { id: workflowId(id), name: id, document: "{}", triggers: [], problems: 0, at: NOW, state: new Uint8Array([1]) };
  await writer.call("workflows.create", workflow);
  await writer.call("workflows.publish", { id: workflowId(id), document, at: NOW, by: "ann", note: "" });
};

describe("retention", () => {
  it("removes ended runs that are too old with all their records, and no others", async () => {
    for (let n = 1; n <= 130; n++) ended(n, 91);
    ended(131, 89);
    writer.journal.append(run(132, { at: NOW - 200 * DAY }));
    ended(133, 0);
    await writer.journal.durable();
    expect(await clean()).toMatchObject({ runs: 130 });
    expect(left()).toEqual([131, 132, 133]);
    expect([rows("journal"), rows("pages")]).toEqual([7, 2]);
  });

  it("keeps an ended run while the one that called for it may still ask what it came to", async () => {
    const by = (n: number) => ({ calledBy: { run: runId(n), step: 1, call: 0, attempt: 1, depth: 1 } });
    writer.journal.append(run(1, { at: NOW - 200 * DAY }));
    ended(2, 120, by(1));
    ended(3, 120);
    ended(4, 120, by(3));
    await writer.journal.durable();
    await clean();
    expect(left()).toEqual([1, 2]);
    writer.journal.append(end(1, "succeeded", { at: NOW - 100 * DAY }));
    await writer.journal.durable();
    await clean();
    expect(left()).toEqual([]);
  });

  it("keeps the runs of a workflow as long as its live version says", async () => {
    await published("short", '{"settings":{"retention":7}}');
    await published("long", '{"settings":{"retention":400}}');
    ended(1, 100, { workflow: workflowId("long") });
    ended(2, 8, { workflow: workflowId("short") });
    ended(3, 6, { workflow: workflowId("short") });
    await writer.journal.durable();
    await clean();
    expect(left()).toEqual([1, 3]);
  });

  it("never gives a run's number to another one", async () => {
    ended(1, 91);
    ended(2, 91);
    await writer.journal.durable();
    await clean();
    expect(left()).toEqual([]);
    expect(reader.lastRun()).toBe(2);
  });

  it("removes documents of test runs with the last run that used them", async () => {
    ended(1, 91, { version: null, document: '{"name":"a"}' });
    ended(2, 91, { version: null, document: '{"name":"b"}' });
    ended(3, 1, { version: null, document: '{"name":"b"}' });
    await writer.journal.durable();
    await clean();
    expect(rows("documents")).toBe(1);
    expect(reader.run(runId(3))?.document).toBe('{"name":"b"}');
  });

  it("empties the bin after 30 days: the workflow once its runs are gone, but not before they have ended", async () => {
    await published("gone", "{}");
    await published("open", "{}");
    await published("young", "{}");
    ended(1, 2, { workflow: workflowId("gone") });
    writer.journal.append(run(2, { workflow: workflowId("open"), at: NOW - 60 * DAY }));
    for (const [id, days] of [
      ["gone", 31],
      ["open", 31],
      ["young", 29],
    ] as const) {
      await writer.call("workflows.remove", { id: workflowId(id), at: NOW - days * DAY });
    }
    expect(await clean()).toMatchObject({ runs: 1, workflows: 1 });
    expect(loadWorkflow(reader.db, workflowId("gone"))).toBeUndefined();
    expect(loadWorkflow(reader.db, workflowId("open"))).toBeDefined();
    expect(loadWorkflow(reader.db, workflowId("young"))).toBeDefined();
    expect(rows("versions")).toBe(2);
  });

  it("forgets event keys after 30 days", async () => {
    await writer.journal.acceptKeyed(run(1, { at: NOW - 31 * DAY }), "old");
    await writer.journal.acceptKeyed(run(2, { at: NOW - 29 * DAY }), "young");
    await clean();
    expect(rows("event_keys")).toBe(1);
  });

  it("gives space back to the disk", async () => {
    const payload = JSON.stringify([[{ json: { text: noise(200_000) } }]]);
    for (let n = 1; n <= 100; n++) ended(n, 91, { payload });
    await writer.journal.durable();
    const pages = () => Number(reader.db.sql.pragma("page_count", { simple: true }));
    const before = pages();
    await clean();
    expect(pages()).toBeLessThan(before / 2);
  });
});

describe("stored files", () => {
  const put = (text: string) => blobs.put(Buffer.from(text), { fileName: "a.txt" });
  const age = (binary: Binary, days: number) => {
    const time = new Date(NOW - days * DAY);
    utimesSync(join(dir, "blobs", binary.blob.slice(0, 2), binary.blob), time, time);
  };
  const withFile = (binary: Binary) => JSON.stringify([[{ json: {}, binary: { data: binary } }]]);

  it("go a day after the last run that used them, and not while another does", async () => {
    const [one, shared] = [await put("one"), await put("shared")];
    ended(1, 91, { payload: withFile(one) });
    ended(2, 91, { payload: withFile(shared) });
    ended(3, 1, { payload: withFile(shared) });
    await writer.journal.durable();
    age(one, 91);
    age(shared, 91);
    expect(await clean()).toMatchObject({ runs: 2, files: 0 });
    expect(await clean(NOW + 2 * DAY)).toMatchObject({ files: 1 });
    expect([await blobs.has(one.blob), await blobs.has(shared.blob)]).toEqual([false, true]);
  });

  it("stay while a draft, a version, static data or a table names them", async () => {
    const files = await Promise.all(["draft", "version", "static", "row", "nobody"].map(put));
    const [draft, version, fixed, row, nobody] = files.map((file) => JSON.stringify({ pinned: file }));
    const id = workflowId("w");
    await writer.call("workflows.create", {
      id,
      name: "w",
      document: draft ?? "",
      triggers: [],
      problems: 0,
      at: NOW,
      state: new Uint8Array([1]),
    });
    await writer.call("workflows.publish", { id, document: version ?? "", at: NOW, by: "ann", note: "" });
    await writer.call("staticData.save", { workflow: id, data: JSON.parse(fixed ?? "") as Record<string, unknown>, at: NOW });
    writer.journal.append(run(1, { at: NOW }));
    await writer.journal.commitTables(
      tableStep(1, 1, [{ op: "insert", table: "T", row: JSON.parse(row ?? "") as Record<string, unknown> }]),
    );
    expect(nobody).toBeDefined();
    for (const file of files) age(file, 2);
    expect(await clean()).toMatchObject({ files: 1 });
    expect(await Promise.all(files.map((file) => blobs.has(file.blob)))).toEqual([true, true, true, true, false]);
  });

  it("stay a day without a name, counted from when they were last stored", async () => {
    const [young, again] = [await put("young"), await put("again")];
    age(again, 5);
    await put("again");
    await clean();
    expect([await blobs.has(young.blob), await blobs.has(again.blob)]).toEqual([true, true]);
  });

  it("that hold a run's long payloads go with it", async () => {
    ended(1, 91, { payload: JSON.stringify([[{ json: { text: noise(600_000) } }]]) });
    await writer.journal.durable();
    const count = () => readdirSync(join(dir, "blobs"), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length;
    expect(count()).toBe(1);
    await clean();
    await clean(NOW + 2 * DAY);
    expect(count()).toBe(0);
  });

  it("that were left half-written are removed", async () => {
    const part = join(dir, "blobs", "x.part");
    mkdirSync(join(dir, "blobs"), { recursive: true });
    writeFileSync(part, "half");
    await clean();
    expect(existsSync(part)).toBe(true);
    await clean(NOW + 2 * DAY);
    expect(existsSync(part)).toBe(false);
  });
});
