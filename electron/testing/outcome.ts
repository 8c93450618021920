import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "#shared/model/item.ts";
import type { Expected, StepExpectation } from "#shared/model/test-case.ts";
import { TestStatus } from "#shared/model/test-case.ts";
import type { ActiveRun } from "../engine/active-run.ts";
import type { Step } from "../engine/core.ts";
import type { Items } from "../engine/items.ts";

type PortItems = Record<string, JsonObject[]>;

/** As a document holds it: dates are text, what is undefined is not there. */
const plain = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

/** A node's runs that gave something, in their order. */
export const givenBy = (run: ActiveRun, node: string): Step[] =>
  run.core.steps.filter((step) => step?.node.node.id === node && step.phase === "done");

export const jsonOf = (items: Items): JsonObject[] => Array.from(items, ({ json }) => plain(json));

export const portsOf = (step: Step): PortItems =>
  Object.fromEntries(step.node.outputs.map((port, i) => [port.id, step.outputs[i] ? jsonOf(step.outputs[i]) : []]));

/** What has come of a run, in the form of an expectation: everything, exactly. What a trigger hands on is the test's input, and left out. */
export function outcomeOf(run: ActiveRun): Expected {
  const steps: Expected["steps"] = {};
  for (const { node, trigger } of run.core.plan.nodes) {
    const runs = trigger ? [] : givenBy(run, node.id).map(portsOf);
    if (runs.length > 0) steps[node.id] = { match: "exact", runs };
  }
  const failed = run.core.plan.nodes.find(({ node }) => node.name === run.error?.node || node.id === run.error?.node);
  const status = TestStatus.safeParse(run.status);
  return {
    status: status.success ? status.data : "failed",
    ...(run.error ? { error: { ...(failed ? { node: failed.node.id } : {}), message: run.error.message } } : {}),
    steps,
    assertions: [],
  };
}

const isFields = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Of what a step gives now, the ports and fields that the expectation before named. */
export function alike(now: StepExpectation, before: StepExpectation): StepExpectation {
  if (before.match === "exact") return now;
  const named = new Map<string, Set<string>>();
  for (const ports of before.runs)
    for (const [port, items] of Object.entries(ports))
      named.set(port, new Set([...(named.get(port) ?? []), ...items.flatMap(Object.keys)]));
  const runs = now.runs.map((ports) =>
    Object.fromEntries(
      Object.entries(ports).flatMap(([port, items]) => {
        const keys = named.get(port);
        if (!keys) return [];
        return [[port, items.map((item) => Object.fromEntries(Object.entries(item).filter(([key]) => keys.has(key))))]];
      }),
    ),
  );
  return { match: "subset", runs };
}

/** The fields of an item that came out the same twice. */
function same(a: JsonObject, b: JsonObject): JsonObject {
  const fields = Object.entries(a).flatMap(([key, value]): [string, unknown][] => {
    const other = b[key];
    if (isDeepStrictEqual(value, other)) return [[key, value]];
    return isFields(value) && isFields(other) ? [[key, same(value, other)]] : [];
  });
  return Object.fromEntries(fields);
}

const shape = ({ runs }: StepExpectation): unknown => runs.map((ports) => Object.entries(ports).map(([id, list]) => [id, list.length]));

/**
 * What of two outcomes of the same test can be expected again: fields that chance decides are left out, and so is a step
 * that gives now more, now fewer items. `changing`: the ids of steps of which something was left out.
 */
export function lasting(first: Expected, second: Expected): { expected: Expected; changing: string[] } {
  const changing: string[] = [];
  const steps: Expected["steps"] = {};
  for (const [node, one] of Object.entries(first.steps)) {
    const two = second.steps[node];
    if (isDeepStrictEqual(one, two)) {
      steps[node] = one;
      continue;
    }
    changing.push(node);
    if (!two || !isDeepStrictEqual(shape(one), shape(two))) continue;
    const runs = one.runs.map((ports, run) =>
      Object.fromEntries(
        Object.entries(ports).map(([id, list]) => [id, list.map((item, i) => same(item, two.runs[run]?.[id]?.[i] ?? {}))]),
      ),
    );
    steps[node] = { match: "subset", runs };
  }
  return { expected: { ...first, steps }, changing };
}
