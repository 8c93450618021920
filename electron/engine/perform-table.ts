import type { TableAction } from "#kit/action.ts";
import type { ItemResult, TableOp, TableResult } from "#kit/context.ts";
import { failureOf } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { StepResult } from "./active-run.ts";
import { EngineContext } from "./context.ts";
import type { Step } from "./core.ts";
import { Items } from "./items.ts";
import { inline } from "./outputs.ts";
import type { Try } from "./perform.ts";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isItem = (value: unknown): boolean => isObject(value) && "json" in value && isObject(value.json);

/** Items, not a service's own answer that happens to have a field of that name. */
const isItems = (result: object): result is { items: readonly Item[]; port?: number } =>
  "items" in result &&
  Array.isArray(result.items) &&
  result.items.every(isItem) &&
  (!("port" in result) || typeof result.port === "number") &&
  Object.keys(result).every((key) => key === "items" || key === "port");

/** What one item became, as items that name their origin. */
export function toItems(result: ItemResult, source: number): { port: number; items: readonly Item[] } {
  if (Array.isArray(result)) return { port: 0, items: result.map((json) => ({ json, source })) };
  if (isItems(result)) {
    const { port = 0, items } = result;
    return { port, items: items.map((item) => (item.source === undefined ? { ...item, source } : item)) };
  }
  return { port: 0, items: [{ json: result as Item["json"], source }] };
}

/** The outputs that follow from the ops' results: when they are made, and again whenever the run is read back. */
export function tableOutputs(step: Step, action: TableAction<unknown>, ops: readonly TableOp[], results: readonly TableResult[]): Items[] {
  const ports: Item[][] = step.node.outputs.map(() => []);
  ops.forEach((op, i) => {
    const result = results[i];
    if (!result) return;
    const { port, items } = toItems(action.result(op, result, i), i);
    ports[port]?.push(...items);
  });
  return ports.map((p) => Items.of(p));
}

/** All ops of the step and its record in one transaction: never half, never unknown. */
export async function performTable(attempt: Try, action: TableAction<unknown>): Promise<StepResult> {
  const { deps, run, work } = attempt;
  const { step } = work;
  const context = new EngineContext(run, step, deps.services, attempt.hooks, attempt.signal, []);
  const count = step.inputs.find((i) => i !== null)?.items.length ?? 0;
  const ops: TableOp[] = [];
  for (let i = 0; i < count; i++) ops.push(action.op(context, i));
  const at = deps.clock.now();
  work.turn = run.turns.take();
  const reply = await deps.journal.commitTables({
    ops,
    ...(run.options.trial ? { trial: true } : {}),
    record: {
      kind: "step",
      run: run.id,
      step: step.id,
      node: step.node.node.id,
      runIndex: step.runIndex,
      status: "succeeded",
      attempt: work.attempt,
      at,
      ms: at - work.startedAt,
      inputs: step.inputs.map((i) => i && { step: i.step, port: i.port }),
    },
  });
  if (!reply.ok) return { kind: "failed", failure: { ...reply.failure, item: reply.index } };
  try {
    return {
      kind: "done",
      outputs: tableOutputs(step, action, ops, reply.results).map((items) => ({ items, text: inline(items.single() ?? []).text })),
      recorded: true,
    };
  } catch (error) {
    return { kind: "failed", failure: failureOf(error) };
  }
}
