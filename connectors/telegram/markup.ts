import { z } from "zod";
import { field } from "#kit/field.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { filled, text } from "./fields.ts";

const KINDS = ["callback", "url", "webApp", "switchInline", "switchInlineHere", "pay", "contact", "location", "text"] as const;

const Button = z.object({
  text: field(text, { title: "Text" }),
  kind: field(z.enum(KINDS).default("callback"), {
    title: "What it does",
    widget: "select",
    labels: [
      "Answers with data",
      "Opens a link",
      "Opens a web app",
      "Asks this bot in another chat",
      "Asks this bot here",
      "Pays",
      "Sends the phone number",
      "Sends the place",
      "Sends its text",
    ],
  }),
  value: field(text, { title: "Data or link", showIf: { kind: ["callback", "url", "webApp", "switchInline", "switchInlineHere"] } }),
});
type Button = z.infer<typeof Button>;

/** What stands below a message or instead of the keyboard. */
export const markup = {
  keyboard: field(z.enum(["none", "inline", "reply", "remove", "force"]).default("none"), {
    title: "Buttons",
    labels: ["None", "Below the message", "Instead of the keyboard", "Take the buttons away", "Ask for an answer"],
    widget: "select",
    expression: "no",
  }),
  rows: field(z.array(z.object({ buttons: z.array(Button).default([]) })).default([]), {
    title: "Rows of buttons",
    widget: "list",
    showIf: { keyboard: ["inline", "reply"] },
  }),
  resize: field(z.boolean().default(false), { title: "Small buttons", widget: "switch", showIf: { keyboard: ["reply"] } }),
  oneTime: field(z.boolean().default(false), { title: "Hide after use", widget: "switch", showIf: { keyboard: ["reply"] } }),
  selective: field(z.boolean().default(false), {
    title: "Only for those it answers or names",
    widget: "switch",
    showIf: { keyboard: ["reply", "remove", "force"] },
    advanced: true,
  }),
};
export const Markup = z.object(markup);
type Markup = z.infer<typeof Markup>;

const INLINE: Partial<Record<Button["kind"], (value: string) => JsonObject>> = {
  callback: (value) => filled({ callback_data: value }),
  url: (value) => filled({ url: value }),
  webApp: (value) => ({ web_app: { url: value } }),
  switchInline: (value) => ({ switch_inline_query: value }),
  switchInlineHere: (value) => ({ switch_inline_query_current_chat: value }),
  pay: () => ({ pay: true }),
};
const REPLY: Partial<Record<Button["kind"], (value: string) => JsonObject>> = {
  contact: () => ({ request_contact: true }),
  location: () => ({ request_location: true }),
  webApp: (value) => ({ web_app: { url: value } }),
};

/** `reply_markup`, or nothing. */
export function markupOf(input: Markup): JsonObject {
  const rows = (kinds: typeof INLINE) =>
    input.rows.map((row) => row.buttons.map((button) => ({ text: button.text, ...kinds[button.kind]?.(button.value) })));
  const selective = filled({ selective: input.selective });
  switch (input.keyboard) {
    case "none":
      return {};
    case "inline":
      return { reply_markup: { inline_keyboard: rows(INLINE) } };
    case "reply":
      return {
        reply_markup: {
          keyboard: rows(REPLY),
          ...filled({ resize_keyboard: input.resize, one_time_keyboard: input.oneTime }),
          ...selective,
        },
      };
    case "remove":
      return { reply_markup: { remove_keyboard: true, ...selective } };
    case "force":
      return { reply_markup: { force_reply: true, ...selective } };
  }
}
