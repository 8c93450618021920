import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommandArgs } from "../../../electron/store/commands.ts";
import { draftUpdates } from "../../../electron/store/drafts.ts";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader, type Reader } from "../../../electron/store/journal-reader.ts";
import type { Writer } from "../../../electron/store/log-client.ts";
import { loadSchedules } from "../../../electron/store/schedules.ts";
import { loadStaticData } from "../../../electron/store/static-data.ts";
import { listWorkflows } from "../../../electron/store/workflow-list.ts";
import { listVersions, liveWorkflows, loadWorkflow, versionDocument } from "../../../electron/store/workflows.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { end, run, T0, workflowId } from "./records.ts";

const DAY = 86_400_000;
const id = workflowId("wf");
const bytes = (...values: number[]) => Uint8Array.from(values);
const face = (more: Partial<CommandArgs<"workflows.create">> = {}) => ({
  name: "Quotes",
  document: '{"name":"Quotes","nodes":[]}',
  triggers: [{ type: "core.webhook", title: "Webhook", detail: "/quotes" }],
  problems: 0,
  at: T0,
  ...more,
});

let writer: Writer;
let reader: Reader;
beforeEach(async () => {
  const dir = tempDir();
  writer = openInlineJournal(dir);
  reader = openReader(dir);
  await writer.call("workflows.create", { ...face(), id, state: bytes(1) });
});
afterEach(async () => {
  reader.close();
  await writer.close();
});
const list = (now = T0) => listWorkflows(reader.db, now);
const publish = (document: string, at = T0) => writer.call("workflows.publish", { id, document, at, by: "ann", note: `at ${at}` });

describe("a draft", () => {
  it("is its state and all updates since, in order", async () => {
    expect(draftUpdates(reader.db, id)).toEqual([Buffer.from([1])]);
    for (const n of [2, 3])
      await writer.call("drafts.save", { ...face({ name: `Quotes ${n}`, at: T0 + n, problems: n }), id, update: bytes(n), from: "w1" });
    expect(draftUpdates(reader.db, id)).toEqual([Buffer.from([1]), Buffer.from([2]), Buffer.from([3])]);
    expect(list()).toMatchObject([{ id, name: "Quotes 3", updatedAt: T0 + 3, problems: 3, triggers: face().triggers, active: false }]);
    expect(loadWorkflow(reader.db, id)).toMatchObject({ name: "Quotes 3", draft: face().document, createdAt: T0 });
  });

  it("asks to be written whole after 200 updates, and is then one state again", async () => {
    const replies = [];
    for (let n = 0; n < 200; n++) replies.push(await writer.call("drafts.save", { ...face(), id, update: bytes(n), from: "w1" }));
    expect(replies.map((r) => r.compact).indexOf(true)).toBe(199);
    await writer.call("drafts.compact", { id, state: bytes(9), at: T0 });
    expect(draftUpdates(reader.db, id)).toEqual([Buffer.from([9])]);
    expect((await writer.call("drafts.save", { ...face(), id, update: bytes(10), from: "w1" })).compact).toBe(false);
  });

  it("of a workflow that is not there is refused whole", async () => {
    const none = workflowId("none");
    await expect(writer.call("drafts.save", { ...face(), id: none, update: bytes(1), from: "w1" })).rejects.toMatchObject({
      code: "missing",
    });
    expect(draftUpdates(reader.db, none)).toBeUndefined();
  });
});

