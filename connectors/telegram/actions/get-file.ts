import { Readable } from "node:stream";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext, ItemResult } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { StepError } from "#shared/model/failure.ts";
import { addressOf, callerOf, get } from "../client.ts";
import { missing, needed, text } from "../fields.ts";

const File = z.looseObject({ file_path: z.string().min(1) });

const Input = z.object({
  file: field(text, {
    title: "File",
    help: "file_id of a photo, document, voice message, … Photos come in several sizes; the last one is the largest.",
    placeholder: "={{ $json.message.document.file_id }}",
  }),
  download: field(z.boolean().default(true), { title: "Fetch the file itself", widget: "switch" }),
  outputField: field(text.default("data"), { title: "Field for the file", showIf: { download: [true] }, advanced: true }),
  mimeType: field(text, {
    title: "Its type, where Telegram gives none",
    placeholder: "audio/ogg",
    showIf: { download: [true] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

/** The path as an address. A server of one's own may answer with a path on its disk, which no address leads to. */
function addressPath(path: string): string {
  const parts = path.split("/");
  if (path.startsWith("/") || parts.some((part) => part === "." || part === ".."))
    throw new StepError({
      kind: "service",
      name: "TelegramError",
      message: "The Bot API server keeps its files where they can't be fetched from.",
      fix: "Run it without --local.",
    });
  return parts.map(encodeURIComponent).join("/");
}

async function download(ctx: ItemContext<Input>, path: string, answer: Record<string, unknown>): Promise<ItemResult> {
  const { input } = ctx;
  const response = await ctx.http.request({
    method: "GET",
    url: addressOf(callerOf(ctx), `/file/bot/${addressPath(path)}`),
    response: "stream",
    redirects: 0,
    signal: ctx.signal,
  });
  if (!(response.body instanceof Readable)) throw new TypeError("The HTTP client gave no stream.");
  const type = response.headers["content-type"]?.split(";", 1)[0]?.trim();
  const mimeType = input.mimeType !== "" ? input.mimeType : type === "application/octet-stream" ? undefined : type;
  const about = { fileName: path.split("/").at(-1) ?? "file", ...(mimeType === undefined ? {} : { mimeType }) };
  return { items: [{ json: answer, binary: { [input.outputField || "data"]: await ctx.blobs.put(response.body, about) } }] };
}

export const getFile = defineAction<Input>({
  id: "get_file",
  title: "Get file",
  description: "Fetches a file that somebody sent to the bot, up to 20 MB.",
  keywords: ["download", "photo", "voice", "document", "attachment"],
  icon: "file-input",
  mode: "item",
  parallel: 5,
  input: Input,
  incomplete: (input) => missing([["file", "File", input.file]]),
  output: z.looseObject({ ok: z.literal(true), result: z.looseObject({ file_id: z.string() }) }),
  sample: [{ ok: true, result: { file_id: "BQAC", file_unique_id: "AgAD", file_size: 24_576, file_path: "documents/file_1.pdf" } }],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  async run(ctx) {
    needed(ctx.input.file, "file", "File");
    const answer = await get(callerOf(ctx), "getFile", { file_id: ctx.input.file.trim() }, "read");
    if (!ctx.input.download) return [answer];
    const file = File.safeParse(answer.result);
    if (!file.success) throw new StepError({ kind: "service", name: "TelegramError", message: "Telegram did not say where the file is." });
    return download(ctx, file.data.file_path, answer);
  },
});
