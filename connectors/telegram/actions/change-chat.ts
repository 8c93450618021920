import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, missing, needed, text } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const Input = z.object({
  operation: field(z.enum(["title", "description", "leave"]).default("title"), {
    title: "What to do",
    labels: ["Rename it", "Change its description", "Leave it"],
    widget: "select",
    expression: "no",
  }),
  chat,
  text: field(text, { title: "New text", showIf: { operation: ["title", "description"] } }),
});
type Input = z.infer<typeof Input>;

export const changeChat = defineAction<Input>({
  id: "change_chat",
  title: "Change chat",
  description: "Renames a group or channel, changes its description, or leaves it.",
  keywords: ["title", "description", "leave", "group", "channel"],
  icon: "pencil",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    missing([["chat", "Chat", input.chat], ...(input.operation === "title" ? [["text", "New text", input.text] as const] : [])]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    const which = { chat_id: needed(input.chat, "chat", "Chat") };
    switch (input.operation) {
      case "title":
        return call(callerOf(ctx), "setChatTitle", { ...which, title: input.text }, "write");
      case "description":
        return call(callerOf(ctx), "setChatDescription", { ...which, description: input.text }, "write");
      case "leave":
        return call(callerOf(ctx), "leaveChat", which, "write");
    }
  },
});
