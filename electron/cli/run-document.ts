import type { RecordedRequest } from "#kit/recorded.ts";
import type { RunStatus } from "#shared/model/run.ts";
import type { ActiveRun } from "../engine/active-run.ts";
import type { Items } from "../engine/items.ts";
import type { JournalReader } from "../engine/ports.ts";

interface NodeRun {
  status: string;
  ms: number;
  error?: { message: string; name: string };
  /** One list per output port, the error port last. Read from the journal only where it is written out: it may be larger than memory. */
  outputs: readonly Items[];
}
/** What `imx run --json` prints. */
export interface RunDocument {
  runId: string;
  status: RunStatus;
  error?: { message: string; name?: string; node?: string };
  executionOrder: string[];
  nodes: Record<string, NodeRun[]>;
  requests: RecordedRequest[];
}

export function runDocument(run: ActiveRun, reader: JournalReader, requests: RecordedRequest[]): RunDocument {
  const facts = new Map(reader.history(run.id).flatMap((e) => (e.kind === "step" ? [[e.step, e] as const] : [])));
  const nodes: Record<string, NodeRun[]> = {};
  const order: string[] = [];
  for (const step of run.core.steps) {
    if (!step || step.phase === "ready") continue;
    const { name } = step.node.node;
    const fact = facts.get(step.id);
    const waiting = run.works.get(step)?.waiting;
    const status =
      step.phase === "done" ? "succeeded" : step.phase === "active" ? (waiting?.for === "decision" ? "unknown" : "waiting") : step.phase;
    order.push(name);
    nodes[name] = [
      ...(nodes[name] ?? []),
      {
        status,
        ms: fact?.ms ?? 0,
        ...(fact?.failure ? { error: { message: fact.failure.message, name: fact.failure.name ?? fact.failure.kind } } : {}),
        outputs: step.outputs,
      },
    ];
  }
  const { error } = run;
  return {
    runId: run.id,
    status: run.status,
    ...(error
      ? { error: { message: error.message, ...(error.name ? { name: error.name } : {}), ...(error.node ? { node: error.node } : {}) } }
      : {}),
    executionOrder: order,
    nodes,
    requests,
  };
}
