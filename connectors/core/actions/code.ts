import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { CodeError } from "#kit/code-error.ts";
import type { CodeResult, ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { Item } from "#shared/model/item.ts";

const MB = 1024 * 1024;
/** Console lines that go into the run's log; more are counted. */
const LOG_LINES = 200;

const Input = z.object({
  mode: field(z.enum(["all", "each"]).default("all"), {
    title: "Run",
    labels: ["Once, with all items", "Once for each item"],
    widget: "select",
    expression: "no",
  }),
  source: field(z.string().min(1, "Write the code that is to run"), {
    title: "Code",
    help: "`$input.all()` gives the items, `$json` the fields of one; what it returns goes on.",
    widget: "code",
    expression: "no",
  }),
  timeoutMs: field(z.number().int().min(10).max(300_000).default(60_000), {
    title: "Time limit in milliseconds",
    widget: "number",
    advanced: true,
    expression: "no",
  }),
  memoryMb: field(z.number().int().min(8).max(1536).default(512), {
    title: "Memory limit in MB",
    widget: "number",
    advanced: true,
    expression: "no",
  }),
});
type Input = z.infer<typeof Input>;

function keep(ctx: ListContext<Input>, result: Pick<CodeResult, "console" | "staticData">): void {
  for (const { level, text } of result.console.slice(0, LOG_LINES)) ctx.log(level === "log" ? text : `${level}: ${text}`);
  if (result.console.length > LOG_LINES) ctx.log(`... and ${result.console.length - LOG_LINES} more lines`);
  if (result.staticData) ctx.setStaticData(result.staticData);
}

/** Files that the code made are stored, then named by the items that carry them. */
async function withFiles(ctx: ListContext<Input>, result: CodeResult): Promise<readonly Item[]> {
  if (!result.files?.length) return result.items;
  const items = [...result.items];
  for (const file of result.files) {
    const item = items[file.item];
    if (!item) continue;
    const stored = await ctx.blobs.put(Buffer.from(file.base64, "base64"), {
      ...(file.fileName === undefined ? {} : { fileName: file.fileName }),
      ...(file.mimeType === undefined ? {} : { mimeType: file.mimeType }),
    });
    items[file.item] = { ...item, binary: { ...item.binary, [file.key]: stored } };
  }
  return items;
}

/** Share of the memory limit that files may take; the code is told of those that do not fit. */
const FILES_SHARE = 8;

/** Bytes of the items' files, where the code reads them: by helper, or as the `data` of `binary`. */
async function filesOf(ctx: ListContext<Input>, items: readonly Item[], input: Input): Promise<Record<string, string> | undefined> {
  if (!/getBinaryDataBuffer|binary[\s\S]*\bdata\b/.test(input.source)) return undefined;
  const files: Record<string, string> = {};
  let room = (input.memoryMb * MB) / FILES_SHARE;
  for (const item of items) {
    for (const binary of Object.values(item.binary ?? {})) {
      if (files[binary.blob] !== undefined || (binary.fileSize ?? 0) > room) continue;
      const bytes = await ctx.blobs.bytes(binary);
      room -= bytes.length;
      files[binary.blob] = Buffer.from(bytes).toString("base64");
    }
  }
  return files;
}

export const codeAction = defineAction<Input>({
  id: "code",
  title: "Code",
  description: "Runs JavaScript of your own on the items, safely apart from everything else.",
  example: "return items.filter((item) => item.json.total > 100) keeps the large orders.",
  keywords: ["javascript", "js", "script", "function", "transform", "program"],
  icon: "code",
  mode: "list",
  input: Input,
  sample: [{ total: 120, label: "made by code" }],
  effect: "none",
  idempotent: "naturally",
  async run(ctx): Promise<ListOutputs> {
    const input = ctx.params(0);
    const items = [...(ctx.inputs[0] ?? [])];
    const files = await filesOf(ctx, items, input);
    try {
      const result = await ctx.code.run(
        {
          language: "javascript",
          source: input.source,
          mode: input.mode,
          items,
          ...ctx.codeContext(input.source),
          ...(files ? { files } : {}),
          limits: { ms: input.timeoutMs, bytes: input.memoryMb * MB },
        },
        ctx.signal,
      );
      keep(ctx, result);
      return { outputs: [await withFiles(ctx, result)], ...(result.failures ? { failures: result.failures } : {}) };
    } catch (error) {
      if (error instanceof CodeError) keep(ctx, error);
      throw error;
    }
  },
});
