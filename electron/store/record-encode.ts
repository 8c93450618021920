import { assertNever } from "#shared/lib/assert-never.ts";
import type { JournalRecord, OutputText, TableStep } from "../engine/ports.ts";
import { type Batch, KIND, put, putEnd, type RunRecord } from "./batch.ts";

type Step = Extract<JournalRecord, { kind: "step" }>;

const json = JSON.stringify;
/** The head of a run that begins anew after the engine had ended by itself. */
const AGAIN = json(["again"]);

/** An inline output is its length in the payload, a paged one its items and pages. */
const outputHead = (o: OutputText) => (o.kind === "inline" ? o.text.length : [o.count, o.pages]);
const inputHead = (i: Step["inputs"][number]) => (i ? [i.step, i.port] : null);

/** Texts of the inline outputs one after the other, then the state. */
function stepPayload(r: Step): string | null {
  let text = "";
  for (const o of r.outputs) if (o.kind === "inline") text += o.text;
  if (r.state !== undefined) text += r.state;
  return text === "" ? null : text;
}

export const runHead = (r: RunRecord): string =>
  json([
    r.workflow,
    r.version,
    r.mode,
    r.trigger,
    r.rerunOf ?? null,
    r.rerunFrom ?? null,
    r.replay ?? null,
    r.options ?? null,
    r.document ?? null,
    r.calledBy ? [Number(r.calledBy.run), r.calledBy.step, r.calledBy.call, r.calledBy.attempt, r.calledBy.depth] : null,
  ]);

export const tablesHead = (r: TableStep["record"]): string =>
  json([r.node, r.runIndex, r.status, r.attempt, r.ms, r.inputs.map(inputHead), r.state ?? null, r.failure ?? null]);

/** Appends one record (`record-decode.ts` is the way back). */
export function putRecord(b: Batch, r: JournalRecord): void {
  const run = Number(r.run);
  switch (r.kind) {
    case "run":
      put(b, KIND.run, run, -1, r.at, runHead(r), r.payload);
      break;
    case "running":
      put(b, KIND.running, run, -1, r.at, r.again ? AGAIN : "", null);
      break;
    case "started":
      put(b, KIND.started, run, r.step, r.at, json([r.node, r.attempt, r.item]), null);
      break;
    case "item":
      put(b, KIND.item, run, r.step, r.at, json([r.item, r.status]), r.payload);
      break;
    case "page":
      put(b, KIND.page, run, r.step, 0, json([r.port, r.page, r.count]), r.payload);
      break;
    case "step": {
      const head = [
        r.node,
        r.runIndex,
        r.status,
        r.attempt,
        r.ms,
        r.outputs.map(outputHead),
        r.inputs.map(inputHead),
        r.state === undefined ? null : r.state.length,
        r.failure ?? null,
      ];
      put(b, KIND.step, run, r.step, r.at, json(head), stepPayload(r));
      break;
    }
    case "waiting": {
      const head = [r.node, r.runIndex, r.attempt, r.for, r.until ?? null, r.resumeKey ?? null, r.failure ?? null, r.items ?? null];
      put(b, KIND.waiting, run, r.step, r.at, json(head), r.payload ?? null);
      break;
    }
    case "settled":
      put(b, KIND.settled, run, r.step, r.at, json([r.item, r.answer, r.by]), r.payload ?? null);
      break;
    case "event":
      put(b, KIND.event, run, r.step, r.at, "", r.payload);
      break;
    case "log":
      put(b, KIND.log, run, r.step, r.at, "", r.text);
      break;
    case "answered":
      put(b, KIND.answered, run, -1, r.at, json([r.status]), null);
      break;
    case "waits":
      put(b, KIND.waits, run, -1, r.at, json([r.for, r.until ?? null]), null);
      break;
    case "cancel":
      put(b, KIND.cancel, run, -1, r.at, json([r.by]), null);
      break;
    case "end":
      put(b, KIND.end, run, -1, r.at, json([r.status, r.error ?? null]), null);
      putEnd(b, json([Math.round(r.at), r.status, r.error ?? null]));
      break;
    default:
      assertNever(r);
  }
}
