import { Readable } from "node:stream";
import { StepError } from "#shared/model/failure.ts";
import type { RawAnswer } from "./exchange.ts";
import { networkFault, statusFault } from "./faults.ts";
import { hostAndPort } from "./hosts.ts";
import type { HttpRequest } from "./http.ts";
import type { Limiter } from "./limiter.ts";
import type { Patience } from "./patience.ts";
import type { Redactor } from "./redact.ts";
import { AnswerTooLarge, beginning, collect, decodeText, isJsonType, limited, parseJson } from "./response-body.ts";

const ERROR_TEXT_BYTES = 64 * 1024;

/** What reading an answer needs to know of its request. */
export interface Reading {
  request: HttpRequest;
  maxBytes: number;
  redact: Redactor;
  limiter: Limiter | undefined;
  effect: "read" | "write";
  patience: Patience;
  url: URL;
  now(): number;
}

/** Throws on a status outside 2xx, unless the request takes any. */
export async function refuseStatus(answer: RawAnswer, reading: Reading): Promise<void> {
  const { request, effect, url } = reading;
  const ok = answer.status >= 200 && answer.status < 300;
  const fault = (text: string): StepError =>
    statusFault({
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
      text: reading.redact(text),
      effect,
      host: hostAndPort(url),
      now: reading.now(),
    });
  if (ok) return;
  const after = fault("").failure.after;
  if (after !== undefined) reading.limiter?.quiet(after);
  if (request.anyStatus === true || (Array.isArray(request.anyStatus) && request.anyStatus.includes(answer.status))) return;
  // What the service says is a help, not a need: a lost error text still leaves its status.
  const bytes = await beginning(answer.body, ERROR_TEXT_BYTES).catch(() => Buffer.alloc(0));
  answer.body.destroy();
  throw fault(decodeText(bytes, answer.headers["content-type"]));
}

/** An answer that broke off or can't be used, after the service had begun to answer. */
function lost(error: unknown, reading: Reading): StepError {
  const { effect, url, patience } = reading;
  const host = hostAndPort(url);
  if (error instanceof StepError) return error;
  if (!(error instanceof AnswerTooLarge)) {
    return networkFault({ error, effect, host, sent: true, timedOut: patience.timedOut(), cancelled: patience.cancelled() });
  }
  return new StepError({
    kind: "user",
    name: "HttpError",
    message: `The answer of ${host} is larger than ${Math.round((error.limit / 1024 / 1024) * 10) / 10} MB.`,
    fix: "Ask for less at once, or have the answer saved as a file.",
    retryable: false,
    outcome: effect === "write" ? "unknown" : "none",
  });
}

/** The body by the kind that the request asks for. */
export async function readWhole(answer: RawAnswer, reading: Reading): Promise<unknown> {
  const { request } = reading;
  const type = answer.headers["content-type"];
  let bytes: Buffer;
  try {
    bytes = await collect(limited(answer.body, reading.maxBytes));
  } catch (error) {
    answer.body.destroy();
    throw lost(error, reading);
  }
  const kind = request.response ?? "auto";
  if (kind === "bytes") return bytes;
  const text = decodeText(bytes, type);
  if (kind === "text" || (kind === "auto" && !isJsonType(type))) return text;
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    throw new StepError(
      {
        kind: "service",
        name: "HttpError",
        message: `The answer of ${hostAndPort(reading.url)} is not valid JSON.`,
        fix: "Have the answer read as text.",
        description: reading.redact(text.slice(0, 500)),
        status: answer.status,
        retryable: false,
        outcome: reading.effect === "write" ? "unknown" : "none",
      },
      { cause: error },
    );
  }
}

/** The body as a stream whose errors are StepErrors too; the connection's place is given back when it ends. */
export function passOn(answer: RawAnswer, reading: Reading, end: () => void): Readable {
  const { request, patience } = reading;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of limited(answer.body, request.maxBytes ?? Number.POSITIVE_INFINITY)) {
        patience.progress();
        yield chunk;
      }
    } catch (error) {
      throw lost(error, reading);
    } finally {
      answer.body.destroy();
      end();
    }
  }
  return Readable.from(chunks(), { objectMode: false });
}
