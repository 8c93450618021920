import type { z } from "zod";
import type { Item } from "#shared/model/item.ts";
import type { Port } from "./action.ts";

export interface WebhookRequest {
  method: string;
  /** Path below `/hook/`. */
  path: string;
  /** Full address as the sender used it. */
  url: string;
  /** Lower-case names; repeated ones joined by `, `. */
  headers: Record<string, string>;
  query: Record<string, string | string[]>;
  /** Exactly as received. */
  raw: Uint8Array;
  /** By content type: parsed JSON, form fields, text; `undefined` for an empty body. */
  body: unknown;
  /** Uploaded files of a multipart body, already in the blob store. */
  binary?: Item["binary"];
  receivedAt: number;
}

export type Verdict = { ok: true } | { ok: false; status: number; message: string };

interface TriggerCommon<I> {
  id: string;
  title: string;
  description: string;
  /** What it may be used for, in a line. */
  example?: string;
  version?: number;
  input: z.ZodType<I>;
  sample: readonly Record<string, unknown>[];
  outputs?: readonly Port[];
  connection?: "none" | "optional" | "required";
  keywords?: readonly string[];
  icon?: string;
  /** When it fires, in a few plain words for lists. */
  describe?(params: I): string;
}
/** Started by hand, from the editor or `imx run`. */
export interface ManualTrigger<I> extends TriggerCommon<I> {
  kind: "manual";
}
/** Started by a step of another workflow. */
export interface CalledTrigger<I> extends TriggerCommon<I> {
  kind: "called";
  /** What comes in, as this workflow wants it. */
  items?(sent: readonly Item[], params: I): readonly Item[];
}
/** Started by the failure of a live run whose workflow names this one. */
export interface ErrorTrigger<I> extends TriggerCommon<I> {
  kind: "error";
}
export interface WebhookTrigger<I> extends TriggerCommon<I> {
  kind: "webhook";
  path(params: I): string;
  methods(params: I): readonly string[];
  /** When the sender gets its answer: once the event is on disk, when the run has ended, or from a respond step. */
  answer(params: I): "received" | "ended" | "respond";
  /** The fixed answer for `received`. */
  received?(params: I): { status: number; body?: string };
  /** Refuses by default where it needs a secret and has none. */
  verify(request: WebhookRequest, params: I, secrets: Readonly<Record<string, string>> | undefined, now: number): Verdict;
  /** The sender's own event id; the same key within 30 days starts no second run. Undefined = every delivery is its own event. */
  eventKey(request: WebhookRequest, params: I): string | undefined;
  items(request: WebhookRequest, params: I): Item[];
  /** An answer to a handshake that starts no run (challenges). */
  challenge?(request: WebhookRequest, params: I): { status: number; headers?: Record<string, string>; body: string } | undefined;
}
export interface ScheduleTrigger<I> extends TriggerCommon<I> {
  kind: "schedule";
  /** Strictly after `after` (ms); undefined = never again. `zone` is an IANA name. */
  next(params: I, after: number, zone: string): number | undefined;
  catchUp(params: I): "once" | "all" | "skip";
  items(at: number, params: I, zone: string): Item[];
}
export type TriggerOf<I> = ManualTrigger<I> | CalledTrigger<I> | ErrorTrigger<I> | WebhookTrigger<I> | ScheduleTrigger<I>;
export type Trigger = TriggerOf<unknown>;

/** Ties the functions to the schema of `input`, then forgets the type, as `defineAction` does. */
export const defineTrigger = <I>(trigger: TriggerOf<I>): Trigger => trigger as unknown as Trigger;
