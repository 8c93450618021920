import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

function map(type: string, typeVersion: number, parameters: Record<string, unknown>) {
  const { workflow, partial } = importN8n({ nodes: [{ name: "S", type: `n8n-nodes-base.${type}`, typeVersion, parameters }] });
  const node = workflow.nodes[0];
  expect(findAction(node?.type ?? "")?.input.safeParse(node?.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial: partial.map((p) => p.reason) };
}

describe("rssFeedRead", () => {
  it("keeps its address, its own fields and what it accepts", () => {
    expect(map("rssFeedRead", 1.2, { url: "=x", options: { customFields: "a, b", ignoreSSL: true } })).toEqual({
      type: "core.rss",
      params: { url: "=x", fields: "a, b", insecure: true },
      partial: [],
    });
  });
});

describe("graphql", () => {
  it("of the first version sends the bare text unless told otherwise, later ones JSON", () => {
    expect(map("graphql", 1, { endpoint: "https://x", query: "{ a }", variables: "{}" }).params).toEqual({
      url: "https://x",
      query: "{ a }",
      format: "graphql",
    });
    expect(map("graphql", 1.1, { endpoint: "https://x", query: "{ a }", variables: "={{ {} }}", operationName: "A" }).params).toEqual({
      url: "https://x",
      query: "{ a }",
      format: "json",
      variables: "={{ {} }}",
      operationName: "A",
    });
  });

  it("keeps headers and how the answer is read, and names the login that is missing", () => {
    const given = {
      endpoint: "https://x",
      query: "{ a }",
      requestMethod: "GET",
      authentication: "headerAuth",
      responseFormat: "string",
      headerParametersUi: { parameter: [{ name: "x-a", value: "1" }] },
      allowUnauthorizedCerts: true,
    };
    expect(map("graphql", 1.1, given)).toEqual({
      type: "core.graphql",
      params: {
        url: "https://x",
        query: "{ a }",
        method: "GET",
        headers: [{ name: "x-a", value: "1" }],
        response: "text",
        outputField: "data",
        insecure: true,
      },
      partial: ["choose a connection: it used headerAuth"],
    });
  });
});
