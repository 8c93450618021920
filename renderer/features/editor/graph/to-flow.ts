import { type Edge as FlowEdge, type Node as FlowNode, type NodeHandle, Position as Side } from "@xyflow/react";
import type { OperationInfo } from "#shared/model/catalog.ts";
import type { Edge, Note, Workflow, WorkflowNode } from "#shared/model/workflow.ts";
import { CARD_WIDTH, cardHeight, HANDLE, portY } from "./geometry.ts";
import { type BasePorts, type Ports, portsOf, samePorts } from "./ports.ts";

/** What the picture needs to know of an operation: its title and looks, and which tool it belongs to. */
export interface Operation extends OperationInfo {
  tool: { id: string; name: string; category: string };
}

export interface StepData extends Record<string, unknown> {
  step: WorkflowNode;
  operation: Operation | undefined;
  ports: Ports;
  /** Output ports that no wire leaves yet. */
  open: readonly string[];
}
export type StepNode = FlowNode<StepData, "step">;
export type NoteNode = FlowNode<{ note: Note }, "note">;
export type CanvasNode = StepNode | NoteNode;
/** `port` = place of the wire's port among its step's outputs, which is the place of its item count too. */
export type Wire = FlowEdge<{ edge: Edge; port: number }, "wire">;

export interface Picture {
  nodes: CanvasNode[];
  wires: Wire[];
}

export interface Lookup {
  operation(node: WorkflowNode): Operation | undefined;
  /** Ports by the step's type and params, without those that follow from the drawing. */
  ports(node: WorkflowNode): BasePorts;
}

/** Notes lie under everything: they frame groups of steps. */
const NOTE_LAYER = -1;

/** The workflow as React Flow draws it. What is as it was in `before` stays the same object, so only what changed is drawn anew. */
export function toPicture(workflow: Workflow, lookup: Lookup, before: Picture): Picture {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const wiresIn = groupBy(workflow.edges, (edge) => edge.to.node);
  const wiresOut = groupBy(workflow.edges, (edge) => edge.from.node);
  const nodes: CanvasNode[] = workflow.notes.map((note) => noteNode(note, old.get(note.id)));
  const outputs = new Map<string, Ports["outputs"]>();
  for (const step of workflow.nodes) {
    const ports = portsOf(step, lookup.ports(step), { in: wiresIn.get(step.id) ?? [], out: wiresOut.get(step.id) ?? [] });
    outputs.set(step.id, ports.outputs);
    const wired = new Set(wiresOut.get(step.id)?.map((edge) => edge.from.port));
    const open = ports.outputs.filter((port) => port.kind === "main" && !wired.has(port.id)).map((port) => port.id);
    nodes.push(stepNode({ step, operation: lookup.operation(step), ports, open }, old.get(step.id)));
  }
  const oldWires = new Map(before.wires.map((wire) => [wire.id, wire]));
  const portIndex = ({ from }: Edge): number => outputs.get(from.node)?.findIndex((port) => port.id === from.port) ?? -1;
  return { nodes, wires: workflow.edges.map((edge) => wireOf(edge, portIndex(edge), oldWires.get(edge.id))) };
}

function stepNode(data: StepData, old: CanvasNode | undefined): StepNode {
  const { step, ports } = data;
  if (old?.type === "step" && sameData(old.data, data)) return old;
  const height = cardHeight(ports);
  return {
    id: step.id,
    type: "step",
    position: step.position,
    data,
    selected: old?.selected ?? false,
    width: CARD_WIDTH,
    height,
    measured: { width: CARD_WIDTH, height },
    handles: [...handles(ports, "inputs"), ...handles(ports, "outputs")],
  };
}

const sameData = (a: StepData, b: StepData): boolean =>
  a.step === b.step && a.operation === b.operation && samePorts(a.ports, b.ports) && a.open.join() === b.open.join();

function handles(ports: Ports, side: "inputs" | "outputs"): NodeHandle[] {
  return ports[side].map((port, index) => ({
    id: port.id,
    type: side === "inputs" ? "target" : "source",
    position: side === "inputs" ? Side.Left : Side.Right,
    x: (side === "inputs" ? 0 : CARD_WIDTH) - HANDLE / 2,
    y: portY(ports, side, index) - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  }));
}

function noteNode(note: Note, old: CanvasNode | undefined): NoteNode {
  if (old?.type === "note" && old.data.note === note) return old;
  return {
    id: note.id,
    type: "note",
    position: note.position,
    data: { note },
    selected: old?.selected ?? false,
    width: note.width,
    height: note.height,
    measured: { width: note.width, height: note.height },
    zIndex: NOTE_LAYER,
    handles: [],
  };
}

function wireOf(edge: Edge, port: number, old: Wire | undefined): Wire {
  if (old?.data?.edge === edge && old.data.port === port) return old;
  return {
    id: edge.id,
    type: "wire",
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: edge.to.port,
    data: { edge, port },
    selected: old?.selected ?? false,
    reconnectable: old?.selected ?? false,
  };
}

function groupBy<T>(list: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of list) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
