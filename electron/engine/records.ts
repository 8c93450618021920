import type { Failure } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import type { WaitingFor } from "#shared/model/run.ts";
import type { ActiveRun, Work } from "./active-run.ts";
import type { StartRun } from "./new-run.ts";
import type { JournalRecord } from "./ports.ts";

type Of<K extends JournalRecord["kind"]> = Extract<JournalRecord, { kind: K }>;

export interface Wait {
  for: WaitingFor;
  until?: number;
  resumeKey?: string;
}

export const runRecord = (id: RunId, start: StartRun, at: number): Of<"run"> => ({
  kind: "run",
  run: id,
  workflow: start.plan.workflow.id,
  version: start.version,
  ...(start.document === undefined ? {} : { document: start.document }),
  mode: start.mode,
  trigger: start.at.node.id,
  at,
  payload: JSON.stringify(start.items),
  ...(start.rerunOf === undefined ? {} : { rerunOf: start.rerunOf }),
  ...(start.rerunFrom === undefined ? {} : { rerunFrom: start.rerunFrom }),
  ...(start.calledBy === undefined ? {} : { calledBy: start.calledBy }),
  ...(start.options === undefined ? {} : { options: JSON.stringify(start.options) }),
});

/** How a step ended. */
export const stepRecord = (
  run: ActiveRun,
  work: Work,
  at: number,
  end: Pick<Of<"step">, "status" | "outputs" | "state" | "failure">,
): Of<"step"> => ({
  kind: "step",
  run: run.id,
  step: work.step.id,
  node: work.step.node.node.id,
  runIndex: work.step.runIndex,
  attempt: work.attempt,
  at,
  ms: at - work.startedAt,
  inputs: work.step.inputs.map((i) => i && { step: i.step, port: i.port }),
  ...end,
});

/** What a step waits for. `payload`: what it hands on then. */
export const waitingRecord = (
  run: ActiveRun,
  work: Work,
  at: number,
  wait: Wait,
  about: { payload?: string; failure?: Failure; items?: number[] },
): Of<"waiting"> => ({
  kind: "waiting",
  run: run.id,
  step: work.step.id,
  node: work.step.node.node.id,
  runIndex: work.step.runIndex,
  attempt: work.attempt,
  at,
  ...wait,
  ...about,
});
