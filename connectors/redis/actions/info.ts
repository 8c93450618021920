import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { inStep } from "../session.ts";
import { toText } from "../values.ts";

const numberOf = (text: string): string | number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);

/** `key:value` lines; `a=1,b=2` becomes fields of its own. */
export function infoOf(text: string): JsonObject {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const cut = line.indexOf(":");
      if (line.startsWith("#") || cut === -1) return [];
      const value = line.slice(cut + 1).trim();
      const parts = value.split(",").map((part) => part.split("="));
      const nested = value.includes("=") && parts.every((part) => part.length === 2);
      return [
        [line.slice(0, cut), nested ? Object.fromEntries(parts.map(([name = "", one = ""]) => [name, numberOf(one)])) : numberOf(value)],
      ];
    }),
  );
}

const Input = z.object({});
export const info = defineAction<z.infer<typeof Input>>({
  id: "info",
  title: "Server's state",
  description: "Reads what the server says about itself: version, memory, clients, keys.",
  keywords: ["info", "status", "memory", "version"],
  icon: "database",
  mode: "item",
  input: Input,
  sample: [{ redis_version: "7.0.15", connected_clients: 1, used_memory: 1_048_576, db0: { keys: 2, expires: 0, avg_ttl: 0 } }],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  run: async (ctx) => [infoOf(toText(await inStep(ctx, "read", (command) => command("INFO"))))],
});
