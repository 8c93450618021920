import { type Action, ERROR, IN, OUT, type Port } from "#kit/action.ts";
import type { Trigger } from "#kit/trigger.ts";
import type { Order, Workflow, WorkflowNode } from "#shared/model/workflow.ts";
import { compileParams, type ParamPlan } from "./params.ts";

/** What the engine asks the registry of connectors. */
export interface Operations {
  action(type: string, version: number): Action | undefined;
  trigger(type: string, version: number): Trigger | undefined;
}

export interface Wire {
  to: PlanNode;
  input: number;
}

export interface PlanNode {
  readonly index: number;
  readonly node: WorkflowNode;
  /** Neither = a type that nothing here can run. */
  readonly action: Action | undefined;
  readonly trigger: Trigger | undefined;
  readonly params: ParamPlan;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Index of the error port among the outputs, where failed items are routed. */
  readonly errorPort: number | undefined;
  /** Per output port, in the order of the edges. */
  readonly wires: Wire[][];
  /** Inputs with at least one wire. */
  readonly connected: Set<number>;
  readonly join: boolean;
  /** Place in reading order: smaller y first, then smaller x. */
  rank: number;
}

export interface Plan {
  readonly workflow: Workflow;
  readonly order: Order;
  readonly nodes: readonly PlanNode[];
  readonly byId: ReadonlyMap<string, PlanNode>;
  readonly byName: ReadonlyMap<string, PlanNode>;
  readonly stepLimit: number;
  /** Nodes from which a wire into this input of this join can still be reached. */
  feeders(join: PlanNode, input: number): ReadonlySet<number>;
  /** Nodes with a wire into this input. */
  direct(node: PlanNode, input: number): readonly PlanNode[];
}

export const DEFAULT_STEP_LIMIT = 100_000;

const resolvePorts = (ports: Action["inputs"], fallback: Port, params: Record<string, unknown>): readonly Port[] =>
  ports === undefined ? [fallback] : typeof ports === "function" ? ports(params) : ports;

/** Ports of a node with these params. Throws what the action's port function throws on unusable params. */
export function portsOf(
  operations: Operations,
  type: string,
  version: number,
  params: Record<string, unknown>,
): { inputs: readonly Port[]; outputs: readonly Port[] } {
  const action = operations.action(type, version);
  if (action) return { inputs: resolvePorts(action.inputs, IN, params), outputs: resolvePorts(action.outputs, OUT, params) };
  const trigger = operations.trigger(type, version);
  if (trigger) return { inputs: [], outputs: trigger.outputs ?? [OUT] };
  return { inputs: [IN], outputs: [OUT] };
}

/** Compiles a workflow for the executor. Edges that name no node or port are left out: `problems` reports them. */
export function compilePlan(workflow: Workflow, operations: Operations): Plan {
  const nodes = workflow.nodes.map((node, index): PlanNode => {
    const action = operations.action(node.type, node.typeVersion);
    const trigger = action ? undefined : operations.trigger(node.type, node.typeVersion);
    const ports = portsOf(operations, node.type, node.typeVersion, node.params);
    const routed = node.onError === "route" && !trigger;
    const outputs = routed ? [...ports.outputs, ERROR] : ports.outputs;
    const input = action ?? trigger;
    return {
      index,
      node,
      action,
      trigger,
      params: input
        ? compileParams(node.params, { schema: input.input, lenient: action?.lenient === true })
        : { raw: node.params, fixed: true, nodes: new Set(), literal: new Set(), resolve: () => node.params },
      inputs: ports.inputs,
      outputs,
      errorPort: routed ? outputs.length - 1 : undefined,
      wires: outputs.map(() => []),
      connected: new Set(),
      join: action?.join === true,
      rank: 0,
    };
  });
  const byId = new Map<string, PlanNode>(nodes.map((n) => [n.node.id, n]));
  const byName = new Map<string, PlanNode>(nodes.map((n) => [n.node.name, n]));
  [...nodes]
    .sort((a, b) => a.node.position.y - b.node.position.y || a.node.position.x - b.node.position.x)
    .forEach((n, rank) => {
      n.rank = rank;
    });
  for (const edge of workflow.edges) {
    if (edge.kind !== "main") continue;
    const from = byId.get(edge.from.node);
    const to = byId.get(edge.to.node);
    if (!from || !to) continue;
    const output = from.outputs.findIndex((p) => p.id === edge.from.port);
    const input = to.inputs.findIndex((p) => p.id === edge.to.port);
    if (output < 0 || input < 0) continue;
    from.wires[output]?.push({ to, input });
    to.connected.add(input);
  }
  const cache = new Map<string, Set<number>>();
  const direct = (node: PlanNode, input: number): PlanNode[] =>
    nodes.filter((n) => n.wires.some((wires) => wires.some((w) => w.to === node && w.input === input)));
  return {
    workflow,
    order: workflow.settings.order,
    nodes,
    byId,
    byName,
    stepLimit: workflow.settings.stepLimit ?? DEFAULT_STEP_LIMIT,
    feeders(join, input) {
      const key = `${join.index}:${input}`;
      const known = cache.get(key);
      if (known) return known;
      const found = new Set<number>();
      const queue = direct(join, input);
      for (let next = queue.pop(); next; next = queue.pop()) {
        if (found.has(next.index)) continue;
        found.add(next.index);
        const at = next;
        for (const n of nodes) if (n !== join && n.wires.some((wires) => wires.some((w) => w.to === at))) queue.push(n);
      }
      cache.set(key, found);
      return found;
    },
    direct,
  };
}

/** The nodes from which `target` can be reached, and itself. */
export function ancestors(plan: Plan, target: PlanNode): ReadonlySet<number> {
  const found = new Set([target.index]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const n of plan.nodes) {
      if (!found.has(n.index) && n.wires.some((wires) => wires.some((w) => found.has(w.to.index)))) {
        found.add(n.index);
        grown = true;
      }
    }
  }
  return found;
}
