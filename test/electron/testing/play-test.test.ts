import { describe, expect, it } from "vitest";
import { WorkflowId } from "#shared/model/ids.ts";
import { TestCase } from "#shared/model/test-case.ts";
import { Workflow, type WorkflowInput } from "#shared/model/workflow.ts";
import { acceptedTest } from "../../../electron/testing/record-test.ts";
import { playTest, runTests } from "../../../electron/testing/run-test.ts";

const place = { zone: "America/Chicago" };
const at = (x: number) => ({ position: { x, y: 0 } });
type Node = Omit<WorkflowInput["nodes"][number], "position">;

/** Steps one after the other, behind a manual trigger. */
function line(nodes: readonly Node[], more: Partial<WorkflowInput> = {}): Workflow {
  const all = [{ id: "start", name: "Start", type: "core.manual" }, ...nodes];
  return Workflow.parse({
    format: 1,
    id: "w",
    name: "W",
    nodes: all.map((node, i) => ({ ...node, ...at(i * 200) })),
    edges: all.slice(1).map((node, i) => ({ id: `e${i}`, from: { node: all[i]?.id, port: "out" }, to: { node: node.id, port: "in" } })),
    ...more,
  });
}
const set = (id: string, fields: Record<string, string>): Node => ({
  id,
  name: id,
  type: "core.set",
  params: { include: "none", fields: Object.entries(fields).map(([name, value]) => ({ name, type: "any", value })) },
});
const http: Node = { id: "call", name: "Ask the shop", type: "core.http", params: { method: "GET", url: "https://shop.example/orders/7" } };
const answered = (total: number) => ({
  call: {
    http: [
      {
        request: { method: "GET", url: "https://shop.example/orders/7" },
        response: { body: { total } },
      },
    ],
  },
});
const test = (more: object): TestCase => TestCase.parse({ id: "t", name: "T", ...more });
const play = async (workflow: Workflow, more: object) => (await playTest(workflow, test(more), place)).result;

const shop = line([http, set("sum", { total: "={{ $json.total * 2 }}" })]);

