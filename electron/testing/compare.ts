import { isDeepStrictEqual } from "node:util";
import { NodeId } from "#shared/model/ids.ts";
import type { StepExpectation, TestCase, TestMiss } from "#shared/model/test-case.ts";
import type { ActiveRun } from "../engine/active-run.ts";
import type { Step } from "../engine/core.ts";
import { StepScope } from "../engine/scope.ts";
import { compile } from "../expressions/compile.ts";
import { type Compiled, ExpressionError } from "../expressions/scope.ts";
import { givenBy, outcomeOf, portsOf } from "./outcome.ts";

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every field that is expected is there with its value; lists are of the same length. */
function contains(got: unknown, expected: unknown): boolean {
  if (isFields(expected)) return isFields(got) && Object.entries(expected).every(([key, value]) => contains(got[key], value));
  if (Array.isArray(expected))
    return Array.isArray(got) && got.length === expected.length && expected.every((value, i) => contains(got[i], value));
  return isDeepStrictEqual(got, expected);
}

function missesOfStep(run: ActiveRun, id: string, { match, runs }: StepExpectation): TestMiss[] {
  const planned = run.core.plan.byId.get(id);
  if (!planned) return [{ place: id, expected: `${times(runs.length)} of this step`, got: "the workflow has no such step any more" }];
  const { name } = planned.node;
  const node = NodeId.parse(id);
  const got = givenBy(run, id);
  const misses: TestMiss[] = [];
  if (got.length !== runs.length) misses.push({ place: name, node, expected: times(runs.length), got: times(got.length) });
  for (const [index, ports] of runs.entries()) {
    const step = got[index];
    if (!step) break;
    const given = portsOf(step);
    for (const [port, expected] of Object.entries(ports)) {
      const list = given[port];
      const place = [
        name,
        ...(runs.length > 1 ? [`run ${index + 1}`] : []),
        ...(planned.outputs.length > 1 ? [`output '${planned.outputs.find((one) => one.id === port)?.label || port}'`] : []),
      ].join(", ");
      if (!list) misses.push({ place, node, expected, got: "the step has no such output" });
      else if (list.length !== expected.length) misses.push({ place, node, expected, got: list });
      else {
        for (const [i, item] of expected.entries()) {
          const fits = match === "subset" ? contains(list[i], item) : isDeepStrictEqual(list[i], item);
          if (!fits) misses.push({ place: `${place}, item ${i + 1}`, node, expected: item, got: list[i] });
        }
      }
    }
  }
  return misses;
}

const times = (count: number): string => (count === 1 ? "1 run" : `${count} runs`);

/** The world in which a step's own output is the current item, and what came before it is found by name. */
const scopeOn = (run: ActiveRun, step: Step, port: number): StepScope => {
  const items = step.outputs[port];
  return new StepScope(
    run.core,
    { ...step, id: run.core.steps.length, inputs: [items ? { items, step: step.id, port } : null] },
    run.facts,
  );
};

function missesOfAssertion(run: ActiveRun, { step: id, expression }: TestCase["expected"]["assertions"][number]): TestMiss[] {
  const planned = run.core.plan.byId.get(id);
  const about = { node: id, expected: expression };
  if (!planned) return [{ ...about, place: id, got: "the workflow has no such step any more" }];
  const { name } = planned.node;
  let compiled: Compiled;
  try {
    compiled = compile(expression.startsWith("=") ? expression : `={{ ${expression} }}`);
  } catch (error) {
    if (error instanceof ExpressionError) return [{ ...about, place: name, got: error.message }];
    throw error;
  }
  const misses: TestMiss[] = [];
  let looked = 0;
  for (const step of givenBy(run, id)) {
    for (const [port, items] of step.outputs.entries()) {
      const scope = scopeOn(run, step, port);
      for (let i = 0; i < items.length; i++) {
        looked++;
        const got = evaluated(() => compiled.evaluate(scope.at(i)));
        if (got !== true) misses.push({ ...about, place: `${name}, item ${i + 1}`, got });
      }
    }
  }
  return looked === 0 ? [{ ...about, place: name, got: "the step gave no items to look at" }] : misses;
}

function evaluated(evaluate: () => unknown): unknown {
  try {
    const value = evaluate();
    return value === undefined ? "nothing" : (JSON.parse(JSON.stringify(value) ?? "null") as unknown);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** All that came out otherwise than the test expects; empty where it passed. */
export function missesOf(run: ActiveRun, { expected }: TestCase): TestMiss[] {
  const misses: TestMiss[] = [];
  const outcome = outcomeOf(run);
  const failedAt = outcome.error?.node;
  if (run.status !== expected.status) {
    const got = run.error ? `${run.status}: ${run.error.message}` : run.status;
    misses.push({ place: "the run", ...(failedAt ? { node: failedAt } : {}), expected: expected.status, got });
  }
  if (expected.error?.node !== undefined && failedAt !== expected.error.node) {
    const nameOf = (id: string | undefined): string => (id === undefined ? "no step" : (run.core.plan.byId.get(id)?.node.name ?? id));
    misses.push({ place: "the failed step", expected: nameOf(expected.error.node), got: nameOf(failedAt) });
  }
  if (expected.error?.message !== undefined && !(run.error?.message.includes(expected.error.message) ?? false))
    misses.push({ place: "the error", expected: expected.error.message, got: run.error?.message ?? "none" });
  for (const [id, step] of Object.entries(expected.steps)) misses.push(...missesOfStep(run, id, step));
  for (const assertion of expected.assertions) misses.push(...missesOfAssertion(run, assertion));
  return misses;
}
