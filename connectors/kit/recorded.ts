import type { Hop } from "./exchange.ts";
import { type Redactor, redactValue } from "./redact.ts";
import { shownContentType } from "./request-body.ts";
import { isJsonType } from "./response-body.ts";

/** A request as it was sent. Bodies: JSON as a value, text as text, bytes as `{base64}`, null for none, `{stream: true}` for a stream. */
export interface RecordedRequest {
  method: string;
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: unknown;
}

/** Headers whose value is a login whatever the connection knows of it. */
const LOGIN = /^(authorization|proxy-authorization|cookie|x-api-key|api-key)$/;

/** JSON that was written by hand is JSON all the same. */
function asJson(shown: unknown, contentType: string | undefined): unknown {
  if (typeof shown !== "string" || !isJsonType(contentType)) return shown;
  try {
    return JSON.parse(shown);
  } catch {
    return shown;
  }
}

export function recorded(hop: Hop, redact: Redactor | undefined): RecordedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(hop.headers)) {
    const lower = name.toLowerCase();
    if (lower === "content-type") headers[lower] = shownContentType(value);
    else if (redact === undefined) headers[lower] = value;
    else headers[lower] = LOGIN.test(lower) ? "***" : redact(value);
  }
  const body = hop.body === undefined ? null : (asJson(hop.body.shown(), headers["content-type"]) ?? { stream: true });
  if (redact === undefined) return { method: hop.method, url: hop.url.href, headers, body };
  return { method: hop.method, url: redact(hop.url.href), headers, body: redactValue(body, redact) };
}
