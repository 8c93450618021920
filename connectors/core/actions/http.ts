import { Readable } from "node:stream";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { literalHost } from "#kit/hosts.ts";
import type { HttpRequest } from "#kit/http.ts";
import { fetchPages } from "#kit/paging.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { HttpInput, httpEffect } from "../http/input.ts";
import { type PageRule, pageRule } from "../http/pages.ts";
import { buildRequest } from "../http/request.ts";
import { type Answered, readAnswer, toItems } from "../http/response.ts";

/** Hosts (`host` or `host:port`) that stand literally in a step's address: what its author plainly meant to call. */
export function literalHosts(params: Readonly<Record<string, unknown>>): string[] {
  const host = literalHost(params.url);
  return host === undefined ? [] : [host];
}

async function send(ctx: ItemContext<HttpInput>, request: HttpRequest): Promise<Answered> {
  const response = await ctx.http.request(request);
  if (!(response.body instanceof Readable)) throw new TypeError("The HTTP client gave no stream.");
  return readAnswer(response, response.body, ctx.input, ctx.blobs);
}

/** Later pages are requests of their own, so each has its own key. */
function prepared(request: HttpRequest, rule: PageRule, page: number): HttpRequest {
  const key = request.idempotencyKey;
  return {
    ...request,
    anyStatus: request.anyStatus === true || rule.statuses,
    ...(key === undefined || page === 1 ? {} : { idempotencyKey: `${key}-${page}` }),
  };
}

/** The name by which workflows made elsewhere recognise it. */
function named(error: unknown): unknown {
  if (!(error instanceof StepError) || error.failure.name !== "PagingError") return error;
  return new StepError({ ...error.failure, name: "NodeOperationError" }, { cause: error.cause });
}

export const httpAction = defineAction<HttpInput>({
  id: "http",
  title: "HTTP request",
  description: "Calls any web service and gives its answer as items.",
  example: "GET https://api.example.com/orders?status=open gives an item for each order.",
  keywords: ["api", "rest", "webhook", "curl", "fetch", "request", "download", "upload", "url"],
  icon: "globe",
  mode: "item",
  parallel: 5,
  input: HttpInput,
  sample: [{ id: 1, title: "An answer" }],
  effect: httpEffect,
  idempotent: (input) => input.idempotent,
  connection: "optional",
  async run(ctx) {
    const { input, item } = ctx;
    const paging = input.pagination;
    if (paging === undefined || paging.mode === "off") {
      return { items: toItems(await send(ctx, buildRequest(ctx, { body: [], headers: {} })), input, item) };
    }
    const rule = pageRule(ctx, paging);
    const items: Item[] = [];
    const pages = fetchPages((request, page) => send(ctx, prepared(request, rule, page)), rule.first(), rule.next, {
      limit: rule.limit,
      signal: ctx.signal,
      pause: rule.pause,
    });
    try {
      for await (const answer of pages) for (const one of toItems(answer, input, item)) items.push(one);
    } catch (error) {
      throw named(error);
    }
    return { items };
  },
});
