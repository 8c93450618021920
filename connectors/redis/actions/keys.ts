import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { partlyDone } from "../faults.ts";
import { type Command, inStep } from "../session.ts";
import { dots, expire, into, KINDS, key, kind, missing, needed, placed, read, text, toText } from "../values.ts";

const MOST_KEYS = 100_000;
const common = { connection: "required", icon: "database" } as const;

const GetInput = z.object({ key, into, kind, dots });
export const getValue = defineAction<z.infer<typeof GetInput>>({
  ...common,
  mode: "item",
  id: "get",
  title: "Get value",
  description: "Reads what stands under a key: text, fields, a list or a set.",
  keywords: ["read", "cache", "hash", "list"],
  parallel: 5,
  input: GetInput,
  incomplete: (input) => missing(input.key, "key", "Key"),
  sample: [{ value: "ready" }],
  effect: "read",
  idempotent: "naturally",
  run: async (ctx) => {
    const { key: name, into: to, kind: wanted, dots: nested } = ctx.input;
    needed(name, "key", "Key");
    return [placed(to || "value", await inStep(ctx, "read", (command) => read(command, name, wanted)), nested)];
  },
});

const SetInput = z.object({
  key,
  value: field(z.unknown().optional(), {
    title: "Value",
    help: "An object becomes fields, a list a list, unless the kind says otherwise.",
  }),
  kind: field(z.enum(KINDS).default("auto"), {
    title: "Kept as",
    labels: ["By the value", "Text", "Fields (hash)", "List", "Set"],
    widget: "select",
    advanced: true,
  }),
  expire,
  onlyNew: field(z.boolean().default(false), {
    title: "Only where there is nothing yet",
    help: "For text. The item then says in `stored` whether it was.",
    widget: "switch",
    advanced: true,
  }),
});
type SetInput = z.infer<typeof SetInput>;

/** Text that is JSON where a list or fields are wanted. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const wrongKind = (what: string) =>
  userError(`The value is no ${what}.`, { field: "value", fix: `Give ${what === "list" ? "a list" : "an object"}, or keep it as text.` });

/** What replaces the key's content, as commands that happen together. */
function writes({ key: name, value, kind: given }: SetInput): string[][] {
  const found =
    given === "auto" ? (Array.isArray(value) ? "list" : typeof value === "object" && value !== null ? "hash" : "string") : given;
  if (found === "string") return [["SET", name, toText(value)]];
  const content = parsed(value);
  if (found === "hash") {
    if (typeof content !== "object" || content === null || Array.isArray(content)) throw wrongKind("object");
    const pairs = Object.entries(content).flatMap(([field_, one]) => [field_, toText(one)]);
    return [["DEL", name], ...(pairs.length === 0 ? [] : [["HSET", name, ...pairs]])];
  }
  if (!Array.isArray(content)) throw wrongKind("list");
  const entries = content.map((one: unknown) => toText(one));
  return [["DEL", name], ...(entries.length === 0 ? [] : [[found === "list" ? "RPUSH" : "SADD", name, ...entries]])];
}

async function together(command: Command, commands: readonly string[][]): Promise<void> {
  if (commands.length === 1) {
    await command(...(commands[0] ?? []));
    return;
  }
  // Sent in one go: nobody sees the key half written.
  const replies = await Promise.all([command("MULTI"), ...commands.map((one) => command(...one)), command("EXEC")]);
  // What fails inside undoes nothing of the rest and is told only here.
  for (const reply of [replies.at(-1)].flat()) if (reply instanceof Error) throw partlyDone(reply);
}

