import { expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openOneShot } from "../../../electron/threads/one-shot.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const COUNT = 12_345;

const counting = (): Workflow =>
  Workflow.parse({
    format: 1,
    id: "many",
    name: "Many",
    nodes: [
      { id: "start", type: "core.manual", params: {} },
      { id: "split", type: "core.split_out", params: { fields: "rows" } },
      { id: "set", type: "core.set", params: { fields: [{ name: "twice", type: "number", value: "={{ $json.n * 2 }}" }] } },
      {
        id: "even",
        type: "core.filter",
        params: { conditions: { rules: [{ left: "={{ $json.n % 2 }}", type: "number", operation: "equals", right: 0 }] } },
      },
      {
        id: "sum",
        type: "core.summarize",
        params: {
          measures: [
            { aggregation: "sum", field: "twice" },
            { aggregation: "count", field: "n" },
          ],
        },
      },
    ].map((node, i) => ({ ...node, name: node.id, position: { x: i * 200, y: 0 } })),
    edges: [
      ["start", "split"],
      ["split", "set"],
      ["set", "even"],
      ["even", "sum"],
    ].map(([from, to], i) => ({ id: `e${i}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } })),
  });

it("loses no item where one becomes more than fit on a page", async () => {
  const shot = await openOneShot({ data: tempDir(), connections: { of: () => undefined }, record: () => {}, zone: "UTC" });
  const document = counting();
  const plan = shot.engine.plan(document, null);
  const rows = Array.from({ length: COUNT }, (_, n) => ({ n }));
  const run = shot.engine.run(document, { plan, at: shot.engine.startNode(plan), items: [[{ json: { rows } }]], mode: "live" });
  await run.ended;
  const lengths = [1, 2, 3].map((step) => run.core.steps[step]?.outputs[0]?.length);
  const [total] = run.core.steps[4]?.outputs[0] ?? [];
  await shot.close();
  expect(run.status).toBe("succeeded");
  const even = Math.ceil(COUNT / 2);
  expect(lengths).toEqual([COUNT, COUNT, even]);
  expect(total?.json).toEqual({ sum_twice: 2 * even * (even - 1), count_n: even });
});
