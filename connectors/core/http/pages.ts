import { setTimeout as sleep } from "node:timers/promises";
import type { ItemContext } from "#kit/context.ts";
import type { HttpRequest } from "#kit/http.ts";
import { byCursor, byLinkHeader, byNextUrl, byOffset, byPageNumber, isEmptyPage, type NextPage, withQuery } from "#kit/paging.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import type { HttpInput, Pagination } from "./input.ts";
import { type BodyField, buildRequest } from "./request.ts";
import type { Answered } from "./response.ts";

/** How a step goes from page to page. */
export interface PageRule {
  first(): HttpRequest;
  next: NextPage<Answered>;
  limit: number | undefined;
  pause: () => Promise<void>;
  /** Statuses that end it and are no errors. */
  statuses: readonly number[];
}

export function pageRule(ctx: ItemContext<HttpInput>, paging: Pagination): PageRule {
  let last: Answered | undefined;
  let pages = 0;
  let request: HttpRequest | undefined;
  const read = (value: unknown, field: string): unknown => {
    if (typeof value !== "string" || !value.startsWith("=")) return value;
    if (ctx.evaluate === undefined) throw userError("Expressions can't be used here.", { field: `pagination.${field}` });
    const response = last && { body: last.body, headers: last.headers, statusCode: last.status, statusMessage: last.statusText };
    return ctx.evaluate(value, ctx.index, { $response: response, $pageCount: pages, $request: request && shown(request) });
  };
  const number = (value: unknown, field: string): number | undefined => {
    const given = read(value, field);
    if (given === undefined || given === null || given === "") return undefined;
    const amount = Number(given);
    if (Number.isFinite(amount) && amount >= 0) return amount;
    throw userError(`"${toText(given)}" is not a number.`, { field: `pagination.${field}` });
  };
  /** Each page is built anew: its parameters may stand in the query, the headers or the body. */
  const build = (): HttpRequest => {
    const body: BodyField[] = [];
    const headers: JsonObject = {};
    const query: [string, string][] = [];
    for (const [i, one] of paging.mode === "parameter" ? paging.parameters.entries() : []) {
      if (one.name === "") continue;
      const value = read(one.value, `parameters.${i}.value`);
      if (one.in === "body") body.push({ name: one.name, value, kind: "text", file: "" });
      else if (one.in === "headers") headers[one.name] = value;
      else query.push([one.name, toText(value)]);
    }
    request = query.reduce((built, [name, value]) => withQuery(built, name, value), buildRequest(ctx, { body, headers }));
    return request;
  };
  const byExpression: NextPage<Answered> = (answer) => {
    if (ended(paging, answer.body, answer.status, () => read(paging.until, "until"))) return undefined;
    if (paging.mode === "parameter") return build();
    const next = read(paging.nextUrl, "nextUrl");
    if (next === undefined || next === null || next === "") return undefined;
    return { ...build(), url: nextAddress(next, answer.url) };
  };
  const next = ruleOf(paging, byExpression);
  return {
    first() {
      if (paging.mode === "nextUrl" && paging.nextUrl === "") throw badAddress("");
      const built = build();
      return paging.mode === "page" && paging.start !== 1 ? withQuery(built, paging.name, String(paging.start)) : built;
    },
    next(answer, current, count) {
      last = answer;
      pages = count;
      return next(answer, current, count);
    },
    limit: number(paging.maxPages, "maxPages"),
    async pause() {
      const ms = number(paging.interval, "interval") ?? 0;
      if (ms > 0) await sleep(ms, undefined, { signal: ctx.signal });
    },
    statuses: paging.stop === "status" && (paging.mode === "parameter" || paging.mode === "nextUrl") ? statusList(paging.statuses) : [],
  };
}

function ruleOf(paging: Pagination, byExpression: NextPage<Answered>): NextPage<Answered> {
  switch (paging.mode) {
    case "off":
      return () => undefined;
    case "page":
      return byPageNumber(needed(paging.name, "name"), paging.start, paging.list);
    case "offset":
      return byOffset(needed(paging.name, "name"), paging.size, paging.list);
    case "cursor":
      return byCursor(needed(paging.path, "path"), needed(paging.name, "name"));
    case "nextField":
      return byNextUrl(needed(paging.path, "path"));
    case "link":
      return byLinkHeader();
    case "parameter":
    case "nextUrl":
      return byExpression;
  }
}

function ended(paging: Pagination, body: unknown, status: number, until: () => unknown): boolean {
  if (paging.stop === "status") return statusList(paging.statuses).includes(status);
  if (paging.stop === "expression") return until() === true;
  return isEmptyPage(body);
}

const statusList = (text: string): number[] =>
  text
    .split(",")
    .map(Number)
    .filter((status) => status >= 100 && status <= 599);

function needed(value: string, field: string): string {
  if (value !== "") return value;
  throw userError("This is needed to ask for the next page.", { field: `pagination.${field}`, fix: "Fill it in, or fetch one page only." });
}

const badAddress = (text: string) =>
  userError(`'${text}' is not a valid URL.`, {
    name: "NodeOperationError",
    description: 'Make sure the "Next URL" parameter evaluates to a valid URL.',
    field: "pagination.nextUrl",
  });

function nextAddress(value: unknown, from: string): string {
  const text = toText(value);
  if (!URL.canParse(text, from)) throw badAddress(text);
  return new URL(text, from).href;
}

const shown = (request: HttpRequest) => ({
  method: request.method,
  url: request.url,
  headers: request.headers ?? {},
  qs: Object.fromEntries(request.query ?? []),
});
