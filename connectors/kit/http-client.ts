import { Readable } from "node:stream";
import { StepError } from "#shared/model/failure.ts";
import type { AuthKind } from "./connector.ts";
import { type Exchange, type Hop, type RawAnswer, SendError } from "./exchange.ts";
import { networkFault } from "./faults.ts";
import { checkAddress, dnsLookup, type GuardOptions, type Lookup, parseAddress } from "./guard.ts";
import { checkHeaders, dropLogins, hasHeader } from "./headers.ts";
import { hostAndPort } from "./hosts.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "./http.ts";
import type { Limiter } from "./limiter.ts";
import { createLogin, type Login } from "./login.ts";
import { createPatience, type Patience } from "./patience.ts";
import { passOn, type Reading, readWhole, refuseStatus } from "./read-answer.ts";
import { type RecordedRequest, recorded } from "./recorded.ts";
import { nextHop } from "./redirects.ts";
import { encodeBody } from "./request-body.ts";

const DEFAULT_TIMEOUT = 300_000;
/** Bytes of an answer that is held in memory; streams have no limit unless the request sets one. */
export const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;
const DEFAULT_REDIRECTS = 10;

export interface HttpClientOptions {
  exchange: Exchange;
  /** What relative URLs start from. */
  baseUrl?: string | undefined;
  /** The connection: its proof goes to `hosts` (patterns as in manifests) only, and nothing else may be called with it. */
  auth?: { kind: AuthKind; secrets: Readonly<Record<string, string>>; hosts: readonly string[] } | undefined;
  /** `host` or `host:port` on private or loopback addresses that may be called. */
  grants?: readonly string[];
  /** `strict`: grants do not count. `off` only where nothing leaves the machine (replay). */
  guard?: "granted" | "strict" | "off";
  lookup?: Lookup;
  limiter?: Limiter | undefined;
  /** Header for `idempotencyKey`; `Idempotency-Key` unless the connector names another. */
  idempotencyHeader?: string | undefined;
  /** Milliseconds for requests that set none. */
  timeout?: number;
  maxBytes?: number;
  /** Told of every request that is sent, redirects included. Holds no secret unless `showSecrets`. */
  record?: ((request: RecordedRequest) => void) | undefined;
  showSecrets?: boolean;
  now?: () => number;
}

/** The one door to the network. Every request is checked, signed, limited, followed and read here. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const login = createLogin(options.auth, options.baseUrl, options.guard === "off");
  return { request: (request) => perform(request, options, login) };
}

interface Exchanged {
  answer: RawAnswer;
  url: URL;
}

async function perform(request: HttpRequest, options: HttpClientOptions, login: Login): Promise<HttpResponse> {
  const effect = request.effect ?? (/^(GET|HEAD|OPTIONS)$/.test(request.method) ? "read" : "write");
  const streams = request.response === "stream";
  const release = await options.limiter?.acquire(request.signal);
  const patience = createPatience(request.timeout, options.timeout ?? DEFAULT_TIMEOUT, streams, request.signal);
  let handedOver = false;
  const end = (): void => {
    patience.end();
    release?.();
  };
  try {
    const { answer, url } = await follow(request, options, login, effect, patience);
    const read: Reading = {
      request,
      effect,
      patience,
      url,
      redact: login.redact,
      limiter: options.limiter,
      maxBytes: request.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES,
      now: options.now ?? Date.now,
    };
    await refuseStatus(answer, read);
    if (streams) {
      handedOver = true;
      return { ...headOf(answer, url), body: passOn(answer, read, end) };
    }
    return { ...headOf(answer, url), body: await readWhole(answer, read) };
  } finally {
    if (!handedOver) end();
  }
}

const headOf = (answer: RawAnswer, url: URL) => ({
  status: answer.status,
  statusText: answer.statusText,
  headers: answer.headers,
  url: url.href,
});

/** Sends the request and whatever its answer redirects to. */
async function follow(
  request: HttpRequest,
  options: HttpClientOptions,
  login: Login,
  effect: "read" | "write",
  patience: Patience,
): Promise<Exchanged> {
  const headers: Record<string, string> = { ...checkHeaders(request.headers ?? {}) };
  const key = options.idempotencyHeader ?? "Idempotency-Key";
  if (request.idempotencyKey !== undefined && !hasHeader(headers, key)) headers[key] = request.idempotencyKey;
  const start = parseAddress(request.url, options.baseUrl);
  login.refuseElsewhere(start);
  for (const [name, value] of request.query ?? []) start.searchParams.append(name, value);

  const { query: _inUrl, ...rest } = request;
  let hop: HttpRequest = { ...rest, url: start.href, headers };
  let local: boolean | undefined;
  // Once a first hop has taken the write and only sends us on, whatever fails later leaves it unknown.
  let taken = false;
  for (let left = request.redirects ?? DEFAULT_REDIRECTS; ; left--) {
    const url = new URL(hop.url);
    const allowedLocal = local !== false;
    const sent = await sendOne(hop, url, { options, login, effect, patience, allowedLocal, taken });
    local = sent.local;
    const next = left > 0 ? nextHop(hop, url, sent.answer) : undefined;
    if (next === undefined) {
      if (left <= 0 && (request.redirects ?? DEFAULT_REDIRECTS) > 0 && isRedirect(sent.answer)) throw tooMany(url, effect, sent.answer);
      return { answer: sent.answer, url: sent.url };
    }
    sent.answer.body.destroy();
    taken ||= effect === "write" && next.method !== hop.method;
    const there = new URL(next.url);
    hop = there.host === url.host && !(url.protocol === "https:" && there.protocol === "http:") ? next : dropLogins(next);
  }
}

