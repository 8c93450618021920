import { STATUS_CODES } from "node:http";
import { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { StepError } from "#shared/model/failure.ts";
import type { HttpAnswer } from "#shared/model/test-case.ts";
import type { Exchange, Hop, RawAnswer } from "./exchange.ts";
import type { HttpClient } from "./http.ts";
import { createHttpClient, type HttpClientOptions } from "./http-client.ts";
import { type RecordedRequest, recorded } from "./recorded.ts";
import { collect, isJsonType } from "./response-body.ts";

/** What is left of a recording. Shared by all clients of a run, so that each entry answers once. */
export interface Tape {
  take(request: RecordedRequest): HttpAnswer["response"] | undefined;
}

export function openTape(entries: readonly HttpAnswer[]): Tape {
  const used = new Set<HttpAnswer>();
  const byAddress = Map.groupBy(entries, (entry) => addressKey(entry.request.method, entry.request.url));
  return {
    take(request) {
      const same = byAddress.get(addressKey(request.method, request.url)) ?? [];
      const first = same[0];
      if (first === undefined) return undefined;
      const bodiesDiffer = same.some((entry) => !sameBody(entry.request.body, first.request.body));
      const entry = same.find((each) => !used.has(each) && (!bodiesDiffer || sameBody(each.request.body, request.body)));
      if (entry === undefined) return undefined;
      used.add(entry);
      return entry.response;
    },
  };
}

/** Query pairs in any order. */
function addressKey(method: string, text: string): string {
  if (!URL.canParse(text)) return `${method.toUpperCase()} ${text}`;
  const url = new URL(text);
  const query = [...url.searchParams].map((pair) => JSON.stringify(pair)).sort();
  return `${method.toUpperCase()} ${url.origin}${url.pathname} ${query.join()}`;
}

function sameBody(a: unknown, b: unknown): boolean {
  const empty = (body: unknown): boolean => body === undefined || body === null || body === "";
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  if (isDeepStrictEqual(a, b)) return true;
  if (typeof a === "string" && typeof b === "string") return formKey(a) === formKey(b);
  // A recorder that did not know the content type may have kept JSON as text.
  if (typeof a === "string") return isDeepStrictEqual(asJson(a), b);
  if (typeof b === "string") return isDeepStrictEqual(a, asJson(b));
  return false;
}

/** Form bodies as decoded pairs in any order; anything else stays as it is, apart from a multipart boundary. */
function formKey(text: string): string {
  const boundary = /^--([^\r\n]+)\r?\n/.exec(text)?.[1];
  if (boundary !== undefined) return text.replaceAll(boundary, "BOUNDARY");
  if (!/^[^\s=&]+=[^\s]*$/.test(text)) return text;
  return [...new URLSearchParams(text)]
    .map((pair) => JSON.stringify(pair))
    .sort()
    .join();
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const Base64 = z.strictObject({ base64: z.string() });

function bytesOf(body: unknown, type: string | undefined): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  // A JSON answer that is a mere text may have been recorded parsed.
  if (typeof body === "string") return Buffer.from(isJsonType(type) && asJson(body) === body ? JSON.stringify(body) : body);
  const base64 = Base64.safeParse(body);
  return base64.success ? Buffer.from(base64.data.base64, "base64") : Buffer.from(JSON.stringify(body));
}

function answerOf(response: HttpAnswer["response"]): RawAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    // The recorded body is already decompressed.
    if (!/^(content-encoding|content-length|transfer-encoding|__proto__)$/i.test(name))
      headers[name.toLowerCase()] = [value].flat().join(", ");
  }
  return {
    status: response.status,
    statusText: response.statusText ?? STATUS_CODES[response.status] ?? "",
    headers,
    body: Readable.from([bytesOf(response.body, headers["content-type"])], { objectMode: false }),
  };
}

/** A stream is read here after all: what was sent has to be shown. */
async function whole(hop: Hop): Promise<Hop> {
  if (hop.body === undefined || !(hop.body.data instanceof Readable)) return hop;
  const data = await collect(hop.body.data);
  const boundary = /boundary=([^;\s]+)/.exec(hop.body.contentType ?? "")?.[1];
  const shown = boundary === undefined ? { base64: data.toString("base64") } : data.toString("utf8").replaceAll(boundary, "BOUNDARY");
  return { ...hop, body: { ...hop.body, data, shown: () => shown } };
}

/** Answers from the tape: no name is looked up, no connection made. */
function replayExchange(tape: Tape, record: (request: RecordedRequest) => void): Exchange {
  return async (hop) => {
    const request = recorded(await whole(hop), undefined);
    record(request);
    const response = tape.take(request);
    if (response !== undefined) return answerOf(response);
    throw new StepError({
      kind: "user",
      name: "ReplayError",
      message: `The recording has no (unused) answer for ${request.method} ${request.url}.`,
      fix: "Add this request and its answer to the recording.",
      retryable: false,
      outcome: "none",
    });
  };
}

/** A client that answers from a recording, through the same signing, redirects, parsing and faults as the live one. Secrets are shown. */
export function createReplayClient(
  tape: Tape,
  record: (request: RecordedRequest) => void,
  options: Pick<HttpClientOptions, "baseUrl" | "auth" | "idempotencyHeader" | "now"> = {},
): HttpClient {
  return createHttpClient({ ...options, exchange: replayExchange(tape, record), guard: "off" });
}
