import { z } from "zod";
import type { ItemFailure, ListContext, ListOutputs, ListResult, StepContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";

/** The same fault, said of one item: the engine then treats that item as the step's `onError` says. */
export function ofItem(error: unknown, item: number): StepError {
  if (error instanceof StepError) {
    return error.failure.item === item ? error : new StepError({ ...error.failure, item }, { cause: error.cause ?? error });
  }
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : "Error";
  return new StepError({ kind: "user", message, name, item }, { cause: error });
}

/** What the step's own `failures` field says, asked in a way that holds even where its other fields can't be read. */
export const onFailure = (ctx: StepContext<unknown>, index: number): unknown => ctx.evaluate?.("={{ $parameter.failures }}", index, {});

/** For steps that work on the list as a whole: what becomes of it where they fail. */
export const passField = field(z.enum(["fail", "pass"]).default("fail"), {
  title: "If the step fails",
  labels: ["The step fails", "Go on with the items as they came in"],
  widget: "select",
  expression: "no",
  advanced: true,
});

export async function orPass(ctx: ListContext<unknown>, work: () => ListResult | Promise<ListResult>): Promise<ListResult> {
  try {
    return await work();
  } catch (error) {
    if (onFailure(ctx, 0) !== "pass") throw error;
    return { outputs: [Array.from(ctx.inputs[0] ?? [], (item, source) => ({ ...item, source }))] };
  }
}

/** Works item by item in a step that takes the whole list: one that fails leaves its place, the others go on. */
export async function eachItem(
  ctx: ListContext<unknown>,
  work: (item: Item, index: number) => Promise<readonly Item[]>,
): Promise<ListOutputs> {
  const out: Item[] = [];
  const failures: ItemFailure[] = [];
  for (const [index, item] of [...(ctx.inputs[0] ?? [])].entries()) {
    ctx.signal.throwIfAborted();
    try {
      out.push(...(await work(item, index)).map((one) => ({ source: index, ...one })));
    } catch (error) {
      if (ctx.signal.aborted) throw error;
      failures.push({ item: index, at: out.length, failure: ofItem(error, index).failure });
    }
  }
  return { outputs: [out], ...(failures.length > 0 ? { failures } : {}) };
}
