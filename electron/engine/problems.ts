import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { compile, isExpression } from "../expressions/compile.ts";
import { ExpressionError } from "../expressions/scope.ts";
import { answerProblems } from "./answer-problems.ts";
import { compilePlan, type Operations, type Plan, type PlanNode } from "./plan.ts";

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (isExpression(found)) return found;
    if (found === null || typeof found !== "object") return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

const about = (node: PlanNode): Pick<Problem, "node" | "name"> => ({ node: node.node.id, name: node.node.name });

function parameterProblems(node: PlanNode): Problem[] {
  const operation = node.action ?? node.trigger;
  if (!operation) {
    const type = node.node.original?.type ?? node.node.type;
    return [
      {
        severity: "error",
        code: "unknown-type",
        ...about(node),
        message: `Nothing here can run steps of type '${type}'.`,
        fix: "Replace it by a step from the catalog, or disable it.",
      },
    ];
  }
  const parsed = operation.input.safeParse(node.node.params);
  if (parsed.success) {
    const missing = (node.action?.incomplete?.(parsed.data) ?? []).map(
      ({ field, message, fix, warning }): Problem => ({
        severity: warning ? "warning" : "error",
        code: warning ? "incomplete" : "missing-field",
        ...about(node),
        field,
        message,
        fix,
      }),
    );
    const unread = unknownFields(node.node.params, parsed.data, "").map(
      (field): Problem => ({
        severity: "warning",
        code: "unknown-field",
        ...about(node),
        field,
        message: `'${field}' is no field of this step, so it has no effect.`,
        fix: "Remove it, or correct its name.",
      }),
    );
    return [...missing, ...unread];
  }
  return parsed.error.issues
    .filter((issue) => !isExpression(at(node.node.params, issue.path)))
    .map((issue): Problem => {
      const field = issue.path.map(String).join(".");
      const missing = at(node.node.params, issue.path) === undefined;
      return {
        severity: "error",
        code: missing ? "missing-field" : "bad-field",
        ...about(node),
        field,
        message: missing ? `'${field}' is missing.` : `'${field}': ${issue.message}`,
        fix: missing ? "Fill in this field." : "Correct this field.",
      };
    });
}

/** What the step's schema leaves out: a field that was meant but is not read is worse than none. */
function unknownFields(raw: unknown, read: unknown, path: string): string[] {
  if (raw === null || read === null || typeof raw !== "object" || typeof read !== "object") return [];
  return Object.entries(raw).flatMap(([key, value]) => {
    const field = path ? `${path}.${key}` : key;
    return Object.hasOwn(read, key) ? unknownFields(value, (read as Record<string, unknown>)[key], field) : [field];
  });
}

function expressionProblems(node: PlanNode, plan: Plan): Problem[] {
  const problems: Problem[] = [];
  const walk = (value: unknown, field: string): void => {
    if (isExpression(value)) {
      try {
        for (const name of compile(value).nodes) {
          if (!plan.byName.has(name))
            problems.push({
              severity: "error",
              code: "unknown-node",
              ...about(node),
              field,
              message: `'${field}' refers to a step '${name}' that is not in this workflow.`,
              fix: "Name one that is.",
            });
        }
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        problems.push({
          severity: "error",
          code: "bad-expression",
          ...about(node),
          field,
          message: `'${field}': ${error.message}`,
          fix: "Correct the expression.",
          ...(error.at === undefined ? {} : { at: error.at }),
        });
      }
    } else if (value !== null && typeof value === "object") {
      for (const [key, entry] of Object.entries(value)) walk(entry, field ? `${field}.${key}` : key);
    }
  };
  // What is literal by its nature (code) is not read as an expression, whatever it begins with.
  for (const [key, value] of Object.entries(node.node.params)) if (node.params.literal.has(key) === false) walk(value, key);
  return problems;
}

