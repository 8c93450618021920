import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { filled, missing, needed, text } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const Input = z.object({
  query: field(text, {
    title: "Press of the button",
    help: "callback_query.id of what the trigger gave.",
    placeholder: "={{ $json.callback_query.id }}",
  }),
  text: field(text, { title: "Text", help: "Shown to the person, at most 200 characters. Empty only ends the button's waiting sign." }),
  alert: field(z.boolean().default(false), { title: "In a window that has to be closed", widget: "switch" }),
  url: field(text, { title: "Link to open", help: "Only for games and links to the bot itself.", advanced: true }),
  cacheSeconds: field(z.coerce.number().int().min(0).default(0), { title: "Keep the answer (seconds)", widget: "number", advanced: true }),
});
type Input = z.infer<typeof Input>;

export const answerCallback = defineAction<Input>({
  id: "answer_callback",
  title: "Answer a button",
  description: "Answers a person who pressed a button below a message.",
  keywords: ["callback query", "inline keyboard", "pressed"],
  icon: "reply",
  mode: "item",
  input: Input,
  incomplete: (input) => missing([["query", "Press of the button", input.query]]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    // The id is a number too long to be one.
    needed(input.query, "query", "Press of the button");
    const more = filled({ text: input.text, show_alert: input.alert, url: input.url, cache_time: input.cacheSeconds || undefined });
    return call(callerOf(ctx), "answerCallbackQuery", { callback_query_id: input.query.trim(), ...more }, "write");
  },
});
