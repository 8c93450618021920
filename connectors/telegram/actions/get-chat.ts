import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { call, callerOf, get } from "../client.ts";
import { chat, missing, needed, text } from "../fields.ts";

const Input = z.object({
  operation: field(z.enum(["chat", "administrators", "member"]).default("chat"), {
    title: "What to read",
    labels: ["The chat", "Its administrators", "One of its members"],
    widget: "select",
    expression: "no",
  }),
  chat,
  user: field(text, { title: "Person", help: "The person's id.", showIf: { operation: ["member"] } }),
});
type Input = z.infer<typeof Input>;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export const getChat = defineAction<Input>({
  id: "get_chat",
  title: "Get chat",
  description: "Reads what is known of a chat, its administrators or one of its members.",
  keywords: ["group", "channel", "member", "administrators", "user"],
  icon: "users",
  mode: "item",
  parallel: 5,
  input: Input,
  incomplete: (input) =>
    missing([["chat", "Chat", input.chat], ...(input.operation === "member" ? [["user", "Person", input.user] as const] : [])]),
  sample: [{ ok: true, result: { id: 4711, first_name: "Ann", type: "private" } }],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  async run(ctx) {
    const { input } = ctx;
    const body = { chat_id: needed(input.chat, "chat", "Chat") };
    if (input.operation === "chat") return call(callerOf(ctx), "getChat", body, "read");
    if (input.operation === "member")
      return call(callerOf(ctx), "getChatMember", { ...body, user_id: needed(input.user, "user", "Person") }, "read");
    const { result } = await get(callerOf(ctx), "getChatAdministrators", body, "read");
    return [result].flat().filter(isObject);
  },
});
