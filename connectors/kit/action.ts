import type { z } from "zod";
import type { ItemContext, ItemResult, ListContext, ListResult, StreamContext, TableOp, TableResult } from "./context.ts";

export type Effect = "none" | "read" | "write";
export type Idempotent = "naturally" | "key" | "no";

export interface Port {
  /** Stable: edges name it. */
  id: string;
  label: string;
}
export const IN: Port = { id: "in", label: "" };
export const OUT: Port = { id: "out", label: "" };
/** The port by which failed items leave where the step's `onError` is `route`; always the last output. */
export const ERROR: Port = { id: "error", label: "Error" };

/** Given the raw params, so that ports can follow from them (switch, merge). */
type Ports = readonly Port[] | ((params: Record<string, unknown>) => readonly Port[]);

export interface Incomplete {
  field: string;
  message: string;
  fix: string;
  /** It runs, though hardly as meant. */
  warning?: boolean;
}

interface Common<I> {
  /** Operation part of the node type: `core.if` → `if`. */
  id: string;
  title: string;
  /** One plain sentence for the picker. */
  description: string;
  /** What it may be used for, in a line. */
  example?: string;
  version?: number;
  input: z.ZodType<I>;
  /** Skips the schema for values that come from expressions, where the run itself checks them: for steps on the hot path. */
  lenient?: boolean;
  /** What the schema lets pass, as imports and half-drawn steps need, but with which the step can't do its work. */
  incomplete?: (params: I) => readonly Incomplete[];
  output?: z.ZodType;
  /** Items (their json) that it may emit on output 0: for simulation, tests and the form's preview. */
  sample: readonly Record<string, unknown>[];
  effect: Effect | ((params: I) => Effect);
  /** Asked only where the effect is `write`. */
  idempotent: Idempotent | ((params: I) => Idempotent);
  dangerous?: "money" | "message" | "delete";
  cost?: string;
  inputs?: Ports;
  outputs?: Ports;
  /** Waits until every input that can still deliver has done so. */
  join?: boolean;
  /** Whether a connection must, may or can't be chosen. */
  connection?: "none" | "optional" | "required";
  /** More words to find it by. */
  keywords?: readonly string[];
  icon?: string;
  /** It may answer the sender of the trigger's event. */
  answers?: boolean;
  /** Hands on what comes in, by one output or another or none: an example then goes by all of them. */
  passes?: boolean;
  /** Ends the workflow's way on purpose or has no outputs: never reported as a dead end. */
  terminal?: boolean;
}

/** Per item, outside effects and checkpoints handled by the engine. `parallel` = items at once where the effect is not `write`. */
export interface ItemAction<I> extends Common<I> {
  mode: "item";
  parallel?: number;
  run(ctx: ItemContext<I>): ItemResult | Promise<ItemResult>;
  /** Asks the service whether an interrupted write for this item happened. */
  verify?(ctx: ItemContext<I>): Promise<{ happened: true; output: ItemResult } | { happened: false } | { happened: "unknown" }>;
}
/** Slice by slice and synchronous: no effect, bounded memory, hundreds of thousands of items. */
export interface StreamAction<I> extends Common<I> {
  mode: "stream";
  run(ctx: StreamContext<I>): void;
}
/** Once, with whole lists. */
export interface ListAction<I> extends Common<I> {
  mode: "list";
  run(ctx: ListContext<I>): ListResult | Promise<ListResult>;
}
/** A change of the workspace's own tables: one op per item, all of them in one transaction with the step's record. */
export interface TableAction<I> extends Common<I> {
  mode: "table";
  op(ctx: ListContext<I>, index: number): TableOp;
  result(op: TableOp, result: TableResult, index: number): ItemResult;
}

/** An action as its author writes it. */
export type ActionOf<I> = ItemAction<I> | StreamAction<I> | ListAction<I> | TableAction<I>;
/** As the registry holds it: its own schema is what checks its params. */
export type Action = ActionOf<unknown>;

/** Ties `run` to the schema of `input`, then forgets the type: a registry holds actions of every kind. */
export const defineAction = <I>(action: ActionOf<I>): Action => action as unknown as Action;
