import { type Failure, StepError } from "#shared/model/failure.ts";

type Effect = "read" | "write";
const DAY = 24 * 60 * 60 * 1000;
const LONGEST_TEXT = 500;
const LONGEST_DESCRIPTION = 2000;

export interface NetworkFault {
  error: unknown;
  effect: Effect;
  /** Host and port as shown. */
  host: string;
  /** The connection stood, so that the service may have received the request. */
  sent: boolean;
  /** The request's time was over: that many milliseconds. */
  timedOut?: number | undefined;
  /** Somebody stopped the step. */
  cancelled?: boolean | undefined;
}

/** A request without a (whole) answer. Once it was on its way, only a read is sure to have done nothing. */
export function networkFault(fault: NetworkFault): StepError {
  const { error, host, sent } = fault;
  const outcome: Failure["outcome"] = sent && fault.effect === "write" ? "unknown" : "none";
  const common = { name: "HttpError", outcome } as const;
  if (fault.cancelled) {
    return new StepError(
      { ...common, kind: "cancelled", message: `The request to ${host} was stopped.`, retryable: false },
      { cause: error },
    );
  }
  const { message, fix } = fault.timedOut === undefined ? describe(codeOf(error), host, sent, error) : timeout(host, sent, fault.timedOut);
  return new StepError({ ...common, kind: "network", message, fix, retryable: true }, { cause: error });
}

function timeout(host: string, sent: boolean, ms: number) {
  const time = ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${ms} ms`;
  return sent
    ? { message: `${host} did not answer within ${time}.`, fix: "Try again later, or give the step more time." }
    : { message: `${host} could not be reached within ${time}.`, fix: "Check the address and the network, or give the step more time." };
}

/** The code of an error or of what caused it: ECONNREFUSED, CERT_HAS_EXPIRED, ... */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string" && at.code !== "ERR_BAD_REQUEST" && at.code !== "ERR_BAD_RESPONSE") return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "";
}

function describe(code: string, host: string, sent: boolean, error: unknown): { message: string; fix: string } {
  if (/^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/.test(code)) {
    return {
      message: `No secure connection to ${host}: ${tlsReason(code)}.`,
      fix: "Check the address. On public Wi-Fi, sign in to the network first.",
    };
  }
  switch (code) {
    case "ENOTFOUND":
      return { message: `There is no host named ${host}.`, fix: "Check the address for a typing mistake." };
    case "EAI_AGAIN":
      return { message: `${host} could not be looked up.`, fix: "Check that this computer is online." };
    case "ECONNREFUSED":
      return { message: `${host} refused the connection.`, fix: "Check the address and port, and that the service runs." };
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "ENETDOWN":
      return { message: `${host} can't be reached from this network.`, fix: "Check that this computer is online." };
    default: {
      const reason = error instanceof Error && code === "" ? ` (${error.message.slice(0, 200)})` : code === "" ? "" : ` (${code})`;
      return sent
        ? { message: `The connection to ${host} was lost before the answer was complete${reason}.`, fix: "Try again later." }
        : { message: `${host} could not be reached${reason}.`, fix: "Check the address and that this computer is online." };
    }
  }
}

function tlsReason(code: string): string {
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH") return "its certificate is for another name";
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return "its certificate is not signed by a known authority";
  return `the handshake failed (${code})`;
}

