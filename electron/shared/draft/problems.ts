import type { Problem } from "../model/problem.ts";
import type { Workflow, WorkflowNode } from "../model/workflow.ts";

/** What can be told from the drawing alone. With `isTrigger` also whether it ever starts and what it never reaches. */
export function structureProblems(workflow: Workflow, isTrigger?: (type: string) => boolean): Problem[] {
  return [...namingProblems(workflow), ...wireProblems(workflow), ...(isTrigger ? startProblems(workflow, isTrigger) : [])];
}

const about = (node: WorkflowNode): Pick<Problem, "node" | "name"> => ({ node: node.id, name: node.name });

function namingProblems({ nodes }: Workflow): Problem[] {
  const names = new Set<string>();
  const ids = new Set<string>();
  return nodes.flatMap((node) => {
    const found: Problem[] = [];
    if (names.has(node.name)) {
      found.push({
        severity: "error",
        code: "duplicate-name",
        message: `Two steps are called "${node.name}".`,
        fix: "Give one of them another name, so that expressions can tell them apart.",
        ...about(node),
      });
    }
    if (ids.has(node.id)) {
      found.push({
        severity: "error",
        code: "duplicate-id",
        message: `"${node.name}" has the same id as another step.`,
        fix: "Remove one of the two and add it again.",
        ...about(node),
      });
    }
    names.add(node.name);
    ids.add(node.id);
    return found;
  });
}

function wireProblems({ nodes, edges }: Workflow): Problem[] {
  const ids = new Set<string>(nodes.map((node) => node.id));
  const seen = new Set<string>();
  return edges.flatMap((edge): Problem[] => {
    const found: Problem[] = [];
    if (!ids.has(edge.from.node) || !ids.has(edge.to.node)) {
      found.push({
        severity: "error",
        code: "dangling-edge",
        message: "A wire leads to a step that is not there.",
        fix: "Remove the wire.",
        edge: edge.id,
      });
    }
    if (seen.has(edge.id)) {
      found.push({
        severity: "error",
        code: "duplicate-id",
        message: "Two wires have the same id.",
        fix: "Draw one of them anew.",
        edge: edge.id,
      });
    }
    seen.add(edge.id);
    return found;
  });
}

function startProblems(workflow: Workflow, isTrigger: (type: string) => boolean): Problem[] {
  const active = workflow.nodes.filter((node) => !node.disabled);
  const starts = active.filter((node) => isTrigger(node.type));
  if (workflow.nodes.length === 0) {
    return [{ severity: "error", code: "empty", message: "This workflow has no steps yet.", fix: "Add what starts it." }];
  }
  if (starts.length === 0) {
    return [
      {
        severity: "error",
        code: "no-trigger",
        message: "Nothing starts this workflow.",
        fix: "Add a trigger and connect it to the first step.",
      },
    ];
  }
  const reached = reachable(
    workflow,
    starts.map((node) => node.id),
  );
  return active
    .filter((node) => !reached.has(node.id))
    .map((node) => ({
      severity: "warning",
      code: "unreachable",
      message: "Nothing leads to this step: it never runs.",
      fix: "Connect it, or remove it.",
      ...about(node),
    }));
}

/** Follows wires the way data goes; what serves a reached step (a model for an AI step) counts as reached with it. */
function reachable({ edges }: Workflow, starts: readonly string[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    const [a, b] = kind === "main" ? [from.node, to.node] : [to.node, from.node];
    const list = next.get(a);
    if (list) list.push(b);
    else next.set(a, [b]);
  }
  const reached = new Set<string>(starts);
  const queue = [...starts];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const to of next.get(id) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      queue.push(to);
    }
  }
  return reached;
}
