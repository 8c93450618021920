import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { call, callerOf } from "../client.ts";
import { filled, missing, needed, text } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const Results = z.array(z.looseObject({ type: z.string(), id: z.coerce.string() })).max(50);

const Input = z.object({
  query: field(text, {
    title: "Inline question",
    help: "inline_query.id of what the trigger gave.",
    placeholder: "={{ $json.inline_query.id }}",
  }),
  results: field(z.unknown().optional(), {
    title: "Results",
    help: "A list of InlineQueryResult objects, at most 50.",
    widget: "json",
    placeholder: '[{"type": "article", "id": "1", "title": "…", "input_message_content": {"message_text": "…"}}]',
  }),
  cacheSeconds: field(z.coerce.number().int().min(0).default(0), { title: "Keep the answer (seconds)", widget: "number", advanced: true }),
  personal: field(z.boolean().default(false), { title: "For this person only", widget: "switch", advanced: true }),
});
type Input = z.infer<typeof Input>;

function resultsOf(given: unknown): z.infer<typeof Results> {
  const wrong = (why: string) =>
    userError(`The results can't be used: ${why}.`, {
      field: "results",
      fix: 'Write a list such as [{"type": "article", "id": "1", …}].',
    });
  let value = given;
  try {
    if (typeof given === "string") value = JSON.parse(given);
  } catch {
    throw wrong("they are no JSON");
  }
  const read = Results.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw wrong(`${issue?.path.map(String).join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

export const answerInline = defineAction<Input>({
  id: "answer_inline",
  title: "Answer an inline question",
  description: "Gives the results for what a person typed after the bot's name in any chat.",
  keywords: ["inline query", "results"],
  icon: "list",
  mode: "item",
  input: Input,
  incomplete: (input) => missing([["query", "Inline question", input.query]]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    needed(input.query, "query", "Inline question");
    const more = filled({ cache_time: input.cacheSeconds || undefined, is_personal: input.personal });
    return call(
      callerOf(ctx),
      "answerInlineQuery",
      { inline_query_id: input.query.trim(), results: resultsOf(input.results), ...more },
      "write",
    );
  },
});
