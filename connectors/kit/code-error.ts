import { type Failure, StepError } from "#shared/model/failure.ts";
import type { CodeResult } from "./context.ts";

/** The user's code failed as a whole. What it wrote to its console and to static data before that still counts. */
export class CodeError extends StepError {
  readonly console: CodeResult["console"];
  readonly staticData: CodeResult["staticData"];
  constructor(failure: Partial<Failure> & { message: string }, left: Pick<CodeResult, "console" | "staticData">) {
    super(failure);
    this.console = left.console;
    this.staticData = left.staticData;
  }
}
