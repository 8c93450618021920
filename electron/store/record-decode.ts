import { z } from "zod";
import type { TableOp, TableResult } from "#kit/context.ts";
import { Failure } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import { RunError, WaitingFor } from "#shared/model/run.ts";
import type { HistoryEntry, OutputText } from "../engine/ports.ts";
import { KIND } from "./batch.ts";
import { StoreError } from "./errors.ts";
import { decodeText, ENCODING } from "./payload.ts";

/** A journal row as selected by readers. */
export interface JournalRow {
  kind: number;
  step: number | null;
  at: number;
  head: string | null;
  encoding: number;
  payload: unknown;
}
export const JOURNAL_COLUMNS = "kind, step, at, head, encoding, payload";

const int = z.number();
const Inputs = z.array(z.tuple([int, int]).nullable());
const StepState = z.enum(["succeeded", "failed", "skipped", "cancelled"]);
const StartedHead = z.tuple([z.string(), int, int]);
const ItemHead = z.tuple([int, z.enum(["succeeded", "failed", "unknown", "retry"])]);
const StepHead = z.tuple([
  z.string(),
  int,
  StepState,
  int,
  int,
  z.array(z.union([int, z.tuple([int, int])])),
  Inputs,
  int.nullable(),
  Failure.nullable(),
]);
const WaitingHead = z.tuple([
  z.string(),
  int,
  int,
  WaitingFor,
  int.nullable(),
  z.string().nullable(),
  Failure.nullable(),
  z.array(int).nullable(),
]);
const SettledHead = z.tuple([int.nullable(), z.enum(["happened", "repeat", "skip"]), z.string()]);
const WaitsHead = z.tuple([WaitingFor, int.nullable()]);
const EndHead = z.tuple([z.enum(["succeeded", "failed", "cancelled"]), RunError.nullable()]);
const TablesHead = z.tuple([z.string(), int, StepState, int, int, Inputs, z.string().nullable(), Failure.nullable()]);

const stepRefs = (inputs: z.infer<typeof Inputs>) => inputs.map((input) => (input ? { step: input[0], port: input[1] } : null));

/** Cuts the payload of a step at the lengths in its head. */
function stepTexts(head: z.infer<typeof StepHead>, payload: string): { outputs: OutputText[]; state?: string } {
  let at = 0;
  const outputs = head[5].map((output): OutputText => {
    if (typeof output !== "number") return { kind: "paged", count: output[0], pages: output[1] };
    at += output;
    return { kind: "inline", text: payload.slice(at - output, at) };
  });
  return head[7] === null ? { outputs } : { outputs, state: payload.slice(at) };
}

const Pack = z.array(z.tuple([int, int, int, z.unknown(), int]));

/** The records of a row: itself, or those that share it. */
export function unpackRow(dir: string, row: JournalRow): JournalRow[] {
  if (row.kind !== KIND.pack) return [row];
  const text = decodeText(dir, row.encoding, row.payload);
  let end = 0;
  return Pack.parse(JSON.parse(`[${row.head}]`)).map(([kind, step, at, head, length]) => {
    const from = end;
    end += Math.max(length, 0);
    const payload = length < 0 ? { encoding: ENCODING.none, payload: null } : { encoding: ENCODING.text, payload: text.slice(from, end) };
    return { kind, step: step < 0 ? null : step, at, head: head === null ? null : JSON.stringify(head), ...payload };
  });
}

/** The way back from `record-encode.ts`. `dir` is where payloads with a file of their own stand. */
export function decodeRow(dir: string, run: RunId, row: JournalRow): HistoryEntry {
  const head: unknown = row.head === null ? [] : JSON.parse(row.head);
  const { at } = row;
  const step = row.step ?? 0;
  const text = () => decodeText(dir, row.encoding, row.payload);
  const payload = row.encoding === 0 ? {} : { payload: text() };
  switch (row.kind) {
    case KIND.running:
      return { kind: "running", run, at, ...(row.head === null ? {} : { again: true }) };
    case KIND.started: {
      const [node, attempt, item] = StartedHead.parse(head);
      return { kind: "started", run, step, node, attempt, item, at };
    }
    case KIND.item: {
      const [item, status] = ItemHead.parse(head);
      return { kind: "item", run, step, item, status, payload: text(), at };
    }
    case KIND.step: {
      const parsed = StepHead.parse(head);
      const [node, runIndex, status, attempt, ms, , inputs, , failure] = parsed;
      return {
        kind: "step",
        run,
        step,
        node,
        runIndex,
        status,
        attempt,
        at,
        ms,
        inputs: stepRefs(inputs),
        ...stepTexts(parsed, text()),
        ...(failure && { failure }),
      };
    }
    case KIND.tables: {
      const [node, runIndex, status, attempt, ms, inputs, state, failure] = TablesHead.parse(head);
      return {
        kind: "step",
        run,
        step,
        node,
        runIndex,
        status,
        attempt,
        at,
        ms,
        inputs: stepRefs(inputs),
        tables: JSON.parse(text()) as { ops: TableOp[]; results: TableResult[] },
        ...(state !== null && { state }),
        ...(failure && { failure }),
      };
    }
    case KIND.waiting: {
      const [node, runIndex, attempt, reason, until, resumeKey, failure, items] = WaitingHead.parse(head);
      return {
        kind: "waiting",
        run,
        step,
        node,
        runIndex,
        attempt,
        for: reason,
        at,
        ...(until !== null && { until }),
        ...(resumeKey !== null && { resumeKey }),
        ...(failure && { failure }),
        ...(items && { items }),
        ...payload,
      };
    }
    case KIND.settled: {
      const [item, answer, by] = SettledHead.parse(head);
      return { kind: "settled", run, step, item, answer, by, at, ...payload };
    }
    case KIND.event:
      return { kind: "event", run, step, payload: text(), at };
    case KIND.log:
      return { kind: "log", run, step, text: text(), at };
    case KIND.answered:
      return { kind: "answered", run, status: z.tuple([int]).parse(head)[0], at };
    case KIND.waits: {
      const [reason, until] = WaitsHead.parse(head);
      return { kind: "waits", run, for: reason, at, ...(until !== null && { until }) };
    }
    case KIND.cancel:
      return { kind: "cancel", run, by: z.tuple([z.string()]).parse(head)[0], at };
    case KIND.end: {
      const [status, error] = EndHead.parse(head);
      return { kind: "end", run, status, at, ...(error && { error }) };
    }
    default:
      throw new StoreError("corrupt", `Run ${run} holds a record of the unknown kind ${row.kind}.`);
  }
}
