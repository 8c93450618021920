import { z } from "zod";
import { defineAction } from "#kit/action.ts";

export const noOpAction = defineAction({
  id: "no_op",
  title: "No operation",
  description: "Hands on what comes in: a place to join lines or to hang a note on.",
  example: "A place where several branches meet before the next step.",
  keywords: ["nothing", "pass", "placeholder"],
  icon: "arrow-right",
  mode: "stream",
  input: z.object({}),
  lenient: true,
  sample: [{ id: 1 }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const out = ctx.out(0);
    for (const [at, item] of ctx.items.entries()) out.push({ ...item, source: ctx.offset + at });
  },
});
