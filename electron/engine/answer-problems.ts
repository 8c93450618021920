import type { Problem } from "#shared/model/problem.ts";
import type { Plan, PlanNode } from "./plan.ts";

/** It tells the sender something: by its answer, or by ending the run as failed. */
const tells = ({ node, action }: PlanNode): boolean => !node.disabled && (action?.answers === true || node.type === "core.stop_error");

/**
 * Steps from which every way leads to an answer: of a step with several outputs each, since an item takes but one of them.
 * A loop counts by its way out.
 */
function certain(plan: Plan): Set<PlanNode> {
  const found = new Set(plan.nodes);
  const holds = (node: PlanNode): boolean => tells(node) || (node.wires.length > 0 && node.wires.every((wires) => leads(wires)));
  const leads = (wires: PlanNode["wires"][number]): boolean => wires.some(({ to }) => found.has(to));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const node of found) if (!holds(node)) found.delete(node);
  }
  return found;
}

/** Steps from which some way leads to an answer. */
function reaching(plan: Plan): Set<PlanNode> {
  const found = new Set(plan.nodes.filter(tells));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const node of plan.nodes) if (node.wires.flat().some(({ to }) => found.has(to))) found.add(node);
  }
  return found;
}

/**
 * A trigger that leaves its answer to a later step, where none can give one, or only some ways lead to one: the sender then
 * waits until the run ends, for an answer that says nothing.
 */
export function answerProblems(node: PlanNode, plan: Plan): Problem[] {
  const { trigger } = node;
  if (trigger?.kind !== "webhook") return [];
  const params = trigger.input.safeParse(node.node.params);
  if (!params.success || trigger.answer(params.data) !== "respond") return [];
  const reached = new Set([node]);
  for (const one of reached) if (!tells(one)) for (const wire of one.wires.flat()) reached.add(wire.to);
  if (![...reached].some((n) => n.action?.answers && !n.node.disabled))
    return [
      {
        severity: "warning",
        code: "no-answer",
        node: node.node.id,
        name: node.node.name,
        field: "answer",
        message: "No step after this one answers the sender.",
        fix: "Add a Respond step, or let this trigger answer by itself.",
      },
    ];
  const sure = certain(plan);
  if (sure.has(node)) return [];
  const may = reaching(plan);
  return [...reached].flatMap((fork) => {
    if (sure.has(fork) || fork.wires.length < 2) return [];
    // A way that leads to an answer now and then is sound up to a fork further on.
    const silent = fork.outputs.filter((_, port) => !fork.wires[port]?.some(({ to }) => may.has(to)));
    if (silent.length === 0 || silent.length === fork.outputs.length) return [];
    const ways = silent.map(({ id, label }) => `'${label === "" ? id : label}'`).join(", ");
    return [
      {
        severity: "warning" as const,
        code: "no-answer-branch",
        node: fork.node.id,
        name: fork.node.name,
        message: `What leaves '${fork.node.name}' by ${ways} reaches no Respond step: its sender gets an answer without content.`,
        fix: "Add a Respond step on that branch too.",
      },
    ];
  });
}
