import type { AnyNode, CallExpression, Expression, MemberExpression, NewExpression, SpreadElement } from "acorn";
import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { GLOBALS } from "../globals/index.ts";
import { type Args, Host, HostFunction, NO_ARGS } from "../host.ts";
import { knownSite, NO_METHOD, type Site, siteOf } from "../methods/site.ts";
import { blockedMessage, isBlocked } from "../names.ts";
import { callSite, checkedKey, read, readComputed } from "../read.ts";
import { isNil } from "../values.ts";
import { type Builder, type Frame, type Locals, type Run, unwrap } from "./build.ts";
import { spreadInto } from "./literals.ts";

/** What a chain (a?.b.c) hands on once one of its links was nothing. */
const CUT: unique symbol = Symbol("cut");

/** Whether a link further left may cut the chain. */
function mayCut(node: AnyNode): boolean {
  if (node.type === "MemberExpression") return node.optional || mayCut(node.object);
  return node.type === "CallExpression" && (node.optional || mayCut(node.callee));
}

export function chain(node: Expression, locals: Locals, builder: Builder): Run {
  const run = builder.build(node, locals);
  return (e, frame) => {
    const value = run(e, frame);
    return value === CUT ? undefined : value;
  };
}

export function member(node: MemberExpression, locals: Locals, builder: Builder): Run {
  if (node.object.type === "Super" || node.property.type === "PrivateIdentifier")
    throw builder.refuse(node, "Classes are not available here.");
  noteNode(node, locals, builder);
  const object = builder.build(node.object, locals);
  const name = staticName(node);
  if (name !== undefined) {
    if (isBlocked(name)) throw builder.refuse(node.property, blockedMessage(name));
    if (!mayCut(node)) return (e, frame) => read(e, object(e, frame), name);
    const { optional } = node;
    return (e, frame) => {
      const value = object(e, frame);
      return value === CUT || (optional && isNil(value)) ? CUT : read(e, value, name);
    };
  }
  const key = builder.build(node.property, locals);
  const { optional } = node;
  return (e, frame) => {
    const value = object(e, frame);
    return value === CUT || (optional && isNil(value)) ? CUT : readComputed(e, value, key(e, frame));
  };
}

/** The name, where it is known before running. */
function staticName(node: MemberExpression): string | undefined {
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return node.property.type === "Literal" && typeof node.property.value === "string" ? node.property.value : undefined;
}

/** Tells which node `$node["Name"]` and `$node.Name` mean. */
function noteNode(node: MemberExpression, locals: Locals, builder: Builder): void {
  if (node.object.type !== "Identifier" || node.object.name !== "$node" || locals.find("$node")) return;
  const name = staticName(node);
  if (name !== undefined) builder.usesNode(name);
}

type Arguments = (e: Evaluation, frame: Frame) => Args;

function argumentsOf(nodes: readonly (Expression | SpreadElement)[], locals: Locals, builder: Builder): Arguments {
  if (nodes.some((node) => node.type === "SpreadElement")) return spreading(nodes, locals, builder);
  const [first, second, ...more] = nodes.map((node) => builder.build(node, locals));
  if (!first) return () => NO_ARGS;
  if (!second) return (e, frame) => [first(e, frame)];
  if (more.length === 0) return (e, frame) => [first(e, frame), second(e, frame)];
  return (e, frame) => [first(e, frame), second(e, frame), ...more.map((run) => run(e, frame))];
}

function spreading(nodes: readonly (Expression | SpreadElement)[], locals: Locals, builder: Builder): Arguments {
  const parts = nodes.map((node) =>
    node.type === "SpreadElement"
      ? { run: builder.build(node.argument, locals), spread: true }
      : { run: builder.build(node, locals), spread: false },
  );
  return (e, frame) => {
    const args: unknown[] = [];
    for (const { run, spread } of parts) {
      if (spread) spreadInto(e, args, run(e, frame));
      else args.push(run(e, frame));
    }
    return args;
  };
}

