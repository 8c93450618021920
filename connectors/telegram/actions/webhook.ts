import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { StepError, userError } from "#shared/model/failure.ts";
import { call, callerOf } from "../client.ts";
import { filled, missing, text } from "../fields.ts";
import { DONE } from "../sent.ts";
import { UPDATE_LABELS, UPDATES } from "../updates.ts";

const Input = z.object({
  operation: field(z.enum(["set", "get", "delete"]).default("set"), {
    title: "What to do",
    labels: ["Have updates sent to an address", "Show where they go", "Have them sent no longer"],
    widget: "select",
    expression: "no",
  }),
  url: field(text, {
    title: "Address",
    help: "The public address of the workflow that begins with “Telegram update”. It begins with https://.",
    placeholder: "https://…/hook/telegram",
    showIf: { operation: ["set"] },
  }),
  updates: field(z.array(z.enum(UPDATES)).default([]), {
    title: "Updates",
    help: "None chosen = most of them.",
    labels: UPDATE_LABELS,
    showIf: { operation: ["set"] },
  }),
  dropPending: field(z.boolean().default(false), {
    title: "Forget what is waiting",
    widget: "switch",
    showIf: { operation: ["set", "delete"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

export const webhook = defineAction<Input>({
  id: "webhook",
  title: "Set where updates go",
  description: "Tells Telegram the address of the workflow that its updates start. To be done once.",
  keywords: ["setWebhook", "register", "trigger", "address"],
  icon: "webhook",
  mode: "item",
  input: Input,
  incomplete: (input) => (input.operation === "set" ? missing([["url", "Address", input.url]]) : []),
  sample: [DONE],
  effect: (input) => (input.operation === "get" ? "read" : "write"),
  idempotent: "naturally",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    const more = filled({ drop_pending_updates: input.dropPending });
    if (input.operation === "get") return call(callerOf(ctx), "getWebhookInfo", {}, "read");
    if (input.operation === "delete") return call(callerOf(ctx), "deleteWebhook", more, "write");
    if (!/^https:\/\//i.test(input.url))
      throw userError("Telegram sends updates to addresses that begin with https:// only.", {
        field: "url",
        fix: "Enter the public address of your tunnel or server.",
      });
    const secret = ctx.secrets?.webhookSecret ?? "";
    if (secret === "")
      throw new StepError({
        kind: "connection",
        message: "The connection has no webhook secret, so anybody could start the workflow.",
        field: "webhookSecret",
        fix: "Open the connection and enter any text of your own as its webhook secret.",
      });
    const body = {
      url: input.url,
      secret_token: secret,
      ...(input.updates.length === 0 ? {} : { allowed_updates: input.updates }),
      ...more,
    };
    return call(callerOf(ctx), "setWebhook", body, "write");
  },
});
