import { z } from "zod";
import type { ListContext, ListResult, StepContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { StepError } from "#shared/model/failure.ts";

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
