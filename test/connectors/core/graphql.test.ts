import { afterAll, describe, expect, it } from "vitest";
import { graphqlAction } from "../../../connectors/core/actions/graphql.ts";
import { mutates } from "../../../connectors/core/graphql/operation.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import { StepError } from "../../../electron/shared/model/failure.ts";
import { itemContext } from "../../helpers/item-context.ts";
import { json, localServer, type Seen } from "../../helpers/local-server.ts";

const network = openNetwork();
afterAll(() => network.close());
if (graphqlAction.mode !== "item") throw new Error("per item");
const action = graphqlAction;

/** Takes what GraphQL over HTTP allows, nothing else. */
function objection({ method, url, headers, body }: Seen): string | undefined {
  const type = headers["content-type"] ?? "";
  if (method === "GET") {
    const names = [...new URL(url, "http://x").searchParams.keys()];
    return names.find((name) => !["query", "variables", "operationName", "extensions"].includes(name));
  }
  if (type === "application/graphql") return undefined;
  if (!type.startsWith("application/json")) return `type ${type}`;
  const sent = JSON.parse(body.toString()) as Record<string, unknown>;
  const known = ["query", "variables", "operationName", "extensions"];
  if (typeof sent.query !== "string") return "query";
  if (typeof sent.variables !== "object" || Array.isArray(sent.variables)) return "variables";
  return Object.keys(sent).find((name) => !known.includes(name));
}

async function ask(
  input: Record<string, unknown>,
  answer: unknown = { data: { ok: true } },
  status = 200,
  headers: Record<string, string> = {},
) {
  const server = await localServer((request, response) => {
    const wrong = objection(request);
    if (wrong === undefined) json(response, status, answer, headers);
    else json(response, 400, { errors: [{ message: `refused: ${wrong}` }] });
  });
  try {
    const http = createHttpClient({ exchange: network.exchange, grants: [server.host] });
    const result = await action.run(itemContext<unknown>({ input: action.input.parse({ url: server.url, ...input }), http }));
    return { result, seen: server.seen[0] };
  } catch (error) {
    if (error instanceof StepError) return { failure: error.failure, seen: server.seen[0] };
    throw error;
  } finally {
    await server.close();
  }
}
const sent = (seen: Seen | undefined): unknown => JSON.parse(seen?.body.toString() ?? "null");

describe("a GraphQL request", () => {
  it("sends query, variables and operation, and gives the answer whole", async () => {
    const { result, seen } = await ask({
      query: "query A { a }",
      variables: '{"id": 1}',
      operationName: "A",
      headers: [{ name: "x-team", value: 7 }],
    });
    expect(result).toEqual([{ data: { ok: true } }]);
    expect(sent(seen)).toEqual({ query: "query A { a }", variables: { id: 1 }, operationName: "A" });
    expect(seen?.headers["x-team"]).toBe("7");
  });

  it("can be bare text, or all in the address", async () => {
    const text = await ask({ query: "{ a }", format: "graphql" });
    expect(text.seen?.body.toString()).toBe("{ a }");
    const get = await ask({ query: "{ a }", method: "GET", variables: { id: 1 } });
    expect(Object.fromEntries(new URL(get.seen?.url ?? "", "http://x").searchParams)).toEqual({ query: "{ a }", variables: '{"id":1}' });
    expect(get.seen?.body.length).toBe(0);
  });

  it("can give its answer as text", async () => {
    expect((await ask({ query: "{ a }", response: "text", outputField: "raw" })).result).toEqual([{ raw: '{"data":{"ok":true}}' }]);
  });

  it("keeps an answer with `items` of its own as one item", async () => {
    expect((await ask({ query: "{ a }" }, { items: [1, 2] })).result).toEqual([{ items: [1, 2] }]);
  });

  it("with variables that are no JSON object is refused before it is sent", async () => {
    for (const variables of ["{", "[1]"]) {
      const { failure, seen } = await ask({ query: "{ a }", variables });
      expect(failure).toMatchObject({ kind: "user", field: "variables" });
      expect(seen).toBeUndefined();
    }
  });
});

describe("errors in an answer that says 200", () => {
  const errors = (code?: string) => [{ message: "No such job", ...(code === undefined ? {} : { extensions: { code } }) }];

  it.each([
    ["{ a }", { data: null, errors: errors() }, { kind: "user", retryable: false, outcome: "none" }],
    ["{ a }", { errors: errors("THROTTLED") }, { kind: "service", retryable: true, outcome: "none" }],
    ["{ a }", { errors: errors("UNAUTHENTICATED") }, { kind: "connection", retryable: false }],
    ["{ a }", { errors: ["text", null] }, { kind: "user" }],
    ["mutation { a b }", { data: { a: 1, b: null }, errors: errors("THROTTLED") }, { retryable: false, outcome: "unknown" }],
    ["mutation { a }", { data: { a: null }, errors: errors() }, { outcome: "none" }],
  ])("%s %o", async (query, answer, expected) => {
    expect((await ask({ query }, answer)).failure).toMatchObject({ ...expected, name: "GraphQlError" });
  });

  it("count as an answer where a part is enough", async () => {
    const answer = { data: { a: 1 }, errors: errors() };
    expect((await ask({ query: "{ a }", partial: true }, answer)).result).toEqual([answer]);
    expect((await ask({ query: "{ a }", partial: true }, { data: null, errors: errors() })).failure).toMatchObject({ kind: "user" });
  });

  it("and answers that fail by their status say what the service said", async () => {
    expect((await ask({ query: "{ a }" }, { errors: errors() }, 400)).failure?.message).toContain("No such job");
    expect((await ask({ query: "mutation { a }" }, {}, 500)).failure).toMatchObject({ outcome: "unknown", retryable: true });
    expect((await ask({ query: "query { a }" }, {}, 500)).failure).toMatchObject({ outcome: "none", retryable: true });
  });
});

describe("whether it changes something", () => {
  it.each([
    ["{ a }", "", false],
    ["mutation { a }", "", true],
    ["# mutation { a }\n{ a }", "", false],
    ['{ a(text: "mutation { x }") }', "", false],
    ['{ a(text: """mutation { " } """) }', "", false],
    ["query A { mutation }", "", false],
    ["query A { a } mutation B { b }", "", true],
    ["query A { a } mutation B { b }", "A", false],
    ["query A { a } mutation B { b }", "B", true],
    ["fragment mutation on X { a } { a }", "", false],
    ["mutation($id: ID!) { a(id: $id) { id } }", "", true],
  ])("%s %s: %s", (query, name, expected) => {
    expect(mutates(query, name)).toBe(expected);
    const input = action.input.parse({ url: "https://x", query, operationName: name });
    expect(typeof action.effect === "function" && action.effect(input)).toBe(expected ? "write" : "read");
  });
});