describe("a workflow's test", () => {
  it("passes where each step gives what is expected, with answers of the outside from the test", async () => {
    const expected = { steps: { sum: { runs: [{ out: [{ total: 14 }] }] } } };
    expect(await play(shop, { answers: answered(7), expected })).toMatchObject({ passed: true, status: "succeeded", misses: [] });
  });

  it("says for each miss where it is, what was expected and what came", async () => {
    const expected = { steps: { sum: { runs: [{ out: [{ total: 15 }] }] } } };
    const result = await play(shop, { answers: answered(7), expected });
    expect(result.passed).toBe(false);
    expect(result.misses).toEqual([{ place: "sum, item 1", node: "sum", expected: { total: 15 }, got: { total: 14 } }]);
  });

  it("says how often a step ran, and names one that is gone", async () => {
    const out = [{ out: [{ total: 14 }] }];
    const result = await play(shop, {
      answers: answered(7),
      expected: { steps: { sum: { runs: [...out, ...out] }, gone: { runs: out } } },
    });
    expect(result.misses).toMatchObject([
      { place: "sum", expected: "2 runs", got: "1 run" },
      { place: "gone", got: "the workflow has no such step any more" },
    ]);
  });

  it("looks at the expected fields alone where asked", async () => {
    const workflow = line([set("sum", { total: "={{ 14 }}", at: "={{ $json.x }}", list: "={{ [{ a: 1, b: 2 }] }}" })]);
    const runs = [{ out: [{ total: 14, list: [{ a: 1 }] }] }];
    expect(await play(workflow, { expected: { steps: { sum: { match: "subset", runs } } } })).toMatchObject({ passed: true });
    expect(await play(workflow, { expected: { steps: { sum: { match: "exact", runs } } } })).toMatchObject({ passed: false });
  });

  it("holds assertions against each item that a step gives, with earlier steps in reach", async () => {
    const assertions = [{ step: "sum", expression: "={{ $json.total === $('Ask the shop').item.json.total * 2 }}" }];
    expect(await play(shop, { answers: answered(7), expected: { assertions } })).toMatchObject({ passed: true });
    const wrong = [{ step: "sum", expression: "$json.total > 100" }];
    expect((await play(shop, { answers: answered(7), expected: { assertions: wrong } })).misses).toEqual([
      { place: "sum, item 1", node: "sum", expected: "$json.total > 100", got: false },
    ]);
  });

  it("does not pass an assertion on a step that gave nothing", async () => {
    const assertions = [{ step: "sum", expression: "={{ true }}" }];
    const workflow = line([{ id: "none", name: "none", type: "core.limit", disabled: true }, set("sum", { a: "={{ 1 }}" })]);
    const result = await play(workflow, { input: [[]], expected: { assertions } });
    expect(result.misses).toMatchObject([{ place: "sum", got: "the step gave no items to look at" }]);
  });

  it("reaches nothing outside: a step without an answer fails and says what is missing", async () => {
    const result = await play(shop, {});
    expect(result).toMatchObject({ passed: false, status: "failed" });
    expect(result.misses[0]?.got).toMatch(/Ask the shop: the test holds no answer of this step/);
  });

  it("takes a step's recorded outputs or its error in place of its work", async () => {
    const outputs = { call: { runs: [{ outputs: [[{ json: { total: 3 } }]] }] } };
    const sum = { steps: { sum: { runs: [{ out: [{ total: 6 }] }] } } };
    expect(await play(shop, { answers: outputs, expected: sum })).toMatchObject({ passed: true });
    const error = { call: { runs: [{ error: { message: "The shop is closed", name: "HttpError" } }] } };
    const expected = { status: "failed", error: { node: "call", message: "closed" } };
    expect(await play(shop, { answers: error, expected })).toMatchObject({ passed: true, status: "failed" });
  });

  it("writes no table, calls no workflow and reads no file: each needs an answer", async () => {
    for (const node of [
      { id: "s", name: "s", type: "core.data_table", params: { operation: "insert", table: "orders" } },
      { id: "s", name: "s", type: "core.call_workflow", params: { workflow: "other" } },
      { id: "s", name: "s", type: "core.read_file", params: { path: "/etc/hostname" } },
    ]) {
      const { misses } = await play(line([node]), {});
      expect(misses[0]?.got, node.type).toMatch(/the test holds no answer of this step/);
    }
  });

  it("has its own time and zone, and is not held up by a wait", async () => {
    const workflow = line([
      set("before", { at: "={{ $now.toISO() }}" }),
      { id: "wait", name: "wait", type: "core.wait", params: { mode: "for", amount: 2, unit: "hours" } },
      set("after", { at: "={{ $now.toFormat('yyyy-MM-dd HH:mm') }}" }),
    ]);
    const steps = {
      before: { runs: [{ out: [{ at: "2026-03-01T09:30:00.000+01:00" }] }] },
      after: { runs: [{ out: [{ at: "2026-03-01 11:30" }] }] },
    };
    const result = await play(workflow, { time: "2026-03-01T08:30:00Z", zone: "Europe/Berlin", expected: { steps } });
    expect(result.misses).toEqual([]);
    expect(result.ms).toBeLessThan(5_000);
  });

  it("answers each run of a step in a loop in its turn, and says when the answers run out", async () => {
    const nodes = [
      { id: "start", name: "Start", type: "core.manual", ...at(0) },
      { id: "loop", name: "loop", type: "core.loop", params: { size: 1 }, ...at(200) },
      { ...http, ...at(400) },
      { ...set("end", { total: "={{ $json.total }}" }), ...at(600) },
    ];
    const edges = ["start.out loop", "loop.loop call", "call.out loop", "loop.done end"].map((text, i) => {
      const [from = "", to] = text.split(" ");
      const [node, port] = from.split(".");
      return { id: `e${i}`, from: { node, port }, to: { node: to, port: "in" } };
    });
    const workflow = Workflow.parse({ format: 1, id: "w", name: "W", nodes, edges });
    const answer = (total: number) => ({ outputs: [[{ json: { total } }]] });
    const input = [[{ json: {} }, { json: {} }]];
    const expected = { steps: { end: { runs: [{ out: [{ total: 1 }, { total: 2 }] }] } } };
    expect(await play(workflow, { input, answers: { call: { runs: [answer(1), answer(2)] } }, expected })).toMatchObject({ passed: true });
    const { misses } = await play(workflow, { input, answers: { call: { runs: [answer(1)] } }, expected });
    expect(misses[0]?.got).toMatch(/the test holds 1 answers of this step, and it runs once more/);
  });

  it("calls no error workflow when it fails", async () => {
    const workflow = { ...shop, settings: { ...shop.settings, errorWorkflow: WorkflowId.parse("alarm") } };
    const answers = { call: { runs: [{ error: { message: "Closed" } }] } };
    expect(await play(workflow, { answers, expected: { status: "failed" } })).toMatchObject({ passed: true });
  });

  it("begins at its own step, and says where that is gone", async () => {
    const more = { start: "sum", input: [[{ json: { total: 1 } }]], expected: { steps: { sum: { runs: [{ out: [{ total: 2 }] }] } } } };
    expect(await play(shop, more)).toMatchObject({ passed: true });
    expect(await play(shop, { ...more, start: "nowhere" })).toMatchObject({ passed: false, status: null });
  });
});

describe("today's result, taken over", () => {
  const accepted = async (more: object) => (await acceptedTest(shop, test({ answers: answered(7), ...more }), place))?.expected;

  it("is that of the steps and fields that were looked at before", async () => {
    const steps = { sum: { match: "subset", runs: [{ out: [{ total: 1 }] }] } };
    expect(await accepted({ expected: { steps } })).toMatchObject({
      steps: { sum: { match: "subset", runs: [{ out: [{ total: 14 }] }] } },
    });
    const assertions = [{ step: "sum", expression: "={{ $json.total > 0 }}" }];
    expect(await accepted({ expected: { assertions } })).toEqual({ status: "succeeded", steps: {}, assertions });
  });

  it("is everything where nothing was looked at", async () => {
    expect(Object.keys((await accepted({}))?.steps ?? {})).toEqual(["call", "sum"]);
  });
});

describe("a document's tests", () => {
  it("can be of any shape without keeping the document from loading; what can't be read does not pass and says why", async () => {
    const workflow = line([], {
      tests: [
        { id: "old", name: "From before", steps: 3, time: "yesterday" },
        { id: "new", name: "Fine" },
      ],
    });
    expect(await runTests(workflow, undefined, place)).toMatchObject([
      { name: "From before", passed: false, misses: [{ place: "the test", got: expect.stringMatching(/^time: /) as string }] },
      { name: "Fine", passed: true },
    ]);
  });

  it("are found by name or id", async () => {
    const workflow = line([], {
      tests: [
        { id: "a", name: "One" },
        { id: "b", name: "Two" },
      ],
    });
    expect(await runTests(workflow, "Two", place)).toMatchObject([{ id: "b" }]);
    expect(await runTests(workflow, "a", place)).toMatchObject([{ id: "a" }]);
    expect(await runTests(workflow, "c", place)).toEqual([]);
  });
});
