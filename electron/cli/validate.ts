import { structureProblems } from "#shared/draft/problems.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { findAction, findTrigger } from "../../connectors/registry.ts";
import { typeProblems } from "../engine/problems.ts";
import { workflowFromFile } from "./read-workflow.ts";
import { parseFlags, UsageError } from "./usage.ts";

export const problemLine = (p: Problem): string => `${p.severity}: ${p.name ? `${p.name}: ` : ""}${p.message}${p.fix ? ` ${p.fix}` : ""}`;

export const problemsOf = (workflow: Workflow): Problem[] => [
  ...structureProblems(workflow, (type) => findTrigger(type) !== undefined),
  ...typeProblems(workflow, { action: findAction, trigger: findTrigger }),
];

/** `imx validate FILE`: exit 0 where nothing keeps it from running, 1 where something does, 2 where it is no workflow. */
export async function validate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { from: { type: "string" }, json: { type: "boolean" }, data: { type: "string" } });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("validate: name one workflow file.");
  const workflow = await workflowFromFile(file, values.from);
  const problems = problemsOf(workflow);
  if (values.json) process.stdout.write(`${JSON.stringify(problems)}\n`);
  else process.stdout.write(problems.length === 0 ? "No problems found.\n" : `${problems.map(problemLine).join("\n")}\n`);
  return problems.some((p) => p.severity === "error") ? 1 : 0;
}
