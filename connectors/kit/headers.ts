import { userError } from "#shared/model/failure.ts";
import type { HttpRequest } from "./http.ts";

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Names that mean something else to JavaScript than to HTTP. */
const REFUSED = new Set(["__proto__", "constructor", "prototype"]);
/** The transport's own: often copied along from a browser, and wrong as soon as anything changes. */
const DROPPED = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Headers that carry a login, by name. */
const LOGIN = /auth|cookie|token|secret|api-?key|password|session|signature/i;

/** Refuses what could add a header or a request of its own. Returns the headers trimmed, without those of the transport. */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (DROPPED.has(name.toLowerCase())) continue;
    if (!NAME.test(name) || REFUSED.has(name.toLowerCase())) {
      throw userError(`"${name.slice(0, 100)}" can't be the name of a header.`, {
        field: "headers",
        fix: "Use letters, digits and hyphens.",
      });
    }
    if (!fits(value)) {
      throw userError(`The value of the header "${name}" holds a line break or a character that headers can't carry.`, {
        field: "headers",
        fix: "Remove line breaks and special characters, or send the text in the body.",
      });
    }
    checked[name] = value.trim();
  }
  return checked;
}

function fits(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if ((code < 32 && code !== 9) || code === 127 || code > 255) return false;
  }
  return true;
}

export const hasHeader = (headers: Readonly<Record<string, string>>, name: string): boolean =>
  Object.keys(headers).some((own) => own.toLowerCase() === name.toLowerCase());

/** For a redirect to another host: what proves who we are stays behind. */
export function dropLogins(request: HttpRequest): HttpRequest {
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !LOGIN.test(name));
  return { ...request, headers: Object.fromEntries(headers) };
}
