import { createHash } from "node:crypto";
import { StepError } from "#shared/model/failure.ts";
import type { HttpRequest } from "./http.ts";

/** What deciding about the next page needs of an answer. */
export interface PageAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Parsed. */
  body: unknown;
  /** Where it came from, after redirects. */
  url: string;
}

/** The request for the page after `answer`, the `count`th so far; undefined = that was the last. */
export type NextPage<A extends PageAnswer = PageAnswer> = (answer: A, request: HttpRequest, count: number) => HttpRequest | undefined;

export interface PagesOptions {
  /** Pages to fetch at most; reaching it ends quietly. */
  limit?: number | undefined;
  signal?: AbortSignal;
  /** Waits between two pages. */
  pause?(): Promise<void>;
}

/** Where no limit was set, something is wrong after this many. */
const MOST = 10_000;
/** The same answer so often in a row means that the rule does not move on. */
const SAME = 4;

/** Fetches page after page. Throws StepError where pages repeat without end. */
export async function* fetchPages<A extends PageAnswer>(
  send: (request: HttpRequest, count: number) => Promise<A>,
  first: HttpRequest,
  next: NextPage<A>,
  options: PagesOptions = {},
): AsyncGenerator<A> {
  let request: HttpRequest | undefined = first;
  let last = "";
  let same = 0;
  for (let count = 1; request !== undefined; count++) {
    options.signal?.throwIfAborted();
    const answer: A = await send(request, count);
    const print = fingerprint(answer.body);
    same = print !== "" && print === last ? same + 1 : 1;
    last = print;
    if (same >= SAME || count >= MOST) throw endless(same >= SAME);
    yield answer;
    if (count >= (options.limit ?? MOST)) return;
    request = next(answer, request, count);
    if (request !== undefined) await options.pause?.();
  }
}

function fingerprint(body: unknown): string {
  if (isEmptyPage(body)) return "";
  return createHash("sha1")
    .update(JSON.stringify(body) ?? "")
    .digest("base64");
}

const endless = (same: boolean): StepError =>
  new StepError({
    kind: "user",
    name: "PagingError",
    message: same ? `${SAME} pages in a row were the same, so it was stopped.` : `There were more than ${MOST} pages, so it was stopped.`,
    fix: "Check how the next page is asked for and when the last page is reached.",
    field: "pagination",
    retryable: false,
    outcome: "none",
  });

/** No value, no text, an empty list or object. */
export function isEmptyPage(body: unknown): boolean {
  if (body === undefined || body === null || body === "") return true;
  if (Array.isArray(body)) return body.length === 0;
  return typeof body === "object" && Object.keys(body).length === 0;
}

/** The value at `a.b.0.c`, own properties only; the whole for an empty path. */
function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const key of path.split(".").filter((part) => part !== "")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The same request with one query parameter set, wherever it stood before. */
export function withQuery(request: HttpRequest, name: string, value: string): HttpRequest {
  let url = request.url;
  const at = url.indexOf("?");
  if (at !== -1) {
    const query = new URLSearchParams(url.slice(at + 1));
    if (query.has(name)) {
      query.delete(name);
      url = query.size === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${query.toString()}`;
    }
  }
  return { ...request, url, query: [...(request.query ?? []).filter(([own]) => own !== name), [name, value]] };
}

/** Page 1, 2, 3 until one whose list (at `list`) is empty. */
export const byPageNumber =
  (name: string, start = 1, list = ""): NextPage =>
  (answer, request, count) =>
    isEmptyPage(valueAt(answer.body, list)) ? undefined : withQuery(request, name, String(start + count));

/** From 0 on in steps of `size`, until a list is empty or shorter than that. */
export const byOffset =
  (name: string, size: number, list = ""): NextPage =>
  (answer, request, count) => {
    const page = valueAt(answer.body, list);
    const over = isEmptyPage(page) || (Array.isArray(page) && page.length < size);
    return over ? undefined : withQuery(request, name, String(count * size));
  };

/** The answer names where to go on; no value there = the last page. */
export const byCursor =
  (path: string, name: string): NextPage =>
  (answer, request) => {
    const cursor = valueAt(answer.body, path);
    const usable = (typeof cursor === "string" && cursor !== "") || typeof cursor === "number";
    return usable ? withQuery(request, name, String(cursor)) : undefined;
  };

const goTo = (request: HttpRequest, answer: PageAnswer, url: string): HttpRequest => {
  const { query: _inUrl, ...rest } = request;
  return { ...rest, url: URL.canParse(url, answer.url) ? new URL(url, answer.url).href : url };
};

/** The answer holds the whole address of the next page. */
export const byNextUrl =
  (path: string): NextPage =>
  (answer, request) => {
    const url = valueAt(answer.body, path);
    return typeof url === "string" && url !== "" ? goTo(request, answer, url) : undefined;
  };

/** `Link: <https://...>; rel="next"`. */
export const byLinkHeader = (): NextPage => (answer, request) => {
  for (const link of (answer.headers.link ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(link[2] ?? "")) return goTo(request, answer, link[1] ?? "");
  }
  return undefined;
};
