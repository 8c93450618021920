import { Readable } from "node:stream";
import { StepError } from "#shared/model/failure.ts";
import type { RawAnswer } from "./exchange.ts";
import { parseAddress } from "./guard.ts";
import { hostAndPort } from "./hosts.ts";
import type { HttpRequest } from "./http.ts";

/** The request that a redirect asks for, undefined where the answer is none. As browsers do: 303 and a POST's 301 or 302 become GET. */
export function nextHop(hop: HttpRequest, url: URL, answer: RawAnswer): HttpRequest | undefined {
  const { location } = answer.headers;
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined;
  const there = parseAddress(location, url.href.replace(/#.*$/, ""), "resolve");
  if (there.hash === "" && url.hash !== "") there.hash = url.hash;
  const becomesGet = (answer.status === 303 && hop.method !== "HEAD") || (answer.status < 303 && hop.method === "POST");
  if (becomesGet) {
    const headers = Object.entries(hop.headers ?? {}).filter(([name]) => !/^content-/i.test(name));
    const { body: _dropped, ...rest } = hop;
    return { ...rest, method: "GET", url: there.href, headers: Object.fromEntries(headers) };
  }
  if (streams(hop)) {
    answer.body.destroy();
    throw new StepError({
      kind: "user",
      name: "HttpError",
      message: `${hostAndPort(url)} wants the upload sent to ${hostAndPort(there)} instead, and a file can be streamed once only.`,
      fix: "Use the address it points to.",
      retryable: false,
      outcome: "none",
    });
  }
  return { ...hop, url: there.href };
}

function streams(hop: HttpRequest): boolean {
  const { body } = hop;
  if (body?.kind === "bytes") return body.value instanceof Readable;
  return body?.kind === "multipart" && body.parts.some((part) => part.data instanceof Readable);
}
