import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import type { Item } from "#shared/model/item.ts";

const Input = z.object({
  count: field(z.coerce.number().int().min(1).default(1), { title: "At most", help: "Number of items.", widget: "number" }),
  keep: field(z.enum(["first", "last"]).default("first"), {
    title: "Which",
    labels: ["The first", "The last"],
    widget: "select",
    expression: "no",
  }),
});
type Input = z.infer<typeof Input>;

export const limitAction = defineAction<Input>({
  id: "limit",
  title: "Limit",
  description: "Lets through at most so many items.",
  example: "Only the ten newest orders go on.",
  keywords: ["first", "last", "take", "top", "head", "count"],
  icon: "list-end",
  mode: "list",
  input: Input,
  sample: [{ id: 1 }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const [items] = ctx.inputs;
    if (!items || items.length === 0) return { outputs: [[]] };
    const { count, keep } = ctx.params(0);
    const from = keep === "first" ? 0 : Math.max(0, items.length - count);
    const kept: Item[] = [];
    for (let index = from; index < Math.min(items.length, from + count); index++) {
      const item = items.at(index);
      if (item) kept.push({ ...item, source: index });
    }
    return { outputs: [kept] };
  },
});
