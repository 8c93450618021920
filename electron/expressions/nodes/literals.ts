import type { ArrayExpression, Literal, ObjectExpression, Property, SpreadElement, TemplateLiteral } from "acorn";
import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { toList } from "../collections.ts";
import { blockedMessage, isBlocked } from "../names.ts";
import { checkedKey } from "../read.ts";
import { Regex } from "../regex.ts";
import { ExpressionError } from "../scope.ts";
import { concat, fieldNames, isFields, ownField, setField, toText } from "../values.ts";
import type { Builder, Frame, Locals, Run } from "./build.ts";

export function literal(node: Literal, builder: Builder): Run {
  if (node.regex) return regex(node, node.regex, builder);
  if (typeof node.bigint === "string") throw builder.refuse(node, "Big integers (1n) are not available here.");
  const value: unknown = node.value;
  return () => value;
}

function regex(node: Literal, { pattern, flags }: { pattern: string; flags: string }, builder: Builder): Run {
  try {
    new Regex(pattern, flags);
  } catch (fault) {
    if (fault instanceof ExpressionError) throw builder.refuse(node, fault.message);
    throw fault;
  }
  return (e) => {
    e.alloc(64);
    return new Regex(pattern, flags);
  };
}

export function template(node: TemplateLiteral, locals: Locals, builder: Builder): Run {
  const texts = node.quasis.map((quasi) => quasi.value.cooked ?? "");
  const parts = node.expressions.map((part) => builder.build(part, locals));
  return (e, frame) => {
    let text = texts[0] ?? "";
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (part) text = concat(e, text, toText(e, part(e, frame)));
      text = concat(e, text, texts[i + 1] ?? "");
    }
    return text;
  };
}

export function array(node: ArrayExpression, locals: Locals, builder: Builder): Run {
  const parts = node.elements.map((element) => {
    if (element === null) return { run: () => undefined, spread: false };
    return element.type === "SpreadElement"
      ? { run: builder.build(element.argument, locals), spread: true }
      : { run: builder.build(element, locals), spread: false };
  });
  return (e, frame) => {
    const made: unknown[] = [];
    e.alloc(16 + parts.length * 8);
    for (const { run, spread } of parts) {
      if (spread) spreadInto(e, made, run(e, frame));
      else made.push(run(e, frame));
    }
    return made;
  };
}

export function spreadInto(e: Evaluation, into: unknown[], value: unknown): void {
  const list = toList(e, value);
  e.alloc(list.length * 8);
  for (const element of list) into.push(element);
}

type Fill = (e: Evaluation, frame: Frame, target: JsonObject) => void;

export function object(node: ObjectExpression, locals: Locals, builder: Builder): Run {
  const fills = node.properties.map((property) => fillOf(property, locals, builder));
  return (e, frame) => {
    const made: JsonObject = {};
    e.alloc(32 + fills.length * 16);
    for (const fill of fills) fill(e, frame, made);
    return made;
  };
}

function fillOf(property: Property | SpreadElement, locals: Locals, builder: Builder): Fill {
  if (property.type === "SpreadElement") {
    const from = builder.build(property.argument, locals);
    return (e, frame, target) => copyFields(e, target, from(e, frame));
  }
  if (property.kind !== "init" || property.method) {
    throw builder.refuse(property, "Getters, setters and methods are not available here. Use a value or an arrow function.");
  }
  const value = builder.build(property.value, locals);
  if (property.computed) {
    const key = builder.build(property.key, locals);
    return (e, frame, target) => {
      const name = checkedKey(e, key(e, frame));
      setField(target, name, value(e, frame));
    };
  }
  const name = property.key.type === "Identifier" ? property.key.name : property.key.type === "Literal" ? String(property.key.value) : "";
  if (isBlocked(name)) throw builder.refuse(property, blockedMessage(name));
  return (e, frame, target) => setField(target, name, value(e, frame));
}

/** `{ ...value }`: fields of an object, elements of a list or text; nothing of nothing. */
export function copyFields(e: Evaluation, target: JsonObject, value: unknown): void {
  if (isFields(value)) {
    for (const name of fieldNames(e, value)) setField(target, name, ownField(value, name));
  } else if (Array.isArray(value) || typeof value === "string") {
    toList(e, value).forEach((element, index) => {
      setField(target, String(index), element);
    });
  }
}
