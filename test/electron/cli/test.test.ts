import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { imx } from "../../helpers/imx.ts";
import { orderWorkflow } from "../../helpers/order-workflow.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const body = { id: 1, customer: " Ada ", price: 10, qty: 5 };
const table = { table: { runs: [{ outputs: [[{ json: { id: 1 } }]] }] } };
const expects = (total: number) => ({
  id: `t${total}`,
  name: `Total of ${total}`,
  start: "hook",
  input: [[{ json: { body } }]],
  answers: table,
  expected: { steps: { fields: { runs: [{ out: [{ orderId: 1, customer: "Ada", total }] }] } } },
});

function file(tests: object[]): string {
  const path = join(tempDir(), "orders.json");
  writeFileSync(path, JSON.stringify({ ...orderWorkflow(), tests }));
  return path;
}

it("runs a file's tests, each miss in a line with its place, and fails as a whole when one fails", async () => {
  const path = file([expects(50), expects(51)]);
  const all = await imx(["test", path]);
  expect(all.stderr).toBe("");
  expect(all.code).toBe(1);
  expect(all.stdout.split("\n")).toEqual([
    expect.stringMatching(/^passed {2}Total of 50 \(\d+ ms\)$/),
    expect.stringMatching(/^failed {2}Total of 51 \(\d+ ms\)$/),
    '  Work out the total, item 1: expected {"orderId":1,"customer":"Ada","total":51}, got {"orderId":1,"customer":"Ada","total":50}',
    "1 passed, 1 failed",
    "",
  ]);
  const one = await imx(["test", path, "--case", "Total of 50", "--json"]);
  expect(one.code).toBe(0);
  expect(JSON.parse(one.stdout)).toMatchObject([{ id: "t50", passed: true, status: "succeeded", misses: [] }]);
});

it("says which tests there are where the named one is not, and that a file has none", async () => {
  const wrong = await imx(["test", file([expects(50)]), "--case", "Nope"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toContain("--case: there is no test 'Nope'. There are: 'Total of 50'.");
  const none = await imx(["test", file([])]);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("the workflow has no tests");
});

it("runs the tests of a workflow of the workspace by its id", async () => {
  const data = tempDir();
  const added = await imx(["add", file([expects(50)]), "--data", data, "--json"]);
  expect(added.stderr).toBe("");
  const { workflowId } = JSON.parse(added.stdout) as { workflowId: string };
  const result = await imx(["test", workflowId, "--data", data]);
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(result.stdout).toMatch(/1 passed, 0 failed/);
});