export const setValue = defineAction<SetInput>({
  ...common,
  mode: "item",
  id: "set",
  title: "Set value",
  description: "Keeps a value under a key. The item goes on as it is.",
  keywords: ["write", "save", "cache", "hash", "ttl"],
  input: SetInput,
  incomplete: (input) => missing(input.key, "key", "Key"),
  sample: [{ id: 4711, status: "ready" }],
  effect: "write",
  idempotent: (input) => (input.onlyNew ? "no" : "naturally"),
  async run(ctx) {
    const { input } = ctx;
    needed(input.key, "key", "Key");
    if (input.onlyNew) {
      const args = ["SET", input.key, toText(input.value), "NX", ...(input.expire > 0 ? ["EX", String(input.expire)] : [])];
      const stored = (await inStep(ctx, "write", (command) => command(...args))) !== null;
      return [{ ...ctx.item.json, stored }];
    }
    const commands = writes(input);
    if (input.expire > 0) commands.push(["EXPIRE", input.key, String(input.expire)]);
    await inStep(ctx, "write", (command) => together(command, commands));
    return [ctx.item.json];
  },
});

const DeleteInput = z.object({ key });
export const deleteKey = defineAction<z.infer<typeof DeleteInput>>({
  ...common,
  mode: "item",
  id: "delete",
  title: "Delete key",
  description: "Forgets a key and what stands under it. The item goes on as it is.",
  keywords: ["remove", "del", "forget"],
  input: DeleteInput,
  incomplete: (input) => missing(input.key, "key", "Key"),
  sample: [{ id: 4711 }],
  effect: "write",
  idempotent: "naturally",
  dangerous: "delete",
  async run(ctx) {
    needed(ctx.input.key, "key", "Key");
    await inStep(ctx, "write", (command) => command("DEL", ctx.input.key));
    return [ctx.item.json];
  },
});

const CountInput = z.object({ key, by: field(z.coerce.number().int().default(1), { title: "By", widget: "number" }), expire });
export const increment = defineAction<z.infer<typeof CountInput>>({
  ...common,
  mode: "item",
  id: "increment",
  title: "Count up",
  description: "Adds to the number under a key and gives the new one.",
  keywords: ["counter", "incr", "rate limit"],
  input: CountInput,
  incomplete: (input) => missing(input.key, "key", "Key"),
  sample: [{ "visits:today": 8 }],
  effect: "write",
  idempotent: "no",
  async run(ctx) {
    const { key: name, by, expire: seconds } = ctx.input;
    needed(name, "key", "Key");
    const count = await inStep(ctx, "write", async (command) => {
      const [first] = await Promise.all([
        command("INCRBY", name, String(by)),
        ...(seconds > 0 ? [command("EXPIRE", name, String(seconds))] : []),
      ]);
      return first;
    });
    return [placed(name, count, false)];
  },
});

const FindInput = z.object({
  pattern: field(text.default("*"), { title: "Pattern", help: "* = anything, ? = one character.", placeholder: "job:*" }),
  values: field(z.boolean().default(true), { title: "With their values", widget: "switch" }),
  limit: field(z.coerce.number().int().min(1).max(MOST_KEYS).default(1_000), { title: "At most", widget: "number" }),
});

/** Walks the keys in portions: a server with many of them keeps answering others. */
async function scan(command: Command, pattern: string, limit: number): Promise<string[]> {
  const found = new Set<string>();
  let cursor = "0";
  do {
    const reply = await command("SCAN", cursor, "MATCH", pattern, "COUNT", "500");
    const [next, names] = Array.isArray(reply) ? reply : [];
    for (const name of Array.isArray(names) ? names : []) if (found.size < limit) found.add(toText(name));
    cursor = toText(next ?? "0");
  } while (cursor !== "0" && found.size < limit);
  return [...found].sort();
}

export const findKeys = defineAction<z.infer<typeof FindInput>>({
  ...common,
  mode: "item",
  id: "keys",
  title: "Find keys",
  description: "Finds keys by a pattern and gives them, with their values, as fields of one item.",
  keywords: ["scan", "search", "list"],
  input: FindInput,
  sample: [{ "job:1": "ready", "job:2": "done" }],
  effect: "read",
  idempotent: "naturally",
  async run(ctx) {
    const { pattern, values, limit } = ctx.input;
    return inStep(ctx, "read", async (command) => {
      const names = await scan(command, pattern || "*", limit);
      if (!values) return [{ keys: names }];
      const pairs = [];
      for (const name of names) pairs.push([name, await read(command, name, "auto")] as const);
      return [Object.fromEntries(pairs)];
    });
  },
});
