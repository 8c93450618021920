import { MessagePort } from "node:worker_threads";
import { z } from "zod";

/** What main may ask of the engine thread. */
export const EngineRequest = z.discriminatedUnion("type", [
  z.object({ type: z.literal("connect"), port: z.instanceof(MessagePort) }),
  z.object({ type: z.literal("stop") }),
]);
export type EngineRequest = z.infer<typeof EngineRequest>;

/** What the engine thread tells main. */
export const EngineNotice = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), url: z.string().nullable() }),
  z.object({ type: z.literal("failed"), message: z.string() }),
  z.object({ type: z.literal("problem"), message: z.string() }),
  /** It needs a process for database files; `port` speaks with it, and ends it by closing. */
  z.object({ type: z.literal("sqlite"), port: z.instanceof(MessagePort) }),
]);
export type EngineNotice = z.infer<typeof EngineNotice>;
