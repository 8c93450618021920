import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { inStep } from "../session.ts";
import { dots, into, missing, needed, placed, text, toText } from "../values.ts";

const common = { connection: "required", icon: "list" } as const;
const list = field(text, { title: "List", placeholder: "queue" });
const tail = field(z.boolean().default(false), { title: "At its end", help: "Off = at its beginning.", widget: "switch" });
const data = field(z.unknown().optional(), { title: "Value" });

const PushInput = z.object({ list, value: data, tail });
export const push = defineAction<z.infer<typeof PushInput>>({
  ...common,
  mode: "item",
  id: "push",
  title: "Add to a list",
  description: "Puts a value at the beginning or end of a list. The item goes on as it is.",
  keywords: ["push", "queue", "lpush", "rpush"],
  input: PushInput,
  incomplete: (input) => missing(input.list, "list", "List"),
  sample: [{ id: 4711 }],
  effect: "write",
  idempotent: "no",
  async run(ctx) {
    const { list: name, value, tail: atEnd } = ctx.input;
    needed(name, "list", "List");
    await inStep(ctx, "write", (command) => command(atEnd ? "RPUSH" : "LPUSH", name, toText(value)));
    return [ctx.item.json];
  },
});

const PopInput = z.object({
  list,
  tail,
  into: field(into, { title: "Field for the answer", help: "Empty = the entry's own fields." }),
  dots,
});

/** What was pushed as JSON comes back as what it was. */
function entryOf(reply: unknown): unknown {
  if (typeof reply !== "string") return reply;
  try {
    return JSON.parse(reply);
  } catch {
    return reply;
  }
}

export const pop = defineAction<z.infer<typeof PopInput>>({
  ...common,
  mode: "item",
  id: "pop",
  title: "Take from a list",
  description: "Takes the first or last entry out of a list.",
  keywords: ["pop", "queue", "lpop", "rpop"],
  input: PopInput,
  incomplete: (input) => missing(input.list, "list", "List"),
  sample: [{ value: { id: 4711 } }],
  effect: "write",
  // What was taken and got lost on the way is gone: nobody may take another by guessing.
  idempotent: "no",
  async run(ctx) {
    const { list: name, tail: atEnd, into: to, dots: nested } = ctx.input;
    needed(name, "list", "List");
    const entry = entryOf(await inStep(ctx, "write", (command) => command(atEnd ? "RPOP" : "LPOP", name)));
    if (to === "" && typeof entry === "object" && entry !== null && !Array.isArray(entry)) return [{ ...entry }];
    return [placed(to || "value", entry, nested)];
  },
});

const LengthInput = z.object({ list });
export const length = defineAction<z.infer<typeof LengthInput>>({
  ...common,
  mode: "item",
  id: "length",
  title: "Length of a list",
  description: "Counts the entries of a list.",
  keywords: ["llen", "count", "queue"],
  parallel: 5,
  input: LengthInput,
  incomplete: (input) => missing(input.list, "list", "List"),
  sample: [{ queue: 3 }],
  effect: "read",
  idempotent: "naturally",
  async run(ctx) {
    const name = needed(ctx.input.list, "list", "List");
    return [placed(name, await inStep(ctx, "read", (command) => command("LLEN", name)), false)];
  },
});

const PublishInput = z.object({ channel: field(text, { title: "Channel" }), value: data });
export const publish = defineAction<z.infer<typeof PublishInput>>({
  ...common,
  mode: "item",
  id: "publish",
  title: "Publish",
  description: "Sends a message to all who listen to a channel. The item goes on as it is.",
  keywords: ["pub sub", "message", "notify"],
  input: PublishInput,
  incomplete: (input) => missing(input.channel, "channel", "Channel"),
  sample: [{ id: 4711 }],
  effect: "write",
  idempotent: "no",
  async run(ctx) {
    const { channel, value } = ctx.input;
    needed(channel, "channel", "Channel");
    await inStep(ctx, "write", (command) => command("PUBLISH", channel, toText(value)));
    return [ctx.item.json];
  },
});

const StreamInput = z.object({
  stream: field(text, { title: "Stream" }),
  fields: field(z.array(z.object({ name: z.coerce.string(), value: z.unknown().optional() })).default([]), {
    title: "Fields",
    widget: "key-value",
  }),
});
export const streamAdd = defineAction<z.infer<typeof StreamInput>>({
  ...common,
  mode: "item",
  id: "stream_add",
  title: "Add to a stream",
  description: "Appends an entry to a stream and gives its id.",
  keywords: ["xadd", "event", "log", "append"],
  input: StreamInput,
  incomplete: (input) => missing(input.stream, "stream", "Stream"),
  sample: [{ id: "1764244800000-0" }],
  effect: "write",
  idempotent: "no",
  async run(ctx) {
    const name = needed(ctx.input.stream, "stream", "Stream");
    const pairs = ctx.input.fields.filter((pair) => pair.name !== "").flatMap((pair) => [pair.name, toText(pair.value)]);
    if (pairs.length === 0) throw userError("There are no fields.", { field: "fields", fix: "Name at least one field and its value." });
    return [{ id: await inStep(ctx, "write", (command) => command("XADD", name, "*", ...pairs)) }];
  },
});
