import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, delivery, deliveryOf, filled, format, missing, needed, parseMode, text } from "../fields.ts";
import { MESSAGE } from "../sent.ts";

const Input = z.object({
  chat,
  media: field(
    z
      .array(
        z.object({
          kind: field(z.enum(["photo", "video"]).default("photo"), { title: "Kind", labels: ["Photo", "Video"], widget: "select" }),
          file: field(text, { title: "Link or file id" }),
          caption: field(text, { title: "Words below it" }),
          format,
        }),
      )
      .max(10, "An album holds at most 10 photos and videos.")
      .default([]),
    { title: "Photos and videos", help: "Two to ten.", widget: "list" },
  ),
  ...delivery,
});
type Input = z.infer<typeof Input>;

export const sendAlbum = defineAction<Input>({
  id: "send_album",
  title: "Send album",
  description: "Sends several photos and videos as one album.",
  keywords: ["media group", "photos", "gallery"],
  icon: "layers",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    missing([
      ["chat", "Chat", input.chat],
      ["media", "The list of photos", input.media.length === 0 ? "" : "there"],
    ]),
  output: z.looseObject({ ok: z.literal(true), result: z.array(z.looseObject({ message_id: z.number() })) }),
  sample: [{ ok: true, result: [MESSAGE.result, { ...MESSAGE.result, message_id: 8 }] }],
  effect: "write",
  idempotent: "no",
  dangerous: "message",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    const media = input.media.map((one) => ({
      type: one.kind,
      media: one.file,
      ...filled({ caption: one.caption, parse_mode: one.caption === "" ? "" : parseMode(one.format) }),
    }));
    return call(callerOf(ctx), "sendMediaGroup", { chat_id: needed(input.chat, "chat", "Chat"), media, ...deliveryOf(input) }, "write");
  },
});
