import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { call, callerOf } from "../client.ts";
import { chat, messageId, missing, needed } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const Input = z.object({ chat, message: messageId });
type Input = z.infer<typeof Input>;

export const deleteMessage = defineAction<Input>({
  id: "delete_message",
  title: "Delete message",
  description: "Deletes a message. One older than 48 hours can't be deleted any more.",
  keywords: ["remove"],
  icon: "ban",
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
  // A second deletion does no harm; it only says that the message is gone.
  idempotent: "naturally",
  dangerous: "delete",
  connection: "required",
  run: (ctx) =>
    call(
      callerOf(ctx),
      "deleteMessage",
      { chat_id: needed(ctx.input.chat, "chat", "Chat"), message_id: needed(ctx.input.message, "message", "Message") },
      "write",
    ),
});
