import { describe, expect, it } from "vitest";
import { type Failure, StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { httpAction, literalHosts } from "../../../connectors/core/actions/http.ts";
import type { ItemContext } from "../../../connectors/kit/context.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import type { RecordedRequest } from "../../../connectors/kit/recorded.ts";
import { createReplayClient, openTape } from "../../../connectors/kit/replay.ts";
import { HttpAnswer } from "../../../electron/shared/model/test-case.ts";
import { itemContext, memoryBlobs } from "../../helpers/item-context.ts";
import { localServer } from "../../helpers/local-server.ts";

type Params = Record<string, unknown>;
interface Ran {
  items: readonly Item[];
  requests: RecordedRequest[];
}

/** Runs the step against recorded answers. */
async function run(
  params: Params,
  entries: unknown[],
  more: { item?: Item; evaluate?: ItemContext<unknown>["evaluate"] } = {},
): Promise<Ran> {
  const requests: RecordedRequest[] = [];
  const http = createReplayClient(openTape(HttpAnswer.array().parse(entries)), (request) => requests.push(request));
  if (httpAction.mode !== "item") throw new Error("core.http works per item");
  const context = itemContext<unknown>({
    input: httpAction.input.parse(params),
    http,
    ...(more.item ? { item: more.item } : {}),
    ...(more.evaluate ? { evaluate: more.evaluate } : {}),
  });
  const result = await httpAction.run(context);
  if (!("items" in result) || !Array.isArray(result.items)) throw new Error("no items");
  return { items: result.items, requests };
}

const entry = (method: string, url: string, body: unknown, more: Params = {}, sent: unknown = null) => ({
  request: { method, url, body: sent },
  response: { status: 200, headers: { "content-type": "application/json" }, body, ...more },
});
const U = "https://api.example.com/jobs";
const jsonOf = (ran: Ran) => ran.items.map((item) => item.json);

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

describe("what it sends", () => {
  it("builds the query from fields and JSON, beside what stands in the address", async () => {
    const ran = await run(
      {
        url: `${U}?a=0`,
        query: [
          { name: "tags", value: ["x", "y"] },
          { name: "n", value: 5 },
        ],
        queryJson: '{"filter":{"city":"Zürich"}}',
      },
      [entry("GET", `${U}?a=0&tags%5B%5D=x&tags%5B%5D=y&n=5&filter%5Bcity%5D=Z%C3%BCrich`, [])],
    );
    expect(ran.requests).toHaveLength(1);
  });

  it.each([
    ["brackets", "tags[]=x&tags[]=y"],
    ["indices", "tags[0]=x&tags[1]=y"],
    ["repeat", "tags=x&tags=y"],
  ])("writes lists in the query as %s", async (arrays, query) => {
    const ran = await run({ url: U, arrays, query: [{ name: "tags", value: ["x", "y"] }] }, [entry("GET", `${U}?${query}`, [])]);
    expect(decodeURIComponent(new URL(ran.requests[0]?.url ?? "").search)).toBe(`?${query}`);
  });

  it("keeps types in JSON fields and makes nested objects of dotted names", async () => {
    const fields = [
      { name: "customer.name", value: "Ann" },
      { name: "paid", value: false },
      { name: "__proto__.admin", value: true },
    ];
    const ran = await run({ url: U, method: "POST", body: "json", bodyFields: fields }, [entry("POST", U, {})]);
    expect(ran.requests[0]?.headers["content-type"]).toBe("application/json");
    expect(ran.requests[0]?.body).toMatchObject({ customer: { name: "Ann" }, paid: false });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const flat = await run({ url: U, method: "POST", body: "json", dotNames: false, bodyFields: fields.slice(0, 1) }, [
      entry("POST", U, {}),
    ]);
    expect(flat.requests[0]?.body).toEqual({ "customer.name": "Ann" });
  });

  it("takes JSON as text, and names the field when it is none", async () => {
    const ran = await run({ url: U, method: "PATCH", body: "json", bodyJson: '{"title":"x"}' }, [entry("PATCH", U, {})]);
    expect(ran.requests[0]?.body).toEqual({ title: "x" });
    const failure = await failureOf(run({ url: U, method: "POST", body: "json", bodyJson: '{"q": "abc",\n}' }, []));
    expect(failure).toMatchObject({ message: "JSON parameter needs to be valid JSON", field: "bodyJson", kind: "user" });
  });

  it("sends forms, multipart with a file, text and a file as the body", async () => {
    const blobs = memoryBlobs();
    const file = await blobs.put(Buffer.from("PDF"), { fileName: 'in"voice.pdf', mimeType: "application/pdf" });
    const item: Item = { json: {}, binary: { data: file } };
    const form = await run({ url: U, method: "POST", body: "form", bodyFields: [{ name: "a b", value: "1&2" }] }, [entry("POST", U, {})]);
    expect(form.requests[0]).toMatchObject({ body: "a+b=1%262", headers: { "content-type": "application/x-www-form-urlencoded" } });

    const sent: RecordedRequest[] = [];
    const http = createReplayClient(openTape([]), (request) => sent.push(request));
    const go = (params: Params) => {
      if (httpAction.mode !== "item") throw new Error("item");
      return failureOf(Promise.resolve(httpAction.run(itemContext<unknown>({ input: httpAction.input.parse(params), http, item, blobs }))));
    };
    await go({
      url: U,
      method: "POST",
      body: "multipart",
      headers: [{ name: "Content-Type", value: "multipart/form-data" }],
      bodyFields: [
        { name: "note", value: "hi" },
        { name: "file", kind: "file", file: "data" },
      ],
    });
    expect(sent[0]?.headers["content-type"]).toBe("multipart/form-data; boundary=BOUNDARY");
    expect(sent[0]?.body).toBe(
      '--BOUNDARY\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n' +
        '--BOUNDARY\r\nContent-Disposition: form-data; name="file"; filename="in%22voice.pdf"\r\nContent-Type: application/pdf\r\n\r\nPDF\r\n--BOUNDARY--\r\n',
    );
    await go({ url: U, method: "PUT", body: "binary" });
    expect(sent[1]).toMatchObject({ headers: { "content-type": "application/pdf" }, body: { base64: "UERG" } });
    await go({ url: U, method: "POST", body: "text", bodyText: "<x/>", bodyType: "application/xml" });
    expect(sent[2]).toMatchObject({ headers: { "content-type": "application/xml" }, body: "<x/>" });
    expect((await go({ url: U, method: "PUT", body: "binary", bodyFile: "photo" })).fix).toContain("data");
  });

  it("sends the run's key only where the author says that the service honours it", async () => {
    const plain = await run({ url: U, method: "POST" }, [entry("POST", U, {})]);
    expect(plain.requests[0]?.headers["idempotency-key"]).toBeUndefined();
    const keyed = await run({ url: U, method: "POST", idempotent: "key" }, [entry("POST", U, {})]);
    expect(keyed.requests[0]?.headers["idempotency-key"]).toBe("key-1");
  });

  it("says what it does there by method or by the author's word", () => {
    const effect = (params: Params) =>
      typeof httpAction.effect === "function" ? httpAction.effect(httpAction.input.parse({ url: U, ...params })) : "";
    expect(effect({})).toBe("read");
    expect(effect({ method: "DELETE" })).toBe("write");
    expect(effect({ method: "POST", effect: "read" })).toBe("read");
    expect(effect({ method: "GET", effect: "write" })).toBe("write");
  });
});

describe("what comes out", () => {
  it("is the body as json; a list gives one item for each element", async () => {
    expect(jsonOf(await run({ url: U }, [entry("GET", U, { id: 1 })]))).toEqual([{ id: 1 }]);
    expect(jsonOf(await run({ url: U }, [entry("GET", U, [{ id: 1 }, 2])]))).toEqual([{ id: 1 }, { data: 2 }]);
    expect(jsonOf(await run({ url: U }, [entry("GET", U, [])]))).toEqual([]);
  });

  it("puts text in data, decoded by its charset", async () => {
    const ran = await run({ url: U }, [
      entry(
        "GET",
        U,
        { base64: Buffer.from([0x63, 0x61, 0xf1, 0xf3, 0x6e]).toString("base64") },
        { headers: { "content-type": "text/html; charset=latin1" } },
      ),
    ]);
    expect(jsonOf(ran)).toEqual([{ data: "cañón" }]);
  });

  it("keeps files as binary, named by the service or by the address after redirects", async () => {
    const file = { base64: Buffer.from("test").toString("base64") };
    const ran = await run({ url: `${U}/r` }, [
      entry("GET", `${U}/r`, {}, { status: 302, headers: { location: `${U}/path/image.png` } }),
      entry("GET", `${U}/path/image.png`, file, { headers: { "content-type": "image/png" } }),
    ]);
    expect(ran.items[0]?.json).toEqual({});
    expect(ran.items[0]?.binary?.data).toMatchObject({ mimeType: "image/png", fileName: "image.png", fileSize: 4 });
    const named = await run({ url: U, response: "file", outputField: "photo" }, [
      entry("GET", U, file, { headers: { "content-disposition": 'attachment; filename="../../evil.jpg"' } }),
    ]);
    expect(named.items[0]?.binary?.photo?.fileName).toBe("evil.jpg");
  });

  it("gives status and headers where asked, and error answers as answers", async () => {
    const ran = await run({ url: U, fullResponse: true, neverError: true }, [
      entry("GET", U, { error: "no" }, { status: 404, headers: { "content-type": "application/json", "x-a": "1" } }),
    ]);
    expect(jsonOf(ran)).toEqual([
      { body: { error: "no" }, headers: { "content-type": "application/json", "x-a": "1" }, statusCode: 404, statusMessage: "Not Found" },
    ]);
    expect((await failureOf(run({ url: U }, [entry("GET", U, { error: "no" }, { status: 404 })]))).status).toBe(404);
  });

  it("streams a file of any size from a real server", async () => {
    const server = await localServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/pdf" });
      for (let i = 0; i < 60; i++) response.write(Buffer.alloc(1024 * 1024));
      response.end();
    });
    const network = openNetwork();
    try {
      if (httpAction.mode !== "item") throw new Error("item");
      const http = createHttpClient({ exchange: network.exchange, grants: [server.host] });
      const result = await httpAction.run(itemContext<unknown>({ input: httpAction.input.parse({ url: server.url }), http }));
      expect(result).toMatchObject({ items: [{ binary: { data: { fileSize: 60 * 1024 * 1024 } } }] });
    } finally {
      network.close();
      await server.close();
    }
  });
});