const isRedirect = (answer: RawAnswer): boolean => answer.status >= 300 && answer.status < 400 && answer.headers.location !== undefined;

function tooMany(url: URL, effect: "read" | "write", answer: RawAnswer): StepError {
  answer.body.destroy();
  return new StepError({
    kind: "service",
    name: "HttpError",
    message: `${hostAndPort(url)} redirects again and again.`,
    fix: "Check the address, or allow more redirects.",
    retryable: false,
    outcome: effect === "write" ? "unknown" : "none",
    status: answer.status,
  });
}

interface Sending {
  options: HttpClientOptions;
  login: Login;
  effect: "read" | "write";
  patience: Patience;
  /** A redirect from a public address may not lead into a private network, granted or not. */
  allowedLocal: boolean;
  taken: boolean;
}

async function sendOne(hop: HttpRequest, url: URL, sending: Sending): Promise<{ answer: RawAnswer; url: URL; local: boolean }> {
  const { options, login, effect, patience } = sending;
  const host = hostAndPort(url);
  const guard: GuardOptions = {
    grants: options.grants ?? [],
    guard: options.guard === "strict" || !sending.allowedLocal ? "strict" : "granted",
    lookup: options.lookup ?? dnsLookup,
  };
  const faulted = (error: unknown, sent: boolean): StepError =>
    error instanceof StepError
      ? error
      : networkFault({ error, effect, host, sent: sent || sending.taken, timedOut: patience.timedOut(), cancelled: patience.cancelled() });

  const checked =
    options.guard === "off"
      ? undefined
      : await patience.race(checkAddress(url, guard)).catch((error: unknown) => {
          throw faulted(error, false);
        });
  const signed = login.apply(hop, url, checked?.local ?? false);
  const target = new URL(signed.url);
  // A proof that is a query parameter.
  for (const [name, value] of signed.query ?? []) target.searchParams.append(name, value);
  const body = signed.body === undefined ? undefined : encodeBody(signed.body);
  const headers = checkHeaders(signed.headers ?? {});
  const send: Hop = {
    method: signed.method,
    url: target,
    headers:
      body?.contentType === undefined || hasHeader(headers, "content-type") ? headers : { ...headers, "Content-Type": body.contentType },
    body: body && body.data instanceof Readable ? { ...body, data: patience.watch(body.data) } : body,
    checked,
    signal: patience.signal,
    insecure: signed.insecure ?? false,
  };
  options.record?.(recorded(send, options.showSecrets ? undefined : login.redact));
  const repeatable = effect === "read" && !(body?.data instanceof Readable);
  try {
    const answer = await options.exchange(send).catch((error: unknown) => {
      // An idle connection that the other side had just closed: nothing was answered, so a read simply goes again.
      if (error instanceof SendError && error.stale && repeatable && !patience.signal.aborted) return options.exchange(send);
      throw error;
    });
    return { answer, url: target, local: checked?.local ?? false };
  } catch (error) {
    throw faulted(error, error instanceof SendError ? error.sent : true);
  }
}
