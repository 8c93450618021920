import { z } from "zod";
import type { Incomplete } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { Command, Reply } from "./session.ts";

export const text = z.coerce.string().default("");
export const key = field(text, { title: "Key", placeholder: "job:4711" });
export const into = field(text.default("value"), { title: "Field for the answer", help: "a.b makes nested fields." });
export const dots = field(z.boolean().default(true), {
  title: "Dots in the field's name make nested fields",
  widget: "switch",
  advanced: true,
});
export const expire = field(z.coerce.number().int().min(0).default(0), {
  title: "Forget after (seconds)",
  help: "0 = keep it.",
  widget: "number",
});
export const KINDS = ["auto", "string", "hash", "list", "set"] as const;
export const kind = field(z.enum(KINDS).default("auto"), {
  title: "Kind",
  labels: ["Whatever it is", "Text", "Fields (hash)", "List", "Set"],
  widget: "select",
  advanced: true,
});

export const missing = (value: string, name: string, title: string): Incomplete[] =>
  value === "" ? [{ field: name, message: `${title} is empty.`, fix: "Fill it in." }] : [];

export function needed(value: string, name: string, title: string): string {
  if (value === "" || value === "undefined" || value === "null")
    throw userError(`${title} is empty.`, { field: name, fix: "Fill it in, or check what its expression gives for this item." });
  return value;
}

/** A value as Redis keeps it. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean);
}

/** `a.b` under an object of its own; no name reaches behind objects. */
export function placed(path: string, value: unknown, nested: boolean): JsonObject {
  const names = nested ? path.split(".") : [path];
  return names.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value) as JsonObject;
}

export function pairsOf(reply: Reply): JsonObject {
  const list = Array.isArray(reply) ? reply : [];
  return Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[toText(name), list[index + 1] ?? null]] : [])));
}

/** The value of a key, whatever kind it is of; null where there is none. */
export async function read(command: Command, name: string, wanted: (typeof KINDS)[number]): Promise<unknown> {
  const found = wanted === "auto" ? toText(await command("TYPE", name)) : wanted;
  switch (found) {
    case "hash":
      return pairsOf(await command("HGETALL", name));
    case "list":
      return command("LRANGE", name, "0", "-1");
    case "set":
      return command("SMEMBERS", name);
    case "string":
      return command("GET", name);
    case "none":
      return null;
    default:
      throw userError(`The key holds a ${found}, which this step does not read.`, {
        field: "key",
        fix: "Use a key with text, fields, a list or a set.",
      });
  }
}