describe("versions", () => {
  it("are numbered, never change, and the last published one is live", async () => {
    expect(await publish('{"v":1}')).toBe(1);
    expect(await publish('{"v":2}', T0 + 1)).toBe(2);
    expect(listVersions(reader.db, id)).toEqual([
      { version: 2, at: T0 + 1, by: "ann", note: `at ${T0 + 1}` },
      { version: 1, at: T0, by: "ann", note: `at ${T0}` },
    ]);
    expect(versionDocument(reader.db, id, 1)).toBe('{"v":1}');
    expect(versionDocument(reader.db, id, 3)).toBeUndefined();
    expect(liveWorkflows(reader.db)).toEqual([{ id, version: 2, document: '{"v":2}' }]);
    await writer.call("workflows.unpublish", { id });
    expect(liveWorkflows(reader.db)).toEqual([]);
    expect(await publish('{"v":3}')).toBe(3);
  });

  it("tell whether the draft differs from what is live, whatever the order of its keys", async () => {
    expect(list()[0]).toMatchObject({ changed: false, liveVersion: null });
    await publish('{"nodes":[],"name":"Quotes"}');
    expect(list()[0]).toMatchObject({ changed: false, liveVersion: 1, active: true });
    await writer.call("drafts.save", { ...face({ document: '{"name":"Quotes","nodes":[1]}' }), id, update: bytes(2), from: "w1" });
    expect(list()[0]).toMatchObject({ changed: true });
    await writer.call("drafts.save", { ...face(), id, update: bytes(3), from: "w1" });
    expect(list()[0]).toMatchObject({ changed: false });
  });
});

describe("the bin", () => {
  it("takes a workflow off the list and off its triggers, and gives it back with its draft, not live", async () => {
    await publish('{"v":1}');
    await writer.call("schedules.save", { workflow: id, trigger: "t", lastAt: T0, nextAt: T0 + 5 });
    await writer.call("workflows.remove", { id, at: T0 });
    expect(list()).toEqual([]);
    expect(liveWorkflows(reader.db)).toEqual([]);
    expect(loadSchedules(reader.db)).toEqual([]);
    expect(loadWorkflow(reader.db, id)).toMatchObject({ deletedAt: T0 });
    await writer.call("workflows.restore", { id });
    expect(list()).toMatchObject([{ id, active: false, liveVersion: null }]);
    expect(listVersions(reader.db, id)).toHaveLength(1);
  });
});

describe("the list", () => {
  it("counts the ended live runs of the last 30 days and names the last run of any kind", async () => {
    const { journal } = writer;
    const ended = (n: number, at: number, status: "succeeded" | "failed" | "cancelled", mode: "live" | "test" = "live") => {
      journal.append(run(n, { workflow: id, mode, at }));
      journal.append(end(n, status, { at }));
    };
    ended(1, T0 - 40 * DAY, "succeeded");
    ended(2, T0 - 29 * DAY, "succeeded");
    ended(3, T0, "succeeded");
    ended(4, T0, "failed");
    ended(5, T0, "cancelled");
    ended(6, T0, "failed", "test");
    journal.append(run(7, { workflow: workflowId("other") }));
    journal.append(end(7));
    await journal.durable();
    expect(list()[0]).toMatchObject({ runs: { succeeded: 2, failed: 1 }, lastRun: { runId: "6", status: "failed", at: T0 } });
  });

  it("is by name and tells when each is due next", async () => {
    await writer.call("workflows.create", { ...face({ name: "alarms" }), id: workflowId("b"), state: bytes(1) });
    await writer.call("schedules.save", { workflow: id, trigger: "t1", lastAt: null, nextAt: T0 + 9 });
    await writer.call("schedules.save", { workflow: id, trigger: "t2", lastAt: T0, nextAt: T0 + 5 });
    expect(list().map((w) => [w.name, w.nextRun, w.lastRun])).toEqual([
      ["alarms", null, null],
      ["Quotes", T0 + 5, null],
    ]);
    await writer.call("schedules.keep", { workflow: id, triggers: ["t1"] });
    expect(loadSchedules(reader.db)).toEqual([{ workflow: id, trigger: "t1", lastAt: null, nextAt: T0 + 9 }]);
  });
});

describe("static data", () => {
  it("stays from run to run", async () => {
    expect(loadStaticData(reader.db, id)).toEqual({});
    await writer.call("staticData.save", { workflow: id, data: { seen: [1, "a"] }, at: T0 });
    expect(loadStaticData(reader.db, id)).toEqual({ seen: [1, "a"] });
  });
});
