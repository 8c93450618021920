import { z } from "zod";
import { defineTrigger } from "#kit/trigger.ts";

export const errorTrigger = defineTrigger({
  kind: "error",
  id: "error",
  title: "When a workflow fails",
  description: "Starts when a live run fails of a workflow that names this one as its error workflow.",
  example: "When another workflow fails, this one sends a message about it.",
  input: z.object({}),
  sample: [
    {
      execution: {
        id: "231",
        error: {
          message: "The service answered 503",
          name: "service",
          fix: "Try again later.",
          node: { name: "Send invoice", type: "core.http" },
        },
        lastNodeExecuted: "Send invoice",
        mode: "trigger",
      },
      workflow: { id: "w1", name: "Invoices" },
    },
  ],
  keywords: ["failure", "alert", "catch", "problem", "error workflow"],
  icon: "triangle-alert",
  describe: () => "When another workflow fails",
});
