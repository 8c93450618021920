import { existsSync } from "node:fs";
import { WorkflowId } from "#shared/model/ids.ts";
import { type TestMiss, type TestResult, testsOf } from "#shared/model/test-case.ts";
import { runTests } from "../testing/run-test.ts";
import { dataDir } from "./default-data.ts";
import { workflowFromFile } from "./read-workflow.ts";
import { parseFlags, UsageError } from "./usage.ts";
import { withWorkspace } from "./workspace-client.ts";

/** Characters of a value in a line. */
const MOST = 300;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const line = text.replace(/\s+/g, " ");
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}

export const missLine = ({ place, expected, got }: TestMiss): string => `${place}: expected ${shown(expected)}, got ${shown(got)}`;

function report(results: readonly TestResult[]): string {
  const lines = results.flatMap(({ name, passed, ms, misses }) => [
    `${passed ? "passed" : "failed"}  ${name} (${Math.round(ms)} ms)`,
    ...misses.map((miss) => `  ${missLine(miss)}`),
  ]);
  const failed = results.filter(({ passed }) => !passed).length;
  return [...lines, `${results.length - failed} passed, ${failed} failed`, ""].join("\n");
}

async function resultsOf(target: string, chosen: string | undefined, data: string | undefined): Promise<TestResult[]> {
  if (!existsSync(target) && !/[\\/.]/.test(target)) {
    const id = WorkflowId.parse(target);
    return withWorkspace(dataDir(data), (client) =>
      client.tests.run({ workflowId: id, ...(chosen === undefined ? {} : { test: chosen }) }),
    );
  }
  const workflow = await workflowFromFile(target, undefined);
  const results = await runTests(workflow, chosen, { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  if (results.length > 0) return results;
  const names = testsOf(workflow).map((held) => `'${held.ok ? held.test.name : held.name}'`);
  if (chosen !== undefined && names.length > 0)
    throw new UsageError(`--case: there is no test '${chosen}'. There are: ${names.join(", ")}.`);
  throw new UsageError(`${target}: the workflow has no tests. Make one of a run in the window, or write it into the file's 'tests'.`);
}

/** `imx test FILE|ID [--case NAME]`: a workflow's own tests. Exit 0 where all pass, 1 where one does not, 2 where there is none to run. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    case: { type: "string" },
    json: { type: "boolean" },
    data: { type: "string" },
  });
  const [target] = positionals;
  if (target === undefined || positionals.length > 1) throw new UsageError("test: name one workflow file, or the id of a workflow.");
  const results = await resultsOf(target, values.case, values.data);
  process.stdout.write(values.json ? `${JSON.stringify(results)}\n` : report(results));
  return results.every(({ passed }) => passed) ? 0 : 1;
}
