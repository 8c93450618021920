import { z } from "zod";
import type { StepContext } from "#kit/context.ts";
import { statusFault } from "#kit/faults.ts";
import type { HttpBody, HttpClient, HttpResponse } from "#kit/http.ts";
import { StepError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";

const HOST = "api.telegram.org";

export interface Caller {
  http: HttpClient;
  secrets: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal;
}
export const callerOf = ({ http, secrets, signal }: StepContext<unknown>): Caller => ({ http, secrets, signal });

/** What every method answers, with or without success. */
const Answer = z.looseObject({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  error_code: z.number().int().optional(),
  parameters: z.looseObject({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** An address at Telegram, or at the user's own server of the same API. */
export const addressOf = ({ secrets }: Caller, path: string): string => `${(secrets?.baseUrl ?? "").replace(/\/+$/, "")}${path}`;

/** Calls a method and gives whatever it answered; `refuse` turns a refusal into the step's failure. */
export async function ask(caller: Caller, method: string, body: HttpBody | undefined, effect: "read" | "write"): Promise<Answer> {
  const response = await caller.http.request({
    method: "POST",
    url: addressOf(caller, `/bot/${method}`),
    headers: { Accept: "application/json" },
    ...(body === undefined ? {} : { body }),
    effect,
    response: "auto",
    anyStatus: true,
    redirects: 0,
    ...(caller.signal === undefined ? {} : { signal: caller.signal }),
  });
  const read = Answer.safeParse(response.body);
  if (read.success)
    return read.data.ok ? read.data : { ...read.data, error_code: read.data.error_code ?? response.status, ...after(read.data, response) };
  if (response.status >= 400) throw new StepError({ ...plainFault(response, effect), name: "TelegramError" });
  throw new StepError({
    kind: "service",
    name: "TelegramError",
    message: "Telegram's answer could not be read.",
    outcome: effect === "write" ? "unknown" : "none",
    status: response.status,
  });
}

const after = (answer: Answer, { headers }: HttpResponse): Pick<Answer, "parameters"> => {
  const seconds = answer.parameters?.retry_after ?? Number(headers["retry-after"] ?? Number.NaN);
  return Number.isFinite(seconds) ? { parameters: { ...answer.parameters, retry_after: seconds } } : {};
};

const plainFault = ({ status, statusText, headers, body }: HttpResponse, effect: "read" | "write") =>
  statusFault({ status, statusText, headers, text: typeof body === "string" ? body : "", effect, host: HOST, now: Date.now() }).failure;

/** Why Telegram did not do it, by who must act. */
export function refuse(answer: Answer, effect: "read" | "write"): StepError {
  const status = answer.error_code ?? 400;
  const seconds = answer.parameters?.retry_after;
  const base = statusFault({
    status,
    statusText: "",
    headers: seconds === undefined ? {} : { "retry-after": String(seconds) },
    text: "",
    effect,
    host: HOST,
    now: Date.now(),
  }).failure;
  return new StepError({
    ...base,
    ...adviceOf(answer, status),
    name: "TelegramError",
    message: `Telegram: ${(answer.description ?? "no reason given").slice(0, 500)}`,
  });
}

/** Where Telegram's own words decide more than the status. */
function adviceOf(
  { parameters, description = "" }: Answer,
  status: number,
): { kind?: "connection" | "user"; fix?: string; field?: string } {
  const moved = parameters?.migrate_to_chat_id;
  if (moved !== undefined) return { fix: `The group has become a supergroup: use ${moved} as its chat.`, field: "chat" };
  // An address with a token that no bot has is simply not found.
  if (status === 401 || (status === 404 && description === "Not Found"))
    return { kind: "connection", fix: "Check the bot token of this step's connection." };
  if (status === 403)
    return { kind: "user", fix: "The person has to start the bot, or the group has to let it in, before it may write there." };
  if (/chat not found/i.test(description))
    return { fix: "Check the chat's id. A bot can write only where it was started or added.", field: "chat" };
  return {};
}

/** Calls a method with JSON. The answer as Telegram gives it: `{ok: true, result}`. */
export async function get(caller: Caller, method: string, params: JsonObject, effect: "read" | "write"): Promise<JsonObject> {
  const body: HttpBody | undefined = Object.keys(params).length === 0 ? undefined : { kind: "json", value: params };
  const answer = await ask(caller, method, body, effect);
  if (!answer.ok) throw refuse(answer, effect);
  return answer;
}

/** The same as a step's one item. In a list: an answer that itself has `items` is still one item. */
export const call = async (...given: Parameters<typeof get>): Promise<JsonObject[]> => [await get(...given)];
