import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { StepError, userError } from "#shared/model/failure.ts";
import { toText } from "../values/convert.ts";
import { isRecord } from "../values/path.ts";
import { parseRelaxedJson } from "../values/relaxed-json.ts";

const Input = z.object({
  message: field(z.unknown().optional(), {
    title: "Message",
    help: "Text, or an object with a `message`.",
    placeholder: "The order has no customer",
    widget: "multiline",
  }),
});
type Input = z.infer<typeof Input>;

/** An object's own words for what went wrong, else the whole of it. */
function messageOf(value: unknown): string {
  let given = value;
  if (typeof value === "string" && /^\s*\{/.test(value)) {
    try {
      given = parseRelaxedJson(value);
    } catch {
      return value;
    }
  }
  if (!isRecord(given)) return toText(given);
  for (const key of ["message", "description", "error"]) if (typeof given[key] === "string") return given[key];
  return `Error: ${toText(given)}`;
}

export const stopErrorAction = defineAction<Input>({
  id: "stop_error",
  title: "Stop with error",
  description: "Ends the run as failed, with a message of yours.",
  example: "An order without an address stops the run with a message that says so.",
  keywords: ["fail", "throw", "abort", "exception"],
  icon: "octagon-x",
  mode: "list",
  input: Input,
  sample: [],
  effect: "none",
  idempotent: "naturally",
  outputs: [],
  terminal: true,
  run(ctx) {
    const { message } = ctx.params(0);
    if (message === undefined || message === "")
      throw userError("The step has no message", { field: "message", fix: "Say what went wrong." });
    const description = isRecord(message) ? toText(message) : undefined;
    throw new StepError({
      kind: "user",
      name: "StoppedError",
      message: messageOf(message),
      ...(description === undefined ? {} : { description }),
    });
  },
});
