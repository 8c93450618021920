import type { AnyNode, CallExpression } from "acorn";
import { objectMethods } from "./methods/object-more.ts";
import { isBlocked } from "./names.ts";

const DATA = new Set(["$json", "$binary", "$input", "$node", "$parameter", "$workflow", "$execution", "$prevNode", "$vars"]);
const READERS = new Set(["first", "last", "all", "itemMatching"]);

/**
 * Whether the code does no more than read data from where it is (`$json.a.b`, `$("X").first().json`): then its value is
 * data as the workflow made it.
 */
export function isPlainRead(node: AnyNode): boolean {
  if (node.type === "ParenthesizedExpression" || node.type === "ChainExpression") return isPlainRead(node.expression);
  if (node.type === "Identifier") return DATA.has(node.name);
  if (node.type === "MemberExpression") return isPlainRead(node.object) && (!node.computed || node.property.type === "Literal");
  return node.type === "CallExpression" && isReader(node);
}

function isReader(node: CallExpression): boolean {
  if (!node.arguments.every((argument) => argument.type === "Literal")) return false;
  const { callee } = node;
  if (callee.type === "Identifier") return callee.name === "$" || callee.name === "$items";
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  return !callee.computed && READERS.has(callee.property.name) && isPlainRead(callee.object);
}

/** The names in `$json.a["b"].c`, where nothing but names is read; undefined for anything else. */
export function plainPath(node: AnyNode): string[] | undefined {
  if (node.type === "ParenthesizedExpression" || node.type === "ChainExpression") return plainPath(node.expression);
  if (node.type === "Identifier") return node.name === "$json" ? [] : undefined;
  if (node.type !== "MemberExpression") return undefined;
  const path = plainPath(node.object);
  const name = node.computed ? (node.property.type === "Literal" ? node.property.value : undefined) : nameOf(node.property);
  // A missing field of this name would read as the method that all objects have.
  if (!path || typeof name !== "string" || isBlocked(name) || Object.hasOwn(objectMethods, name)) return undefined;
  return [...path, name];
}

const nameOf = (node: AnyNode): string | undefined => (node.type === "Identifier" ? node.name : undefined);