/** Strongly connected groups of more than one node, or a node wired to itself (Tarjan). */
function rings(plan: Plan): PlanNode[][] {
  const index = new Map<PlanNode, number>();
  const low = new Map<PlanNode, number>();
  const stack: PlanNode[] = [];
  const found: PlanNode[][] = [];
  const next = (n: PlanNode): PlanNode[] => n.wires.flat().map((w) => w.to);
  for (const root of plan.nodes) {
    if (index.has(root)) continue;
    const work: { node: PlanNode; edges: PlanNode[] }[] = [];
    const open = (node: PlanNode): void => {
      index.set(node, index.size);
      low.set(node, index.get(node) ?? 0);
      stack.push(node);
      work.push({ node, edges: next(node) });
    };
    open(root);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { node } = top;
      const to = top.edges.pop();
      if (to) {
        if (!index.has(to)) open(to);
        else if (stack.includes(to)) low.set(node, Math.min(low.get(node) ?? 0, index.get(to) ?? 0));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
      if (low.get(node) === index.get(node)) {
        const group = stack.splice(stack.indexOf(node));
        if (group.length > 1 || next(node).includes(node)) found.push(group);
      }
    }
  }
  return found;
}

/** A ring without a way out can only end by the step limit: some step on it must be able to stop or branch. */
function ringProblems(plan: Plan): Problem[] {
  return rings(plan).flatMap((group) => {
    const inside = new Set(group);
    const canEnd = group.some((n) => {
      if (n.node.disabled) return false;
      const branches = n.outputs.length > 1;
      const mayBeEmpty = n.action !== undefined && (n.action.mode === "list" || n.action.mode === "item" || branches);
      return (
        branches || mayBeEmpty || n.wires.some((wires) => wires.length === 0) || n.wires.flat().some((w) => !inside.has(w.to) && branches)
      );
    });
    const first = group[0];
    if (canEnd || !first) return [];
    return [
      {
        severity: "error" as const,
        code: "endless-loop",
        ...about(first),
        message: `The loop ${group.map((n) => `'${n.node.name}'`).join(" → ")} can never end: no step on it can stop or branch.`,
        fix: "Put an If, a Loop or a Filter on it.",
      },
    ];
  });
}

/** What would keep a workflow from running as meant, as far as the types of its steps tell. Structure is checked apart. */
export function typeProblems(workflow: Workflow, operations: Operations): Problem[] {
  let plan: Plan;
  try {
    plan = compilePlan(workflow, operations);
  } catch (error) {
    return [{ severity: "error", code: "unusable", message: error instanceof Error ? error.message : String(error) }];
  }
  const problems: Problem[] = [];
  for (const node of plan.nodes) {
    if (node.node.disabled) continue;
    problems.push(...parameterProblems(node), ...expressionProblems(node, plan), ...answerProblems(node, plan));
    const needs = (node.action ?? node.trigger)?.connection;
    if (needs === "required" && node.node.connection === undefined)
      problems.push({
        severity: "error",
        code: "missing-connection",
        ...about(node),
        field: "connection",
        message: "This step needs a connection.",
        fix: "Choose one, or connect the tool.",
      });
  }
  for (const edge of workflow.edges) {
    if (edge.kind !== "main") continue;
    const from = plan.byId.get(edge.from.node);
    const to = plan.byId.get(edge.to.node);
    if (from && !from.outputs.some((p) => p.id === edge.from.port))
      problems.push({
        severity: "error",
        code: "unknown-port",
        edge: edge.id,
        ...about(from),
        message: `'${from.node.name}' has no output '${edge.from.port}'.`,
        fix: "Remove the wire, or connect it to another output.",
      });
    if (to && !to.inputs.some((p) => p.id === edge.to.port))
      problems.push({
        severity: "error",
        code: "unknown-port",
        edge: edge.id,
        ...about(to),
        message: `'${to.node.name}' has no input '${edge.to.port}'.`,
        fix: "Remove the wire.",
      });
  }
  problems.push(...ringProblems(plan));
  return problems;
}
