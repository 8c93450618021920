import type { BinaryExpression, ConditionalExpression, LogicalExpression, SequenceExpression, UnaryExpression } from "acorn";
import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { HostFunction } from "../host.ts";
import { concat, isFields, isNil, looselyEqual, same, toKey, toNumber, toPrimitive, toText, typeName } from "../values.ts";
import type { Builder, Locals, Run } from "./build.ts";

type Binary = (e: Evaluation, left: unknown, right: unknown) => unknown;

function add(e: Evaluation, left: unknown, right: unknown): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left === "string" && typeof right === "string") return concat(e, left, right);
  const a = toPrimitive(e, left);
  const b = toPrimitive(e, right);
  if (typeof a === "string" || typeof b === "string") return concat(e, toText(e, a), toText(e, b));
  return toNumber(e, a) + toNumber(e, b);
}

const arithmetic =
  (compute: (left: number, right: number) => number): Binary =>
  (e, left, right) =>
    compute(toNumber(e, left), toNumber(e, right));

const order =
  (numbers: (left: number, right: number) => boolean, texts: (left: string, right: string) => boolean): Binary =>
  (e, left, right) => {
    if (typeof left === "number" && typeof right === "number") return numbers(left, right);
    const a = toPrimitive(e, left, "number");
    const b = toPrimitive(e, right, "number");
    if (typeof a !== "string" || typeof b !== "string") return numbers(toNumber(e, a), toNumber(e, b));
    e.burn(Math.min(a.length, b.length) >> 6);
    return texts(a, b);
  };

function isIn(e: Evaluation, key: unknown, value: unknown): boolean {
  const name = toKey(e, key);
  if (Array.isArray(value)) return name === "length" || Object.hasOwn(value, name);
  if (!isFields(value)) throw new PlainFault("'in' needs an object or a list on its right");
  return Object.hasOwn(value, name);
}

function isInstance(_e: Evaluation, value: unknown, type: unknown): boolean {
  if (type instanceof HostFunction && type.holds) return type.holds(value);
  throw new PlainFault("'instanceof' needs a type on its right");
}

const BINARY: Readonly<Record<string, Binary>> = {
  "+": add,
  "-": arithmetic((a, b) => a - b),
  "*": arithmetic((a, b) => a * b),
  "/": arithmetic((a, b) => a / b),
  "%": arithmetic((a, b) => a % b),
  "**": arithmetic((a, b) => a ** b),
  "&": arithmetic((a, b) => a & b),
  "|": arithmetic((a, b) => a | b),
  "^": arithmetic((a, b) => a ^ b),
  "<<": arithmetic((a, b) => a << b),
  ">>": arithmetic((a, b) => a >> b),
  ">>>": arithmetic((a, b) => a >>> b),
  "===": same,
  "!==": (e, a, b) => !same(e, a, b),
  "==": looselyEqual,
  "!=": (e, a, b) => !looselyEqual(e, a, b),
  "<": order(
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  "<=": order(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  ">": order(
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  ">=": order(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  in: isIn,
  instanceof: isInstance,
};

export function binary(node: BinaryExpression, locals: Locals, builder: Builder): Run {
  const compute = BINARY[node.operator];
  if (!compute || node.left.type === "PrivateIdentifier")
    throw builder.refuse(node, `The operator ${node.operator} is not available here.`);
  const left = builder.build(node.left, locals);
  const right = builder.build(node.right, locals);
  return (e, frame) => compute(e, left(e, frame), right(e, frame));
}

export function logical(node: LogicalExpression, locals: Locals, builder: Builder): Run {
  const left = builder.build(node.left, locals);
  const right = builder.build(node.right, locals);
  switch (node.operator) {
    case "&&":
      return (e, frame) => left(e, frame) && right(e, frame);
    case "||":
      return (e, frame) => left(e, frame) || right(e, frame);
    case "??":
      return (e, frame) => {
        const value = left(e, frame);
        return isNil(value) ? right(e, frame) : value;
      };
  }
}

export function conditional(node: ConditionalExpression, locals: Locals, builder: Builder): Run {
  const test = builder.build(node.test, locals);
  const yes = builder.build(node.consequent, locals);
  const no = builder.build(node.alternate, locals);
  return (e, frame) => (test(e, frame) ? yes(e, frame) : no(e, frame));
}

export function unary(node: UnaryExpression, locals: Locals, builder: Builder): Run {
  if (node.operator === "delete") throw builder.refuse(node, "Expressions cannot delete fields. Use removeField().");
  const value = node.operator === "typeof" ? typeofOperand(node, locals, builder) : builder.build(node.argument, locals);
  switch (node.operator) {
    case "!":
      return (e, frame) => !value(e, frame);
    case "-":
      return (e, frame) => -toNumber(e, value(e, frame));
    case "+":
      return (e, frame) => toNumber(e, value(e, frame));
    case "~":
      return (e, frame) => ~toNumber(e, value(e, frame));
    case "void":
      return (e, frame) => {
        value(e, frame);
        return undefined;
      };
    case "typeof":
      return (e, frame) => typeName(value(e, frame));
  }
}

/** `typeof name` of a missing name is no fault. */
function typeofOperand(node: UnaryExpression, locals: Locals, builder: Builder): Run {
  const value = builder.build(node.argument, locals);
  if (node.argument.type !== "Identifier") return value;
  return (e, frame) => {
    try {
      return value(e, frame);
    } catch (fault) {
      if (fault instanceof PlainFault) return undefined;
      throw fault;
    }
  };
}

export function sequence(node: SequenceExpression, locals: Locals, builder: Builder): Run {
  const parts = node.expressions.map((part) => builder.build(part, locals));
  return (e, frame) => {
    let value: unknown;
    for (const part of parts) value = part(e, frame);
    return value;
  };
}
