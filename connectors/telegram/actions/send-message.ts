import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, delivery, deliveryOf, filled, format, missing, needed, parseMode, text } from "../fields.ts";
import { markup, markupOf } from "../markup.ts";
import { MESSAGE, Sent } from "../sent.ts";

const Input = z.object({
  chat,
  text: field(text, { title: "Text", widget: "multiline", help: "At most 4096 characters." }),
  format,
  preview: field(z.boolean().default(true), { title: "Show a preview of its first link", widget: "switch", advanced: true }),
  ...markup,
  ...delivery,
});
type Input = z.infer<typeof Input>;

export const sendMessage = defineAction<Input>({
  id: "send_message",
  title: "Send message",
  description: "Writes to a person, group or channel.",
  keywords: ["text", "notify", "chat", "post", "buttons"],
  icon: "send",
  mode: "item",
  input: Input,
  incomplete: ({ chat: to, text: words }) =>
    missing([
      ["chat", "Chat", to],
      ["text", "Text", words],
    ]),
  output: Sent,
  sample: [MESSAGE],
  effect: "write",
  idempotent: "no",
  dangerous: "message",
  connection: "required",
  run: (ctx) => {
    const { input } = ctx;
    const body = {
      chat_id: needed(input.chat, "chat", "Chat"),
      text: input.text,
      ...filled({ parse_mode: parseMode(input.format), link_preview_options: input.preview ? undefined : { is_disabled: true } }),
      ...deliveryOf(input),
      ...markupOf(input),
    };
    return call(callerOf(ctx), "sendMessage", body, "write");
  },
});
