import { z } from "zod";
import type { Incomplete } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";

/** Text that may come from an expression as a number; empty = not set. */
export const text = z.coerce.string().default("");

export const chat = field(text, {
  title: "Chat",
  help: "The chat's id, or @name of a public channel. In what the trigger gives it stands at message.chat.id.",
  placeholder: "={{ $json.message.chat.id }}",
});

export const messageId = field(text, {
  title: "Message",
  help: "The id of the message: message_id.",
  placeholder: "={{ $json.message.message_id }}",
});

export const format = field(z.enum(["none", "HTML", "MarkdownV2", "Markdown"]).default("none"), {
  title: "Text is",
  labels: ["Plain", "HTML", "Markdown", "Markdown (old form)"],
  widget: "select",
});

export const silent = field(z.boolean().default(false), { title: "Without a sound", widget: "switch", advanced: true });

/** What all messages can have. */
export const delivery = {
  silent,
  replyTo: field(text, { title: "Answers message", help: "The id of the message that it answers.", advanced: true }),
  thread: field(text, { title: "Topic", help: "The id of a forum's topic.", advanced: true }),
  protect: field(z.boolean().default(false), { title: "Can't be forwarded or saved", widget: "switch", advanced: true }),
};
export const Delivery = z.object(delivery);

/** Ids are numbers; names of channels are text. */
export const idOf = (given: string): number | string => (/^-?\d{1,15}$/.test(given.trim()) ? Number(given.trim()) : given.trim());

/** The value of a field that the request can't do without. */
export function needed(value: string, name: string, title: string): number | string {
  if (value.trim() === "" || value === "undefined" || value === "null")
    throw userError(`${title} is empty.`, { field: name, fix: "Fill it in, or check what its expression gives for this item." });
  return idOf(value);
}

/** Leaves out what the form left empty or off. */
export const filled = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined && value !== false));

export const parseMode = (chosen: z.infer<typeof format>): string => (chosen === "none" ? "" : chosen);

export function deliveryOf(input: z.infer<typeof Delivery>): JsonObject {
  return filled({
    message_thread_id: input.thread === "" ? undefined : idOf(input.thread),
    disable_notification: input.silent,
    protect_content: input.protect,
    reply_parameters: input.replyTo === "" ? undefined : { message_id: idOf(input.replyTo) },
  });
}

/** Fields that have to be filled before the step can work, for the form and publishing. */
export const missing = (fields: readonly (readonly [field: string, title: string, value: string])[]): Incomplete[] =>
  fields.flatMap(([name, title, value]) => (value === "" ? [{ field: name, message: `${title} is empty.`, fix: "Fill it in." }] : []));
