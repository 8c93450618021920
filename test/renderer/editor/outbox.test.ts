import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { fromBase64 } from "#shared/draft/base64.ts";
import { type Answer, Outbox, type OutboxParts } from "../../../renderer/features/editor/session/outbox.ts";

type Code = ReturnType<OutboxParts["toFault"]>["code"];

/** An engine that answers by a list: a fault's code, or nothing for yes. */
function engine(answers: (Code | undefined)[]) {
  const doc = new Y.Doc();
  const log: string[] = [];
  const kept: (string | undefined)[] = [];
  const box = new Outbox({
    async send(update): Promise<Answer> {
      const code = answers.shift();
      log.push(`send ${code ?? "ok"}`);
      if (code) throw new Error(code);
      Y.applyUpdate(doc, fromBase64(update) ?? new Uint8Array());
      return { problems: [], changed: [] };
    },
    toFault: (error) => ({ code: (error instanceof Error ? error.message : "UNEXPECTED") as Code, message: "", problems: [] }),
    accepted: () => undefined,
    refused: (fault) => log.push(`refused ${fault.code}`),
    catchUp: async () => {
      log.push("catch up");
      return Y.encodeStateAsUpdate(mine);
    },
    keep: (unsent) => kept.push(unsent),
    changed: (state) => log.push(state),
  });
  const mine = new Y.Doc();
  mine.on("update", (update: Uint8Array) => box.push(update));
  return { box, log, kept, doc, set: (key: string, value: number) => mine.getMap("m").set(key, value) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("sending edits", () => {
  it("goes one call at a time; what queues meanwhile goes as one", async () => {
    const { box, log, doc, set } = engine([]);
    set("a", 1);
    set("b", 2);
    set("c", 3);
    await box.whenSaved();
    expect(log).toEqual(["saving", "send ok", "send ok", "saved"]);
    expect(doc.getMap("m").toJSON()).toEqual({ a: 1, b: 2, c: 3 });
  });

  it("keeps what can't be sent, tries again by itself and loses nothing", async () => {
    const { box, log, kept, doc, set } = engine(["UNREACHABLE", "BUSY", "RESTARTED"]);
    set("a", 1);
    await vi.advanceTimersByTimeAsync(0);
    set("b", 2);
    expect(box.state).toBe("waiting");
    expect(kept.at(-1)).not.toBeUndefined();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(["saving", "send UNREACHABLE", "waiting", "send BUSY", "send RESTARTED", "send ok", "saved"]);
    expect(kept.at(-1)).toBeUndefined();
    expect(doc.getMap("m").toJSON()).toEqual({ a: 1, b: 2 });
  });

  it("tries at once when the way stands again", async () => {
    const { box, set } = engine(["UNREACHABLE"]);
    set("a", 1);
    await vi.advanceTimersByTimeAsync(0);
    box.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(box.state).toBe("saved");
  });

  it("sends all that is missing when the engine lacks earlier edits", async () => {
    const { box, log, doc, set } = engine(["CONFLICT"]);
    set("a", 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toContain("catch up");
    expect(box.state).toBe("saved");
    expect(doc.getMap("m").toJSON()).toEqual({ a: 1 });
  });

  it("sends what is left when the editor closes, and keeps what can't be sent for the next one", async () => {
    const there = engine([]);
    there.set("a", 1);
    there.set("b", 2);
    there.box.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(there.doc.getMap("m").toJSON()).toEqual({ a: 1, b: 2 });

    const away = engine(["UNREACHABLE", "UNREACHABLE"]);
    away.set("a", 1);
    away.set("b", 2);
    away.box.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(away.log.filter((line) => line.startsWith("send"))).toEqual(["send UNREACHABLE"]);
    const next = new Y.Doc();
    Y.applyUpdate(next, fromBase64(away.kept.at(-1) ?? "") ?? new Uint8Array());
    expect(next.getMap("m").toJSON()).toEqual({ a: 1, b: 2 });
  });

  it("keeps what is under way when the window goes", async () => {
    const { box, kept, set } = engine([]);
    set("a", 1);
    box.keepUnsent();
    const next = new Y.Doc();
    Y.applyUpdate(next, fromBase64(kept.at(-1) ?? "") ?? new Uint8Array());
    expect(next.getMap("m").toJSON()).toEqual({ a: 1 });
    await box.whenSaved();
    expect(kept.at(-1)).toBeUndefined();
  });

  it("never repeats what was refused", async () => {
    const { log, kept, set } = engine(["UNUSABLE"]);
    set("a", 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.filter((line) => line.startsWith("send"))).toEqual(["send UNUSABLE"]);
    expect(log).toContain("refused UNUSABLE");
    expect(kept.at(-1)).toBeUndefined();
  });
});
