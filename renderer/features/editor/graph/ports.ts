import type { OperationInfo } from "#shared/model/catalog.ts";
import type { Edge, WorkflowNode } from "#shared/model/workflow.ts";

/** A place on a step where a wire starts or ends. */
export interface Port {
  id: string;
  label: string;
  /** `ai_*` ports carry no items: they lend a model, a memory or a tool. */
  kind: string;
  /** No such port is known for the step's type: a wire of an imported or changed step still hangs there. */
  unknown?: boolean;
}

export interface Ports {
  inputs: readonly Port[];
  outputs: readonly Port[];
}

export const ERROR_PORT = "error";

/** What a type's ports are before its params are asked, by its operation. A step of an unknown type takes and gives one list. */
export interface BasePorts {
  inputs: readonly { id: string; label: string }[];
  outputs: readonly { id: string; label: string }[];
}

const PLAIN: BasePorts = { inputs: [{ id: "in", label: "" }], outputs: [{ id: "out", label: "" }] };

export const basePorts = (operation: OperationInfo | undefined): BasePorts => operation ?? PLAIN;

/**
 * The ports of a step as drawn: its type's, the error port where errors are routed (always last), and one for every wire
 * that hangs on a port which is none of these, so that no wire is ever invisible.
 */
export function portsOf(node: WorkflowNode, base: BasePorts, wires: { in: readonly Edge[]; out: readonly Edge[] }): Ports {
  const main = (port: { id: string; label: string }): Port => ({ ...port, kind: "main" });
  const inputs = base.inputs.map(main);
  const outputs = base.outputs.filter((port) => port.id !== ERROR_PORT).map(main);
  for (const { to, kind } of wires.in) addUnknown(inputs, to.port, kind);
  for (const { from, kind } of wires.out) if (from.port !== ERROR_PORT) addUnknown(outputs, from.port, kind);
  const routes = node.onError === "route" || wires.out.some((edge) => edge.from.port === ERROR_PORT);
  if (routes) outputs.push({ id: ERROR_PORT, label: "", kind: "main" });
  return { inputs, outputs };
}

function addUnknown(ports: Port[], id: string, kind: string): void {
  if (ports.some((port) => port.id === id)) return;
  ports.push({ id, label: kind === "main" ? id : kind.slice("ai_".length), kind, unknown: true });
}

export const samePorts = (a: Ports, b: Ports): boolean => sameList(a.inputs, b.inputs) && sameList(a.outputs, b.outputs);

const sameList = (a: readonly Port[], b: readonly Port[]): boolean =>
  a.length === b.length && a.every((port, i) => port.id === b[i]?.id && port.label === b[i]?.label && port.kind === b[i]?.kind);
