import { describe, expect, it, vi } from "vitest";
import type { Change } from "#shared/contract/engine.ts";
import { createChanges } from "../../../renderer/bridge/changes.ts";
import type { Client } from "../../../renderer/bridge/client.ts";
import { affects } from "../../../renderer/bridge/invalidation.ts";

type Follow = (input: { after?: number }) => AsyncGenerator<Change[]>;

/** The one call that the stream uses. */
const clientOf = (follow: Follow): Client => {
  const engine = { changes: (input: { after?: number }) => Promise.resolve(follow(input)) };
  // Only `engine.changes` is called here.
  return { engine } as unknown as Client;
};

const workflows = (seq: number): Change => ({ type: "workflows", seq });

describe("the stream of changes", () => {
  it("goes on after the last change it saw when the way breaks", async () => {
    const asked: (number | undefined)[] = [];
    const heard: number[] = [];
    const changes = createChanges(
      clientOf(async function* ({ after }) {
        asked.push(after);
        if (after === undefined) {
          yield [workflows(1), workflows(2)];
          throw new Error("the engine restarted");
        }
        yield [workflows(3)];
        await new Promise(() => undefined);
      }),
    );
    changes.subscribe((batch) => heard.push(...batch.map(({ seq }) => seq)));
    const stop = changes.start();
    await vi.waitFor(() => expect(heard).toContain(3));
    stop();
    expect(asked).toEqual([undefined, 2]);
    // 0 is the first load: what was read before the stream stood open is read again.
    expect(heard).toEqual([0, 1, 2, 3]);
  });

  it("stops when told to", async () => {
    const asked = vi.fn();
    const changes = createChanges(
      clientOf(async function* () {
        asked();
        yield [workflows(1)];
      }),
    );
    const first = new Promise<void>((resolve) => changes.subscribe((batch) => batch.some(({ seq }) => seq === 1) && resolve()));
    const stop = changes.start();
    await first;
    stop();
    const count = asked.mock.calls.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toHaveBeenCalledTimes(count);
  });
});

describe("what a change touches", () => {
  const run: Change = { type: "run", seq: 1, runId: "r1", workflowId: "w1", status: "running", at: 0 } as Change;

  it("renews a run's own page and the lists it stands in, and no other run's", () => {
    expect(affects(run, ["run", "r1"])).toBe(true);
    expect(affects(run, ["run", "r2"])).toBe(false);
    expect(affects(run, ["runs", {}])).toBe(true);
    expect(affects(run, ["workflows"])).toBe(true);
    expect(affects(run, ["connections"])).toBe(false);
  });

  it("renews settings that another window changed", () => {
    expect(affects({ type: "settings", seq: 1 }, ["settings"])).toBe(true);
    expect(affects({ type: "settings", seq: 1 }, ["workflows"])).toBe(false);
  });

  it("renews everything after a reset", () => {
    for (const area of ["catalog", "workflows", "runs", "run", "connections", "settings", "engine"] as const)
      expect(affects({ type: "reset", seq: 1 }, [area])).toBe(true);
  });
});
