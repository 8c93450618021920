import type Stripe from "stripe";
import type { ItemContext } from "#kit/context.ts";
import { statusFault } from "#kit/faults.ts";
import type { HttpClient, HttpMethod, HttpResponse } from "#kit/http.ts";
import { createRedactor, type Redactor } from "#kit/redact.ts";
import { parseJson } from "#kit/response-body.ts";
import { StepError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { API_VERSION } from "./manifest.ts";

type Transport = NonNullable<ConstructorParameters<typeof Stripe>[1]>["httpClient"];
type Answer = Awaited<ReturnType<NonNullable<Transport>["makeRequest"]>>;

const HOST = "api.stripe.com";
/** Headers of the SDK that the service needs; the rest tells it about this machine. */
const SENT = new Set(["accept", "content-type", "idempotency-key", "stripe-version", "user-agent"]);

/** The SDK's requests through our own door: its login, limits, guard, record and faults. */
function transport(http: HttpClient, signal: AbortSignal | undefined): Transport {
  return {
    getClientName: () => "infinite-matrix",
    async makeRequest(_host, _port, path, method, headers, data, _protocol, timeout) {
      const kept = Object.entries(headers).filter(([name]) => SENT.has(name.toLowerCase()));
      const sent = Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)]));
      const response = await http.request({
        method: method as HttpMethod,
        url: path,
        headers: sent,
        ...(method === "POST" ? { body: { kind: "text", value: data, contentType: "application/x-www-form-urlencoded" } } : {}),
        response: "text",
        anyStatus: true,
        redirects: 0,
        timeout,
        ...(signal === undefined ? {} : { signal }),
      });
      return answerOf(response);
    },
  };
}

function answerOf(response: HttpResponse): Answer {
  // Notices are meant for the developer's terminal.
  const { "stripe-notice": _notice, ...headers } = response.headers;
  return {
    getStatusCode: () => response.status,
    getHeaders: () => headers,
    getRawResponse: () => ({ statusCode: response.status }),
    toStream: () => {
      throw new Error("Answers of this client are not streamed.");
    },
    toJSON: () => Promise.resolve().then(() => parseJson(typeof response.body === "string" ? response.body : "")),
  };
}

/** The official client on our transport: no retries, telemetry or login of its own. Loaded on first use. */
async function openStripe(http: HttpClient, signal: AbortSignal | undefined): Promise<Stripe> {
  const { default: Client } = await import("stripe");
  return new Client("", {
    apiVersion: API_VERSION,
    authenticator: () => Promise.resolve(),
    httpClient: transport(http, signal),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: 80_000,
  });
}

/** Runs calls to Stripe; whatever fails becomes a StepError that says who must act and whether a repeat is safe. */
export async function withStripe<T>(
  given: { http: HttpClient; secrets: Readonly<Record<string, string>> | undefined; signal?: AbortSignal },
  effect: "read" | "write",
  calls: (stripe: Stripe) => Promise<T>,
): Promise<T> {
  const stripe = await openStripe(given.http, given.signal);
  const { key = "", webhookSecret = "" } = given.secrets ?? {};
  try {
    return await calls(stripe);
  } catch (error) {
    throw faultOf(error, effect, createRedactor([key, ...webhookSecret.split(/[\s,]+/)]));
  }
}

/** A number of calls that one action makes, each with its own key: the same for every attempt at this item. */
export function keysOf(ctx: ItemContext<unknown>): () => { idempotencyKey: string } {
  let call = 0;
  return () => {
    call += 1;
    return { idempotencyKey: call === 1 ? ctx.idempotencyKey : `${ctx.idempotencyKey}-${call}` };
  };
}

/** A Stripe object as plain JSON. */
export const plain = (object: object): JsonObject => JSON.parse(JSON.stringify(object)) as JsonObject;

interface SdkError {
  message: string;
  type: string;
  statusCode?: number;
  headers?: Record<string, string>;
  code?: string;
  decline_code?: string;
  param?: string;
  detail?: unknown;
}
const isSdkError = (error: unknown): error is Error & SdkError =>
  error instanceof Error && "type" in error && typeof error.type === "string";

function faultOf(error: unknown, effect: "read" | "write", redact: Redactor): unknown {
  if (error instanceof StepError) return error;
  if (!isSdkError(error)) return error;
  // What the transport threw: it knows better than the SDK what happened.
  if (error.detail instanceof StepError) return error.detail;
  const { statusCode } = error;
  if (statusCode === undefined) {
    return new StepError(
      {
        kind: "service",
        name: "StripeError",
        message: `Stripe's answer could not be read: ${redact(error.message)}`,
        retryable: false,
        outcome: effect === "write" ? "unknown" : "none",
      },
      { cause: error },
    );
  }
  const headers = error.headers ?? {};
  const base = statusFault({ status: statusCode, statusText: "", headers, text: "", effect, host: HOST, now: Date.now() }).failure;
  const about = [error.code, error.decline_code].filter((part) => part !== undefined && part !== "").join(", ");
  return new StepError({
    ...base,
    ...adviceOf(error, statusCode, headers),
    name: "StripeError",
    message: `Stripe: ${redact(error.message)}`,
    ...(about === "" ? {} : { description: about }),
  });
}

/** Where Stripe's own words decide more than the status. */
function adviceOf(error: SdkError, status: number, headers: Record<string, string>) {
  const should = headers["stripe-should-retry"];
  if (status === 409 || error.code === "lock_timeout") {
    return {
      kind: "service",
      retryable: true,
      outcome: "none",
      fix: "Another request is changing the same thing; it is tried again.",
    } as const;
  }
  if (error.code === "idempotency_error" || error.type === "StripeIdempotencyError") {
    return {
      kind: "user",
      retryable: false,
      fix: "The step was changed after its first attempt. Check in Stripe what that did, then run it anew.",
    } as const;
  }
  if (status === 402) return { kind: "user", fix: "Ask the customer for another way to pay." } as const;
  if (should === "false") return { retryable: false } as const;
  if (should === "true") return { retryable: true } as const;
  return error.param === undefined ? {} : { fix: `Check the value for "${error.param}".` };
}
