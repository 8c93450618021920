import { RunId, WorkflowId } from "#shared/model/ids.ts";
import type { JournalRecord, TableStep } from "../../../electron/engine/ports.ts";

type Of<K extends JournalRecord["kind"]> = Extract<JournalRecord, { kind: K }>;

export const T0 = Date.UTC(2026, 0, 15, 12);
export const runId = (n: number): RunId => RunId.parse(String(n));
export const workflowId = (id = "wf"): WorkflowId => WorkflowId.parse(id);

export const run = (n: number, more: Partial<Of<"run">> = {}): Of<"run"> => ({
  kind: "run",
  run: runId(n),
  workflow: workflowId(),
  version: 1,
  mode: "live",
  trigger: "hook",
  at: T0 + n,
  payload: `[[{"json":{"n":${n}}}]]`,
  ...more,
});
export const running = (n: number): Of<"running"> => ({ kind: "running", run: runId(n), at: T0 + n });
export const step = (n: number, index: number, more: Partial<Of<"step">> = {}): Of<"step"> => ({
  kind: "step",
  run: runId(n),
  step: index,
  node: `node-${index}`,
  runIndex: 0,
  status: "succeeded",
  attempt: 1,
  at: T0 + n,
  ms: 3,
  outputs: [{ kind: "inline", text: `[{"json":{"step":${index}}}]` }],
  inputs: [{ step: index - 1, port: 0 }],
  ...more,
});
export const end = (n: number, status: Of<"end">["status"] = "succeeded", more: Partial<Of<"end">> = {}): Of<"end"> => ({
  kind: "end",
  run: runId(n),
  status,
  at: T0 + n + 10,
  ...more,
});
export const tableStep = (n: number, index: number, ops: TableStep["ops"]): TableStep => {
  const { outputs: _, ...record } = step(n, index);
  return { ops, record };
};

/** Text that does not compress well; the same every time. */
export function noise(length: number): string {
  let seed = 1;
  let text = "";
  while (text.length < length) {
    seed = (seed * 48_271) % 2_147_483_647;
    text += seed.toString(36);
  }
  return text;
}
