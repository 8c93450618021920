import { z } from "zod";
import { NodeId, type RunId } from "#shared/model/ids.ts";
import { isFinal, StepAnswer, type StepSummary } from "#shared/model/run.ts";
import type { HistoryEntry } from "../engine/ports.ts";
import type { ReadDb } from "./connection.ts";
import { journalReader } from "./journal-reader.ts";
import { runDocument } from "./runs.ts";

const Lists = z.array(z.array(z.unknown()));
const Named = z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) });

export interface RunSteps {
  /** In the order in which they were scheduled. */
  steps: StepSummary[];
  log: { step: number; text: string; at: number }[];
}

function namesOf(db: ReadDb, run: RunId): Map<string, string> {
  const text = runDocument(db, run);
  const parsed = Named.safeParse(text === undefined ? undefined : JSON.parse(text));
  return new Map(parsed.success ? parsed.data.nodes.map((node) => [node.id, node.name]) : []);
}

const itemsIn = (text: string): number => {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.length : 0;
};

type StepEntry = Extract<HistoryEntry, { kind: "step" }>;
/** A table step's rows stand for its items, on its first output. */
function countsOf(entry: StepEntry): number[] {
  if (!entry.outputs) return [entry.tables.results.reduce((sum, result) => sum + result.rows.length, 0)];
  return entry.outputs.map((out) => (out.kind === "paged" ? out.count : itemsIn(out.text)));
}

const Answered = z.object({ answered: StepAnswer });
/** What a step that answers keeps of its answer. Other states may be large: they are not read. */
function answerIn(state: string | undefined): StepAnswer | undefined {
  if (!state?.startsWith('{"answered":')) return undefined;
  return Answered.safeParse(JSON.parse(state)).data?.answered;
}

/** What no longer holds once a step goes on. */
const OVER = { waitingFor: undefined, until: undefined, unknownItems: undefined, failure: undefined };

/** What a run has done so far, step by step. */
export function loadSteps(db: ReadDb, run: RunId): RunSteps {
  const reader = journalReader(db);
  const stored = reader.run(run);
  if (!stored) return { steps: [], log: [] };
  const names = namesOf(db, run);
  const steps = new Map<number, StepSummary>();
  const nodes = new Map<string, Pick<StepSummary, "node" | "name">>();
  const log: RunSteps["log"] = [];
  const change = (step: number, id: string, at: number, more: Partial<StepSummary>) => {
    const known = steps.get(step);
    if (known) {
      Object.assign(known, more);
      return;
    }
    let node = nodes.get(id);
    if (!node) {
      node = { node: NodeId.parse(id), name: names.get(id) ?? id };
      nodes.set(id, node);
    }
    steps.set(step, { step, ...node, runIndex: 0, startedAt: at, status: "running", attempt: 1, counts: [], inputs: [], ...more });
  };

  for (const e of reader.history(run)) {
    if (e.kind === "log") log.push({ step: e.step, text: e.text, at: e.at });
    else if (e.kind === "started") change(e.step, e.node, e.at, { ...OVER, status: "running", attempt: e.attempt });
    else if (e.kind === "waiting") {
      const unknown = e.for === "decision";
      const { runIndex, attempt, until, failure } = e;
      const more = { runIndex, attempt, until, failure, waitingFor: e.for, unknownItems: unknown ? e.items : undefined };
      change(e.step, e.node, e.at, { ...more, status: unknown ? "unknown" : "waiting" });
    } else if (e.kind === "settled") {
      const known = steps.get(e.step);
      if (known?.unknownItems) known.unknownItems = known.unknownItems.filter((item) => e.item !== null && item !== e.item);
    } else if (e.kind === "step") {
      const { runIndex, status, attempt, ms, failure, inputs } = e;
      const known = steps.get(e.step);
      // Cancelled with its run while nobody had said what became of it: that stays unknown.
      if (status === "cancelled" && known?.status === "unknown") {
        Object.assign(known, { inputs });
        continue;
      }
      const answered = answerIn(e.state);
      change(e.step, e.node, e.at - ms, { ...OVER, runIndex, status, attempt, ms, failure, inputs, counts: countsOf(e), answered });
    }
  }

  // The trigger's own step has no record of its own: the run's is.
  if (!steps.has(0) && stored.rerunFrom === undefined && (steps.size > 0 || isFinal(stored.status))) {
    const counts = Lists.parse(JSON.parse(reader.input(run))).map((list) => list.length);
    change(0, stored.trigger, stored.at, { status: "succeeded", ms: 0, counts });
  }
  return { steps: [...steps.values()].sort((a, b) => a.step - b.step), log };
}
