import { expect, it } from "vitest";
import { WorkflowId } from "#shared/model/ids.ts";
import { Changes } from "../../../electron/api/changes.ts";

const workflowId = WorkflowId.parse("w");

/** What a window gets that asks from there. */
async function after(changes: Changes, seq: number): Promise<unknown[]> {
  const stop = new AbortController();
  for await (const batch of changes.stream(seq, stop.signal)) {
    stop.abort();
    return batch;
  }
  return [];
}

it("a window that missed small changes gets them; large ones are not kept without end, and it is told to load anew", async () => {
  const changes = new Changes();
  changes.publish({ type: "workflows" });
  changes.publish({ type: "draft", workflowId, update: "small", from: "a" });
  expect(await after(changes, 0)).toMatchObject([{ seq: 1 }, { seq: 2, update: "small" }]);
  for (let i = 0; i < 20; i++) changes.publish({ type: "draft", workflowId, update: "x".repeat(8_000_000), from: "a" });
  expect(await after(changes, 2)).toEqual([{ type: "reset", seq: 22 }]);
  expect(await after(changes, 21)).toMatchObject([{ seq: 22 }]);
});
