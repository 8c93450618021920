import type { ArrowFunctionExpression, Pattern } from "acorn";
import type { Evaluation } from "../budget.ts";
import { toList } from "../collections.ts";
import { PlainFault } from "../fault.ts";
import { type Args, Callable } from "../host.ts";
import { blockedMessage, isBlocked } from "../names.ts";
import { checkedKey, read } from "../read.ts";
import { fieldNames, isFields, isNil, ownField, setField } from "../values.ts";
import { type Builder, type Frame, Locals, type Run } from "./build.ts";

interface Shape {
  readonly body: Run;
  /** What a call costs, and how deep its tree is. */
  readonly cost: number;
  readonly levels: number;
  /** How many plain parameters there are; undefined where some are taken apart. */
  readonly plain: number | undefined;
  readonly bind: (e: Evaluation, frame: unknown[], args: Args) => void;
}

class Arrow extends Callable {
  readonly label = "arrow";
  private readonly shape: Shape;
  private readonly around: Frame;

  constructor(shape: Shape, around: Frame) {
    super();
    this.shape = shape;
    this.around = around;
  }

  call(e: Evaluation, args: Args): unknown {
    if (this.shape.plain !== undefined && this.shape.plain <= 3) return this.invoke(e, args[0], args[1], args[2]);
    const frame: unknown[] = [this.around];
    e.alloc(16 + args.length * 8);
    this.shape.bind(e, frame, args);
    return this.run(e, frame);
  }

  override invoke(e: Evaluation, a: unknown, b: unknown, c: unknown): unknown {
    const { plain } = this.shape;
    if (plain === 1) return this.run(e, [this.around, a]);
    if (plain === 2) return this.run(e, [this.around, a, b]);
    if (plain === 0) return this.run(e, [this.around]);
    return plain === 3 ? this.run(e, [this.around, a, b, c]) : this.call(e, [a, b, c]);
  }

  private run(e: Evaluation, frame: Frame): unknown {
    e.burn(this.shape.cost);
    e.enter(this.shape.levels);
    const value = this.shape.body(e, frame);
    e.leave(this.shape.levels);
    return value;
  }
}

export function arrow(node: ArrowFunctionExpression, outside: Locals, builder: Builder): Run {
  if (node.async) throw builder.refuse(node, "Async functions are not available here.");
  if (node.body.type === "BlockStatement") {
    throw builder.refuse(
      node.body,
      "An arrow function here is a single expression: write x => x + 1, without braces. For more, use a Code step.",
    );
  }
  const locals = new Locals(outside);
  const before = builder.count;
  const plain = node.params.every((param) => param.type === "Identifier") ? node.params.length : undefined;
  // Simple parameters first, so that their slots are their positions.
  const binds = node.params.map((param, index) => parameter(param, index, locals, builder));
  const body = builder.build(node.body, locals);
  const shape: Shape = {
    body,
    cost: 2 + builder.count - before,
    levels: 2 + builder.deepest,
    plain,
    bind: (e, frame, args) => {
      for (const bind of binds) bind(e, frame, args);
    },
  };
  return (_e, frame) => new Arrow(shape, frame);
}

type Take = (e: Evaluation, frame: unknown[], value: unknown) => void;

function parameter(param: Pattern, index: number, locals: Locals, builder: Builder): (e: Evaluation, frame: unknown[], args: Args) => void {
  if (param.type === "RestElement") {
    const take = taker(param.argument, locals, builder);
    return (e, frame, args) => take(e, frame, args.slice(index));
  }
  const take = taker(param, locals, builder);
  return (e, frame, args) => take(e, frame, args[index]);
}

/** What puts an argument, or the parts of one, into the frame. */
function taker(pattern: Pattern, locals: Locals, builder: Builder): Take {
  if (pattern.type === "Identifier") {
    if (isBlocked(pattern.name)) throw builder.refuse(pattern, blockedMessage(pattern.name));
    const slot = locals.add(pattern.name);
    return (_e, frame, value) => {
      frame[slot] = value;
    };
  }
  if (pattern.type === "AssignmentPattern") {
    const take = taker(pattern.left, locals, builder);
    const instead = builder.build(pattern.right, locals);
    return (e, frame, value) => take(e, frame, value === undefined ? instead(e, frame) : value);
  }
  if (pattern.type === "ObjectPattern") return objectTaker(pattern.properties, locals, builder);
  if (pattern.type === "ArrayPattern") return arrayTaker(pattern.elements, locals, builder);
  throw builder.refuse(pattern, "This kind of parameter is not available here.");
}

function arrayTaker(elements: readonly (Pattern | null)[], locals: Locals, builder: Builder): Take {
  const takes = elements.map((element, index) => {
    if (element === null) return undefined;
    if (element.type !== "RestElement") return { take: taker(element, locals, builder), index, rest: false };
    return { take: taker(element.argument, locals, builder), index, rest: true };
  });
  return (e, frame, value) => {
    const list = toList(e, value);
    for (const one of takes) if (one) one.take(e, frame, one.rest ? list.slice(one.index) : list[one.index]);
  };
}

type Parts = Extract<Pattern, { type: "ObjectPattern" }>["properties"];

function objectTaker(properties: Parts, locals: Locals, builder: Builder): Take {
  const named: string[] = [];
  const takes = properties.map((property): Take => {
    if (property.type === "RestElement") {
      const take = taker(property.argument, locals, builder);
      return (e, frame, value) => take(e, frame, others(e, value, named));
    }
    const take = taker(property.value, locals, builder);
    if (property.computed) {
      const key = builder.build(property.key, locals);
      return (e, frame, value) => take(e, frame, read(e, value, checkedKey(e, key(e, frame))));
    }
    const name = property.key.type === "Identifier" ? property.key.name : property.key.type === "Literal" ? String(property.key.value) : "";
    if (isBlocked(name)) throw builder.refuse(property, blockedMessage(name));
    named.push(name);
    return (e, frame, value) => take(e, frame, read(e, value, name));
  });
  return (e, frame, value) => {
    if (isNil(value)) throw new PlainFault("Cannot take fields from nothing");
    for (const take of takes) take(e, frame, value);
  };
}

/** The fields that were not named. */
function others(e: Evaluation, value: unknown, named: readonly string[]): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  if (isFields(value)) for (const name of fieldNames(e, value)) if (!named.includes(name)) setField(rest, name, ownField(value, name));
  return rest;
}