export interface StatusFault {
  status: number;
  statusText: string;
  headers: Readonly<Record<string, string>>;
  /** Beginning of the body, secrets removed. */
  text: string;
  effect: Effect;
  host: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** An answer whose status says that it did not work. */
export function statusFault(fault: StatusFault): StepError {
  const { status, host } = fault;
  const said = serviceText(fault.text);
  const reason = said === "" ? fault.statusText || "no reason given" : said;
  const after = retryAfter(fault);
  return new StepError({
    ...verdict(fault),
    name: "HttpError",
    status,
    message: `${host} answered ${status}: ${reason}`,
    ...(fault.text === "" ? {} : { description: fault.text.slice(0, LONGEST_DESCRIPTION) }),
    ...(after === undefined || !waits(fault) ? {} : { after }),
  });
}

/** A 403 that is really a rate limit, as some services answer. */
const limited = (fault: StatusFault): boolean =>
  fault.status === 403 && (fault.headers["retry-after"] !== undefined || fault.headers["x-ratelimit-remaining"] === "0");

const waits = (fault: StatusFault): boolean => [408, 425, 429].includes(fault.status) || fault.status >= 500 || limited(fault);

function verdict(fault: StatusFault): Pick<Failure, "kind" | "retryable" | "outcome" | "fix"> {
  const { status } = fault;
  if (status === 429 || limited(fault)) {
    return { kind: "service", retryable: true, outcome: "none", fix: "The service asks for fewer requests; it is tried again later." };
  }
  if (status === 408 || status === 425) return { kind: "service", retryable: true, outcome: "none", fix: "Try again later." };
  if (status >= 500) {
    const outcome = fault.effect === "write" ? "unknown" : "none";
    return { kind: "service", retryable: true, outcome, fix: "The service has a fault of its own; try again later." };
  }
  if (status === 401) return { kind: "connection", retryable: false, outcome: "none", fix: "Check the login of this step's connection." };
  if (status === 403) {
    return { kind: "connection", retryable: false, outcome: "none", fix: "Check that the connection's login is allowed to do this." };
  }
  if (status === 407) return { kind: "network", retryable: false, outcome: "none", fix: "Check the login of the proxy." };
  if (status < 400) {
    // A form post answered with a redirect has often been done.
    return {
      kind: "user",
      retryable: false,
      outcome: fault.effect === "write" ? "unknown" : "none",
      fix: "Use the address it points to, or let the step follow redirects.",
    };
  }
  return {
    kind: "user",
    retryable: false,
    outcome: "none",
    fix: status === 404 ? "Check the address and the ids in it." : "Check the values that this step sends.",
  };
}

/** What the service says in its error body, in one line. */
function serviceText(text: string): string {
  const parsed = parse(text);
  const found = parsed === undefined ? (/^\s*</.test(text) ? htmlTitle(text) : text) : pick(parsed, 0);
  const line = found.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

function parse(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const htmlTitle = (text: string): string => /<(?:title|h1)[^>]*>([^<]*)</i.exec(text)?.[1] ?? "";

function pick(value: unknown, depth: number): string {
  if (typeof value === "string") return value;
  if (depth > 3 || typeof value !== "object" || value === null) return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : pick(value[0], depth + 1);
  const entries = new Map(Object.entries(value));
  for (const key of ["message", "error_description", "detail", "error", "errors", "title", "reason", "description"]) {
    const found = entries.has(key) ? pick(entries.get(key), depth + 1) : "";
    if (found !== "") return found;
  }
  return "";
}

/** Milliseconds until the service wants to hear from us again: `Retry-After` (seconds or a date), else its limit's reset. */
function retryAfter({ headers, now, status }: StatusFault): number | undefined {
  const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(exact)) return clamp(exact);
  const after = headers["retry-after"]?.trim();
  if (after !== undefined && after !== "") {
    if (/^\d+(\.\d+)?$/.test(after)) return clamp(Number(after) * 1000);
    const date = Date.parse(after);
    return Number.isNaN(date) ? undefined : clamp(date - now);
  }
  // The end of a limit's window means something only where the limit is what stopped us.
  if (status < 500 || headers["x-ratelimit-remaining"] === "0") return resetAfter(headers, now);
  return undefined;
}

function resetAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const reset = Number(headers["x-ratelimit-reset"] ?? headers["x-rate-limit-reset"] ?? headers["ratelimit-reset"] ?? Number.NaN);
  if (!Number.isFinite(reset)) return undefined;
  // Some count from 1970 in milliseconds, some in seconds, some from now.
  return clamp(reset > 1e12 ? reset - now : reset > 1e9 ? reset * 1000 - now : reset * 1000);
}

const clamp = (ms: number): number => Math.min(Math.max(0, Math.round(ms)), DAY);
