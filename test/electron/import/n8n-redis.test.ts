import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { authForCredential } from "../../../electron/import/n8n/credentials.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

function map(parameters: Record<string, unknown>) {
  const { workflow, partial, unsupported } = importN8n({
    nodes: [{ name: "S", type: "n8n-nodes-base.redis", typeVersion: 1, parameters }],
  });
  const node = workflow.nodes[0];
  if (unsupported.length === 0) expect(findAction(node?.type ?? "")?.input.safeParse(node?.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial, unsupported };
}

describe("redis", () => {
  it.each([
    [{}, "redis.info", {}],
    [
      { operation: "get", key: "k", propertyName: "a.b", keyType: "sets", options: { dotNotation: false } },
      "redis.get",
      { key: "k", into: "a.b", dots: false, kind: "set" },
    ],
    [{ operation: "get", key: "=k" }, "redis.get", { key: "=k", into: "propertyName" }],
    [
      { operation: "set", key: "k", value: "=v", keyType: "hash", expire: true },
      "redis.set",
      { key: "k", value: "=v", kind: "hash", expire: 60 },
    ],
    [{ operation: "set", key: "k", value: "v", expire: true, ttl: 5 }, "redis.set", { key: "k", value: "v", expire: 5 }],
    [{ operation: "delete", key: "k" }, "redis.delete", { key: "k" }],
    [{ operation: "incr", key: "k", expire: true, ttl: 9 }, "redis.increment", { key: "k", expire: 9 }],
    [{ operation: "keys", keyPattern: "a*", getValues: false }, "redis.keys", { pattern: "a*", values: false, limit: 100_000 }],
    [{ operation: "push", list: "l", messageData: "m", tail: true }, "redis.push", { list: "l", value: "m", tail: true }],
    [{ operation: "pop", list: "l", propertyName: "" }, "redis.pop", { list: "l", into: "" }],
    [{ operation: "llen", list: "l" }, "redis.length", { list: "l" }],
    [{ operation: "publish", channel: "c", messageData: "m" }, "redis.publish", { channel: "c", value: "m" }],
  ])("%o becomes %s", (parameters, type, params) => {
    expect(map(parameters)).toEqual({ type, params, partial: [], unsupported: [] });
  });

  it("of an unknown operation is kept and marked", () => {
    expect(map({ operation: "dance" }).unsupported).toHaveLength(1);
  });

  it("has a login of its own kind", () => {
    expect(authForCredential("redis")?.fields.map((one) => one.to)).toEqual(["host", "port", "user", "password", "database", "tls"]);
  });
});
