import { z } from "zod";
import { CodeError } from "#kit/code-error.ts";
import type { CodeResult, ItemFailure } from "#kit/context.ts";
import type { Failure } from "#shared/model/failure.ts";
import { Binary, type Item, type JsonObject, Source } from "#shared/model/item.ts";
import { outputLimit } from "./limits.ts";
import type { ConsoleLine, FromSandbox, SandboxError, ToSandbox } from "./protocol.ts";

/** Milliseconds of reading JSON at a stretch. */
const SLICE = 10;

const Statics = z.object({ global: z.record(z.string(), z.unknown()), node: z.record(z.string(), z.unknown()) });
const Told = z.object({
  name: z.string(),
  message: z.string(),
  description: z.string().optional(),
  line: z.number().optional(),
  limit: z.enum(["time", "memory", "output"]).optional(),
});
const More = z.object({
  failures: z.array(Told.extend({ item: z.number(), at: z.number() })),
  files: z.array(
    z.object({ item: z.number(), key: z.string(), base64: z.string(), mimeType: z.string().optional(), fileName: z.string().optional() }),
  ),
});

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

type Limits = Pick<ToSandbox, "ms" | "bytes">;

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** What to tell a person: the sandbox's words, or the limit that was met and how to stay below it. */
export function failureFor(error: SandboxError, limits: Limits, item?: number): Failure {
  const where = error.line === undefined ? "" : item === undefined ? ` [line ${error.line}]` : ` [line ${error.line}, for item ${item}]`;
  const common = {
    kind: "user" as const,
    retryable: false,
    outcome: "none" as const,
    field: "source",
    ...(item === undefined ? {} : { item }),
  };
  switch (error.limit) {
    case "time":
      return {
        ...common,
        name: "CodeTimeout",
        message: `The code ran longer than its limit of ${seconds(limits.ms)}${where}`,
        fix: "Let it do less at once, look for a loop that does not end, or raise the step's time limit.",
      };
    case "memory":
      return {
        ...common,
        name: "CodeMemory",
        message: `The code needed more memory than its limit of ${megabytes(limits.bytes)}${where}`,
        fix: "Work on fewer items at once, or raise the step's memory limit.",
      };
    case "output":
      return {
        ...common,
        name: "CodeOutput",
        message: `The code returned more than ${megabytes(outputLimit(limits.bytes))}`,
        fix: "Return fewer or smaller items; keep large data in files.",
      };
    case undefined: {
      const builtIn = /^(?:Syntax|Reference|Type|Range)Error$/.test(error.name);
      const description = error.description ?? (builtIn ? error.name : undefined);
      return {
        ...common,
        name: error.name === "ShapeError" ? "CodeError" : error.name,
        message: error.message + where,
        ...(description === undefined ? {} : { description }),
      };
    }
  }
}

/** The items of a run, read slice by slice. Throws CodeError where the code failed or returned what items can't be. */
export async function decode(
  result: Exclude<FromSandbox, { kind: "withdrawn" }>,
  limits: Limits,
  mode: "all" | "each",
): Promise<CodeResult> {
  const staticData = readStatics(result.statics);
  const { console } = result;
  if (result.kind === "failed") throw new CodeError(failureFor(result.error, limits), left(console, staticData));
  const items: Item[] = [];
  let since = performance.now();
  for (const page of result.pages) {
    for (const value of asList(JSON.parse(page))) items.push(toItem(value, items.length, console, staticData));
    if (performance.now() - since > SLICE) {
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    }
  }
  if (result.more === "") return { items, ...left(console, staticData) };
  const more = More.parse(JSON.parse(result.more));
  const failures = more.failures.map(
    (error): ItemFailure => ({ item: error.item, at: error.at, failure: failureFor(error, limits, error.item) }),
  );
  return {
    items,
    ...left(console, staticData),
    ...(mode === "each" && failures.length > 0 ? { failures } : {}),
    ...(more.files.length > 0 ? { files: more.files.filter((file) => file.item < items.length) } : {}),
  };
}

type Statics = z.infer<typeof Statics>;
const left = (console: readonly ConsoleLine[], staticData: Statics | undefined): Pick<CodeResult, "console" | "staticData"> => ({
  console: [...console],
  ...(staticData === undefined ? {} : { staticData }),
});

const readStatics = (text: string): Statics | undefined => (text === "" ? undefined : Statics.safeParse(JSON.parse(text)).data);
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The sandbox has checked its items, but what runs there may have bent it: only what an item can be passes. */
function toItem(value: unknown, index: number, console: readonly ConsoleLine[], staticData: Statics | undefined): Item {
  if (!isObject(value) || !isObject(value.json)) {
    const failure = {
      kind: "user" as const,
      name: "CodeError",
      message: `A 'json' property isn't an object [item ${index}]`,
      description: "In the returned data, every key named 'json' must point to an object.",
      field: "source",
    };
    throw new CodeError(failure, left(console, staticData));
  }
  const { json, binary, source } = value;
  const item: Item = { json };
  if (binary !== undefined) {
    const files = z.record(z.string(), Binary).safeParse(binary);
    if (files.success) item.binary = files.data;
  }
  if (source !== undefined) {
    const from = typeof source === "number" && Number.isInteger(source) && source >= 0 ? source : Source.safeParse(source).data;
    if (from !== undefined) item.source = from;
  }
  return item;
}