export function call(node: CallExpression, locals: Locals, builder: Builder): Run {
  const callee = unwrap(node.callee);
  if (callee.type === "Super" || callee.type === "ImportExpression") throw builder.refuse(node, "This kind of call is not available here.");
  if (callee.type === "Identifier" && !locals.find(callee.name)) {
    if (callee.name === "$if" && !node.optional) return choice(node, locals, builder);
    noteCall(callee.name, node, builder);
  }
  const args = argumentsOf(node.arguments, locals, builder);
  if (callee.type === "MemberExpression") return methodCall(node, callee, args, locals, builder);
  const target = builder.build(node.callee, locals);
  const { optional } = node;
  return (e, frame) => {
    const value = target(e, frame);
    if (value === CUT || (optional && isNil(value))) return CUT;
    if (value instanceof Host) return value.call(e, args(e, frame));
    throw new PlainFault("this is not a function");
  };
}

function methodCall(node: CallExpression, callee: MemberExpression, args: Arguments, locals: Locals, builder: Builder): Run {
  if (callee.object.type === "Super" || callee.property.type === "PrivateIdentifier")
    throw builder.refuse(callee, "Classes are not available here.");
  noteNode(callee, locals, builder);
  const object = builder.build(callee.object, locals);
  const name = staticName(callee);
  if (name !== undefined && isBlocked(name)) throw builder.refuse(callee.property, blockedMessage(name));
  if (name === undefined) return computedCall(node, callee, object, args, locals, builder);
  const site = siteOf(name);
  if (!mayCut(node)) return (e, frame) => callSite(e, site, object(e, frame), args(e, frame));
  return (e, frame) => {
    const value = object(e, frame);
    if (value === CUT || (callee.optional && isNil(value))) return CUT;
    return node.optional ? optionally(e, site, value, args(e, frame)) : callSite(e, site, value, args(e, frame));
  };
}

/** `value.method?.(...)`: nothing where there is no such method. */
function optionally(e: Evaluation, site: Site, value: unknown, args: Args): unknown {
  if (isNil(value) && !site.added) return site.missing(value);
  const result = site.dispatch(e, value, args);
  return result === NO_METHOD ? CUT : result;
}

/** `value[key](...)` */
function computedCall(node: CallExpression, callee: MemberExpression, object: Run, args: Arguments, locals: Locals, builder: Builder): Run {
  const key = builder.build(callee.property, locals);
  return (e, frame) => {
    const value = object(e, frame);
    if (value === CUT || (callee.optional && isNil(value))) return CUT;
    const name = key(e, frame);
    const site = typeof name === "string" ? knownSite(checkedKey(e, name)) : undefined;
    if (site) return node.optional ? optionally(e, site, value, args(e, frame)) : callSite(e, site, value, args(e, frame));
    const target = readComputed(e, value, name);
    if (node.optional && isNil(target)) return CUT;
    if (target instanceof Host) return target.call(e, args(e, frame));
    throw new PlainFault("this is not a function");
  };
}

/** `$if(test, yes, no)`: only the branch that is taken runs. */
function choice(node: CallExpression, locals: Locals, builder: Builder): Run {
  const [test, yes, no] = node.arguments.map((argument) => {
    if (argument.type === "SpreadElement") throw builder.refuse(argument, "$if() takes its three parts one by one.");
    return builder.build(argument, locals);
  });
  if (!test || !yes) throw builder.refuse(node, "$if() needs a test and a value: $if(test, ifTrue, ifFalse).");
  return (e, frame) => {
    if (test(e, frame)) return yes(e, frame);
    return no ? no(e, frame) : false;
  };
}

function noteCall(name: string, node: CallExpression, builder: Builder): void {
  const first = node.arguments[0];
  if ((name === "$" || name === "$items") && first?.type === "Literal" && typeof first.value === "string") builder.usesNode(first.value);
}

export function construct(node: NewExpression, locals: Locals, builder: Builder): Run {
  const callee = unwrap(node.callee);
  const type = callee.type === "Identifier" && !locals.find(callee.name) ? GLOBALS.get(callee.name) : undefined;
  const make = type instanceof HostFunction ? type.construct : undefined;
  if (!make) throw builder.refuse(node, "'new' works for Date, RegExp, Set and Map only.");
  const args = argumentsOf(node.arguments, locals, builder);
  return (e, frame) => make(e, args(e, frame));
}
