import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { HttpBody } from "#kit/http.ts";
import { userError } from "#shared/model/failure.ts";
import type { Binary, JsonObject } from "#shared/model/item.ts";
import { ask, callerOf, refuse } from "../client.ts";
import { chat, delivery, deliveryOf, filled, format, missing, needed, parseMode, text } from "../fields.ts";
import { markup, markupOf } from "../markup.ts";
import { MESSAGE, Sent } from "../sent.ts";

const KINDS = ["photo", "document", "video", "audio", "voice", "animation", "sticker"] as const;
const METHODS: Readonly<Record<(typeof KINDS)[number], string>> = {
  photo: "sendPhoto",
  document: "sendDocument",
  video: "sendVideo",
  audio: "sendAudio",
  voice: "sendVoice",
  animation: "sendAnimation",
  sticker: "sendSticker",
};
const MB = 1024 * 1024;
const number = z.coerce.number().int().min(0).default(0);

const Input = z.object({
  chat,
  kind: field(z.enum(KINDS).default("photo"), {
    title: "Sent as",
    labels: ["Photo", "File", "Video", "Music", "Voice message", "Animation", "Sticker"],
    widget: "select",
  }),
  from: field(z.enum(["item", "reference"]).default("item"), {
    title: "The file",
    labels: ["A file of the item", "A link, or the id of a file at Telegram"],
    widget: "select",
    expression: "no",
  }),
  binaryField: field(text.default("data"), { title: "Field with the file", showIf: { from: ["item"] } }),
  fileName: field(text, { title: "Name of the file", showIf: { from: ["item"] }, advanced: true }),
  file: field(text, { title: "Link or file id", placeholder: "https://…", showIf: { from: ["reference"] } }),
  caption: field(text, {
    title: "Words below it",
    widget: "multiline",
    help: "At most 1024 characters.",
    showIf: { kind: [...KINDS].slice(0, 6) },
  }),
  format,
  title: field(text, { title: "Title", showIf: { kind: ["audio"] }, advanced: true }),
  performer: field(text, { title: "Performer", showIf: { kind: ["audio"] }, advanced: true }),
  duration: field(number, { title: "Seconds", showIf: { kind: ["audio", "video", "voice", "animation"] }, advanced: true }),
  width: field(number, { title: "Width", showIf: { kind: ["video", "animation"] }, advanced: true }),
  height: field(number, { title: "Height", showIf: { kind: ["video", "animation"] }, advanced: true }),
  ...markup,
  ...delivery,
});
type Input = z.infer<typeof Input>;

function fileOf({ item, input }: ItemContext<Input>): Binary {
  const files = item.binary ?? {};
  const file = Object.hasOwn(files, input.binaryField) ? files[input.binaryField] : undefined;
  if (file === undefined) {
    const known = Object.keys(files);
    throw userError(`The item has no file named '${input.binaryField}'.`, {
      field: "binaryField",
      fix: known.length === 0 ? "Put a step before this one that gives a file." : `Its files are: ${known.slice(0, 10).join(", ")}.`,
    });
  }
  const most = (input.kind === "photo" ? 10 : 50) * MB;
  if ((file.fileSize ?? 0) > most)
    throw userError(
      `The file has ${Math.ceil((file.fileSize ?? 0) / MB)} MB; Telegram takes ${most / MB} MB ${input.kind === "photo" ? "for a photo" : "at most"}.`,
      {
        field: "binaryField",
        fix: input.kind === "photo" ? "Send it as a file, or make it smaller." : "Make it smaller, or send a link to it.",
      },
    );
  return file;
}

/** A value as a form part: objects travel as JSON. */
const partText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function bodyOf(ctx: ItemContext<Input>, about: JsonObject): HttpBody {
  const { input } = ctx;
  if (input.from === "reference") return { kind: "json", value: { ...about, [input.kind]: input.file } };
  const file = fileOf(ctx);
  const parts = Object.entries(about).map(([name, value]) => ({ name, data: partText(value) }));
  const data = ctx.blobs.read(file);
  const fileName = input.fileName || (file.fileName ?? "file");
  return { kind: "multipart", parts: [...parts, { name: input.kind, data, size: file.fileSize, fileName, contentType: file.mimeType }] };
}

export const sendFile = defineAction<Input>({
  id: "send_file",
  title: "Send photo or file",
  description: "Sends a photo, file, video, music, voice message, animation or sticker.",
  keywords: ["picture", "image", "document", "pdf", "video", "audio", "attachment", "upload", "sticker"],
  icon: "file",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    missing([["chat", "Chat", input.chat], ...(input.from === "reference" ? [["file", "Link or file id", input.file] as const] : [])]),
  output: Sent,
  sample: [MESSAGE],
  effect: "write",
  idempotent: "no",
  dangerous: "message",
  connection: "required",
  async run(ctx) {
    const { input } = ctx;
    const about = {
      chat_id: needed(input.chat, "chat", "Chat"),
      ...filled({
        ...(input.kind === "sticker" ? {} : { caption: input.caption, parse_mode: parseMode(input.format) }),
        ...(input.kind === "audio" ? { title: input.title, performer: input.performer } : {}),
        ...(["audio", "video", "voice", "animation"].includes(input.kind) ? { duration: input.duration || undefined } : {}),
        ...(["video", "animation"].includes(input.kind) ? { width: input.width || undefined, height: input.height || undefined } : {}),
      }),
      ...deliveryOf(input),
      ...markupOf(input),
    };
    const answer = await ask(callerOf(ctx), METHODS[input.kind], bodyOf(ctx, about), "write");
    if (!answer.ok) throw refuse(answer, "write");
    return [answer];
  },
});
