import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { checkConditions } from "../conditions/evaluate.ts";
import { conditionsField, failuresField, withoutRules } from "../conditions/schema.ts";
import { ofItem, onFailure } from "../failing-items.ts";

const Input = z.object({ conditions: conditionsField("Keep items where"), failures: failuresField });
type Input = z.infer<typeof Input>;

export const filterAction = defineAction<Input>({
  id: "filter",
  title: "Filter",
  description: "Lets through only the items that meet conditions.",
  example: "Only orders with {{ $json.total }} above 100 go on.",
  keywords: ["condition", "where", "keep", "remove", "drop"],
  icon: "filter",
  mode: "stream",
  input: Input,
  incomplete: ({ conditions }) => withoutRules(conditions),
  lenient: true,
  sample: [{ status: "paid" }],
  effect: "none",
  passes: true,
  idempotent: "naturally",
  run(ctx) {
    const out = ctx.out(0);
    for (const [at, item] of ctx.items.entries()) {
      const source = ctx.offset + at;
      let met = false;
      try {
        met = checkConditions(ctx.params(source).conditions, ctx.workflow.timezone, source);
      } catch (error) {
        if (onFailure(ctx, source) !== "no") throw ofItem(error, source);
      }
      if (met) out.push({ ...item, source });
    }
  },
});
