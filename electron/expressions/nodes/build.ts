import type { AnyNode, Node } from "acorn";
import type { Evaluation } from "../budget.ts";
import type { ExpressionError } from "../scope.ts";

/** The values of the arrow function's parameters around a place; slot 0 holds the frame around that. */
export type Frame = readonly unknown[];

/** A piece of an expression, ready to run. */
export type Run = (e: Evaluation, frame: Frame) => unknown;

/** Names that arrow functions have bound around a place. */
export class Locals {
  private readonly outer: Locals | undefined;
  private readonly slots = new Map<string, number>();

  constructor(outer: Locals | undefined) {
    this.outer = outer;
  }

  /** The slot of a new name. */
  add(name: string): number {
    const slot = this.slots.size + 1;
    this.slots.set(name, slot);
    return slot;
  }

  get size(): number {
    return this.slots.size;
  }

  /** How many frames out, and where in that one. */
  find(name: string): { out: number; slot: number } | undefined {
    const slot = this.slots.get(name);
    if (slot !== undefined) return { out: 0, slot };
    const further = this.outer?.find(name);
    return further && { out: further.out + 1, slot: further.slot };
  }
}

/** What the kinds of node ask of the whole: one for each block of a field. */
export interface Builder {
  build(node: AnyNode, locals: Locals): Run;
  /** A fault at that node. */
  refuse(node: Node, message: string): ExpressionError;
  usesRoot(name: string): void;
  usesNode(name: string): void;
  /** How much of the tree has been built so far: nodes, and the deepest level. */
  readonly count: number;
  readonly deepest: number;
}

export const unwrap = (node: AnyNode): AnyNode => (node.type === "ParenthesizedExpression" ? unwrap(node.expression) : node);
