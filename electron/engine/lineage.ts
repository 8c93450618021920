import type { Item, Source } from "#shared/model/item.ts";
import { ExpressionError } from "../expressions/scope.ts";
import type { Core, Input, Step } from "./core.ts";

interface At {
  step: Step;
  port: number;
  index: number;
}

interface Link {
  input: number;
  item: number;
  /** An earlier run of the same step whose input is meant. */
  run?: number | undefined;
}

const one = (source: Exclude<Source, unknown[]>): Link =>
  typeof source === "number" ? { input: 0, item: source } : { input: source.input ?? 0, item: source.item, run: source.run };

/** Where an output item came from, among the inputs of its step; undefined where nothing tells. */
function origins(step: Step, item: Item, port: number, index: number): Link[] | undefined {
  if (item.source !== undefined) return Array.isArray(item.source) ? item.source.map(one) : [one(item.source)];
  const first = step.inputs.findIndex((i) => i !== null);
  const input = step.inputs[first];
  if (!input) return undefined;
  if (input.items.length === 1) return [{ input: first, item: 0 }];
  if (step.outputs[port]?.length === input.items.length) return [{ input: first, item: index }];
  return undefined;
}

const unavailable = (name: string): ExpressionError =>
  new ExpressionError(
    `Paired item data for node '${name}' is unavailable: a step in between does not say which item came from which. Use .first(), .last() or .all() there.`,
  );

/**
 * `$('Name').item`: walks the items' lineage back from item `index` of `from` to an output of the node called `name`.
 * Throws ExpressionError where a link is missing or several items match.
 */
export function linkedItem(core: Core, from: Input | null | undefined, index: number, name: string): Item {
  const target = core.plan.byName.get(name);
  if (!target) throw new ExpressionError(`Referenced node doesn't exist: '${name}'`);
  if (!core.runsOf.has(target.index)) throw new ExpressionError(`Node '${name}' hasn't been executed`);
  const start = from && core.steps[from.step];
  if (!from || !start) throw unavailable(name);
  const seen = new Set<string>();
  const found = new Set<Item>();
  const queue: At[] = [{ step: start, port: from.port, index }];
  let broken = false;
  for (let at = queue.pop(); at; at = queue.pop()) {
    const key = `${at.step.id}:${at.port}:${at.index}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const item = at.step.outputs[at.port]?.at(at.index);
    if (!item) {
      broken = true;
      continue;
    }
    if (at.step.node === target) {
      found.add(item);
      if (found.size > 1)
        throw new ExpressionError(
          `Multiple matches found: more than one item of node '${name}' led to this one. Use .first(), .last() or .all() there.`,
        );
      continue;
    }
    const links = origins(at.step, item, at.port, at.index);
    if (!links) {
      broken = true;
      continue;
    }
    for (const link of links) {
      const holder = link.run === undefined ? at.step : core.runsOf.get(at.step.node.index)?.find((s) => s.runIndex === link.run);
      const input = holder?.inputs[link.input];
      const source = input && core.steps[input.step];
      if (!input || !source) broken = true;
      else queue.push({ step: source, port: input.port, index: link.item });
    }
  }
  const [item] = found;
  if (item) return item;
  if (broken) throw unavailable(name);
  throw new ExpressionError(`No path back to node '${name}' from here`);
}
