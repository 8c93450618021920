import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { ask, callerOf, refuse } from "../client.ts";
import { chat, filled, format, messageId, missing, needed, parseMode, text } from "../fields.ts";
import { Markup, markup, markupOf } from "../markup.ts";
import { DONE, Done } from "../sent.ts";

const Input = z.object({
  where: field(z.enum(["chat", "inline"]).default("chat"), {
    title: "Which message",
    labels: ["In a chat", "Sent from inline mode"],
    widget: "select",
    expression: "no",
  }),
  chat: field(chat, { title: "Chat", showIf: { where: ["chat"] } }),
  message: field(messageId, { title: "Message", showIf: { where: ["chat"] } }),
  inlineMessage: field(text, {
    title: "Inline message",
    help: "inline_message_id of what the trigger gave.",
    showIf: { where: ["inline"] },
  }),
  text: field(text, { title: "New text", widget: "multiline" }),
  format,
  preview: field(z.boolean().default(true), { title: "Show a preview of its first link", widget: "switch", advanced: true }),
  keyboard: field(z.enum(["none", "inline"]).default("none"), {
    title: "Buttons",
    labels: ["None", "Below the message"],
    widget: "select",
    expression: "no",
  }),
  rows: markup.rows,
});
type Input = z.infer<typeof Input>;

/** Telegram refuses to set what is already there: a second attempt, whose first one has worked. */
const unchanged = /message is not modified/i;

export const editMessage = defineAction<Input>({
  id: "edit_message",
  title: "Edit message",
  description: "Changes the text of a message that the bot has sent.",
  keywords: ["update", "change", "correct"],
  icon: "pencil",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    missing([
      ...(input.where === "chat"
        ? ([
            ["chat", "Chat", input.chat],
            ["message", "Message", input.message],
          ] as const)
        : [["inlineMessage", "Inline message", input.inlineMessage] as const]),
      ["text", "New text", input.text],
    ]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  async run(ctx) {
    const { input } = ctx;
    const which =
      input.where === "inline"
        ? { inline_message_id: input.inlineMessage }
        : { chat_id: needed(input.chat, "chat", "Chat"), message_id: needed(input.message, "message", "Message") };
    const value = {
      ...which,
      text: input.text,
      ...filled({ parse_mode: parseMode(input.format), link_preview_options: input.preview ? undefined : { is_disabled: true } }),
      ...markupOf(Markup.parse({ keyboard: input.keyboard, rows: input.rows })),
    };
    const answer = await ask(callerOf(ctx), "editMessageText", { kind: "json", value }, "write");
    if (answer.ok) return [answer];
    if (unchanged.test(answer.description ?? "")) return [{ ok: true, result: true, unchanged: true }];
    throw refuse(answer, "write");
  },
});
