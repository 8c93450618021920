import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, missing, needed } from "../fields.ts";
import { DONE, Done } from "../sent.ts";

const ACTIONS = [
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
] as const;

const Input = z.object({
  chat,
  action: field(z.enum(ACTIONS).default("typing"), {
    title: "The bot is",
    labels: [
      "Writing",
      "Sending a photo",
      "Recording a video",
      "Sending a video",
      "Recording a voice message",
      "Sending a voice message",
      "Sending a file",
      "Choosing a sticker",
      "Looking for a place",
      "Recording a video note",
      "Sending a video note",
    ],
    widget: "select",
  }),
});
type Input = z.infer<typeof Input>;

export const chatAction = defineAction<Input>({
  id: "chat_action",
  title: "Show that the bot is busy",
  description: "Shows “is typing …” in a chat for up to five seconds.",
  keywords: ["typing", "status", "activity"],
  icon: "clock",
  mode: "item",
  input: Input,
  incomplete: (input) => missing([["chat", "Chat", input.chat]]),
  output: Done,
  sample: [DONE],
  effect: "write",
  idempotent: "naturally",
  connection: "required",
  run: (ctx) =>
    call(callerOf(ctx), "sendChatAction", { chat_id: needed(ctx.input.chat, "chat", "Chat"), action: ctx.input.action }, "write"),
});
