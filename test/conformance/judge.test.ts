import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";
import { Printed, RecordedCase } from "./recorded-case.ts";

const recorded = (more: object) =>
  RecordedCase.parse({ id: "a", kind: "logic", workflow: { nodes: [{ name: "Filter", type: "x.filter" }], ...pinned }, ...more });
const pinned = { pinData: { Set: [{ json: { total: 1 } }] } };
const printed = (more: object) => Printed.parse({ status: "succeeded", nodes: {}, requests: [], ...more });
const gave = (...lists: object[][]) => [{ outputs: lists.map((list) => list.map((json) => ({ json }))) }];

describe("a pinned case", () => {
  const compared = recorded({ comparedNodes: ["Set"] });
  it("passes with exactly the pinned items in one run, and not with a text for a number", () => {
    expect(judge(compared, printed({ nodes: { Set: gave([{ total: 1 }]) } }))).toEqual([]);
    expect(judge(compared, printed({ nodes: { Set: gave([{ total: "1" }]) } }))).toEqual([
      'Set: expected [[{"json":{"total":1}}]], got [[{"json":{"total":"1"}}]]',
    ]);
    expect(judge(compared, printed({ nodes: { Set: [...gave([{ total: 1 }]), ...gave([])] } }))).toHaveLength(1);
  });
  it("does not pass where the node did not run or the workflow failed", () => {
    expect(judge(compared, printed({ status: "failed", error: { message: "Broken" } }))).toEqual([
      'status: expected "success", got "Broken"',
      "Set: did not run",
    ]);
  });
});

describe("a recorded case", () => {
  const run = (nodes: object, more: object = {}) => recorded({ run: { status: "success", nodes, ...more } });
  it("takes an empty output at the end as none, and looks at what a filter keeps alone", () => {
    expect(judge(run({ Set: gave([{ a: 1 }], []) }), printed({ nodes: { Set: gave([{ a: 1 }]) } }))).toEqual([]);
    expect(judge(run({ Filter: gave([], [{ a: 1 }]) }), printed({ nodes: { Filter: gave([]) } }))).toEqual([]);
    expect(judge(run({ Set: gave([], [{ a: 1 }]) }), printed({ nodes: { Set: gave([{ a: 1 }]) } }))).toHaveLength(1);
  });
  it("leaves out nodes that give something else each time", () => {
    expect(judge(run({ Set: gave([{ a: 1 }]) }, { volatileNodes: ["Set"] }), printed({}))).toEqual([]);
  });
  it("has to end the same way, at the same node", () => {
    const failed = run({}, { status: "error", error: { message: "x", node: "Set" } });
    expect(judge(failed, printed({ status: "failed", error: { message: "y", node: "Set" } }))).toEqual([]);
    expect(judge(failed, printed({ status: "failed", error: { message: "y", node: "If" } }))).toEqual([
      'failed node: expected "Set", got "If"',
    ]);
  });
});

describe("a case with requests", () => {
  const http = (request: object) =>
    recorded({ http: [{ request: { method: "POST", url: "https://a.example/x?b=2&a=1", ...request }, response: {} }] });
  const sent = (request: object) =>
    printed({
      requests: [{ method: "post", url: "https://a.example/x?a=1&b=2", headers: { "content-type": "application/json" }, ...request }],
    });
  it("compares query and form pairs in any order, and JSON by value", () => {
    expect(judge(http({ body: { a: 1, b: [2] } }), sent({ body: '{"b":[2],"a":1}' }))).toEqual([]);
    expect(judge(http({ body: "a=1&b=x%20y" }), sent({ body: "b=x+y&a=1" }))).toEqual([]);
    expect(judge(http({ body: { a: 1 } }), sent({ body: { a: "1" } }))).toEqual(['request 1, body: expected {"a":1}, got {"a":"1"}']);
  });
  it("compares the headers that matter where they were sent", () => {
    const headers = { "Content-Type": "application/json; charset=utf-8", "User-Agent": "other", "X-Key": "1" };
    expect(judge(http({ headers }), sent({}))).toEqual(['request 1, x-key: expected "1", got ""']);
  });
  it("counts requests", () => {
    expect(judge(http({}), printed({}))).toEqual(["requests: expected 1, got 0"]);
  });
});