describe("pages", () => {
  const page = (query: string, body: unknown, more: Params = {}) => entry("GET", `${U}${query}`, body, more);
  const roots = (text: string, _index: number, given: Readonly<Record<string, unknown>>): unknown => {
    const response = given.$response as
      | { body?: { next?: unknown; done?: unknown }; headers?: Record<string, string>; statusCode?: number }
      | undefined;
    const pages = Number(given.$pageCount);
    if (text === "={{ $pageCount * 2 }}") return pages * 2;
    if (text === "={{ $response.headers.next }}") return response?.headers?.next;
    if (text === "={{ $response.statusCode === 404 }}") return response?.statusCode === 404;
    throw new Error(`unknown expression ${text}`);
  };

  it.each([
    ["page number", { mode: "page", name: "page", list: "jobs" }, ["", "?page=2", "?page=3"], [{ jobs: [1] }, { jobs: [2] }, { jobs: [] }]],
    ["page number from 0", { mode: "page", name: "page", start: 0 }, ["?page=0", "?page=1"], [[{ id: 1 }], []]],
    ["offset", { mode: "offset", name: "skip", size: 2 }, ["", "?skip=2"], [[{ id: 1 }, { id: 2 }], [{ id: 3 }]]],
    ["cursor", { mode: "cursor", name: "after", path: "paging.after" }, ["", "?after=a1"], [{ paging: { after: "a1" } }, { paging: {} }]],
    ["next address in the answer", { mode: "nextField", path: "next" }, ["", "/2"], [{ next: `${U}/2` }, { next: null }]],
  ])("goes by %s until the last page", async (_name, pagination, queries, bodies) => {
    const ran = await run(
      { url: U, pagination },
      queries.map((query, i) => page(query, bodies[i])),
    );
    expect(ran.requests).toHaveLength(queries.length);
  });

  it("goes by the Link header", async () => {
    const ran = await run({ url: U, query: [{ name: "per", value: 1 }], pagination: { mode: "link" } }, [
      page("?per=1", [{ id: 1 }], {
        headers: { "content-type": "application/json", link: `<${U}?p=0>; rel="prev", <${U}?per=1&p=2>; rel="next"` },
      }),
      page("?per=1&p=2", [{ id: 2 }]),
    ]);
    expect(jsonOf(ran)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it("evaluates parameters for each page, from page count 0 on, up to the limit", async () => {
    const pagination = { mode: "parameter", parameters: [{ in: "query", name: "skip", value: "={{ $pageCount * 2 }}" }], maxPages: 2 };
    const ran = await run(
      { url: U, query: [{ name: "limit", value: "2" }], pagination },
      [page("?limit=2&skip=0", [{ id: 0 }, { id: 1 }]), page("?limit=2&skip=2", [{ id: 2 }, { id: 3 }])],
      { evaluate: roots },
    );
    expect(jsonOf(ran).map((one) => one.id)).toEqual([0, 1, 2, 3]);
  });

  it("can put them into the body", async () => {
    const pagination = { mode: "parameter", parameters: [{ in: "body", name: "skip", value: "={{ $pageCount * 2 }}" }], maxPages: 2 };
    const bodyFields = [
      { name: "limit", value: "2" },
      { name: "skip", value: "0" },
    ];
    const ran = await run(
      { url: U, method: "POST", body: "json", bodyFields, pagination },
      [entry("POST", U, [{ id: 0 }], {}, { limit: "2", skip: 0 }), entry("POST", U, [{ id: 1 }], {}, { limit: "2", skip: 2 })],
      { evaluate: roots },
    );
    expect(ran.requests.map((request) => request.body)).toEqual([
      { limit: "2", skip: 0 },
      { limit: "2", skip: 2 },
    ]);
  });

  it("stops at a status that means the end, which is then no error", async () => {
    const pagination = {
      mode: "parameter",
      parameters: [{ name: "skip", value: "={{ $pageCount * 2 }}" }],
      stop: "status",
      statuses: "404",
    };
    const entries = [page("?skip=0", [{ id: 0 }]), page("?skip=2", [], { status: 404 })];
    expect(jsonOf(await run({ url: U, pagination }, entries, { evaluate: roots }))).toEqual([{ id: 0 }]);
    expect((await failureOf(run({ url: U, pagination: { ...pagination, statuses: "410" } }, entries, { evaluate: roots }))).status).toBe(
      404,
    );
  });

  it("stops when its expression is true, or the next address is empty", async () => {
    const parameters = [{ name: "skip", value: "={{ $pageCount * 2 }}" }];
    const until = { mode: "parameter", parameters, stop: "expression", until: "={{ $response.statusCode === 404 }}" };
    const entries = [page("?skip=0", [{ id: 0 }]), page("?skip=2", [{ id: 2 }], { status: 404 })];
    expect(jsonOf(await run({ url: U, neverError: true, pagination: until }, entries, { evaluate: roots }))).toHaveLength(2);
    const nextUrl = { mode: "nextUrl", nextUrl: "={{ $response.headers.next }}" };
    const headers = { "content-type": "application/json", next: `${U}?skip=2` };
    const ran = await run(
      { url: U, query: [{ name: "limit", value: 2 }], pagination: nextUrl },
      [page("?limit=2", [{ id: 0 }], { headers }), page("?skip=2&limit=2", [{ id: 1 }])],
      {
        evaluate: roots,
      },
    );
    expect(jsonOf(ran)).toHaveLength(2);
  });

  it("ends with an error where the pages never change", async () => {
    const pagination = { mode: "parameter", parameters: [{ name: "x", value: "0" }] };
    const failure = await failureOf(
      run(
        { url: U, pagination },
        Array.from({ length: 9 }, () => page("?x=0", [{ id: 0 }])),
      ),
    );
    expect(failure.message).toContain("the same");
  });
});

describe("hosts that stand literally in the address", () => {
  it.each([
    ["http://127.0.0.1:3000/x", ["127.0.0.1:3000"]],
    ["https://api.example.com/v1", ["api.example.com"]],
    ["=http://localhost:8080/jobs/{{ $json.id }}", ["localhost:8080"]],
    ["HTTP://LocalHost:80/", ["localhost"]],
    ["http://0x7f.1:99/", ["127.0.0.1:99"]],
    ["http://[::1]:99/", ["[::1]:99"]],
    ["=http://localhost:30{{ $json.port }}/", []],
    ["=http://localhost{{ $json.rest }}", []],
    ["={{ $json.url }}", []],
    ["http://{{ $json.host }}/", []],
    ["file:///etc/passwd", []],
    [undefined, []],
  ])("%s", (url, hosts) => {
    expect(literalHosts({ url })).toEqual(hosts);
  });
});
