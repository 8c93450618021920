import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, filled, messageId, missing, needed, silent } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const Input = z.object({
  operation: field(z.enum(["pin", "unpin"]).default("pin"), {
    title: "What to do",
    labels: ["Pin", "Unpin"],
    widget: "select",
    expression: "no",
  }),
  chat,
  message: messageId,
  silent,
});
type Input = z.infer<typeof Input>;

export const pinMessage = defineAction<Input>({
  id: "pin_message",
  title: "Pin message",
  description: "Pins a message to the top of its chat, or takes it down.",
  keywords: ["unpin", "top", "announcement"],
  icon: "tag",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    missing([
      ["chat", "Chat", input.chat],
      ["message", "Message", input.message],
    ]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    const which = { chat_id: needed(input.chat, "chat", "Chat"), message_id: needed(input.message, "message", "Message") };
    return input.operation === "pin"
      ? call(callerOf(ctx), "pinChatMessage", { ...which, ...filled({ disable_notification: input.silent }) }, "write")
      : call(callerOf(ctx), "unpinChatMessage", which, "write");
  },
});
