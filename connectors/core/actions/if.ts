import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { checkConditions } from "../conditions/evaluate.ts";
import { conditionsField, failuresField, withoutRules } from "../conditions/schema.ts";
import { ofItem, onFailure } from "../failing-items.ts";

const Input = z.object({ conditions: conditionsField("Conditions"), failures: failuresField });
type Input = z.infer<typeof Input>;

export const ifAction = defineAction<Input>({
  id: "if",
  title: "If",
  description: "Sends each item one way or the other, by conditions.",
  example: "Orders above 1,000 go to the branch that asks for approval, the others straight on.",
  keywords: ["condition", "branch", "decide", "compare", "route"],
  icon: "split",
  mode: "stream",
  input: Input,
  incomplete: ({ conditions }) => withoutRules(conditions),
  lenient: true,
  sample: [{ status: "paid" }],
  effect: "none",
  passes: true,
  idempotent: "naturally",
  outputs: [
    { id: "true", label: "True" },
    { id: "false", label: "False" },
  ],
  run(ctx) {
    const [yes, no] = [ctx.out(0), ctx.out(1)];
    for (const [at, item] of ctx.items.entries()) {
      const source = ctx.offset + at;
      let met = false;
      try {
        met = checkConditions(ctx.params(source).conditions, ctx.workflow.timezone, source);
      } catch (error) {
        if (onFailure(ctx, source) !== "no") throw ofItem(error, source);
      }
      (met ? yes : no).push({ ...item, source });
    }
  },
});
