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
