import { type AnyNode, type Node, parseExpressionAt } from "acorn";
import { call, chain, construct, member } from "./nodes/access.ts";
import { arrow } from "./nodes/arrow.ts";
import { type Builder, Locals, type Run } from "./nodes/build.ts";
import { array, literal, object, template } from "./nodes/literals.ts";
import { identifier } from "./nodes/names.ts";
import { binary, conditional, logical, sequence, unary } from "./nodes/operators.ts";
import { ExpressionError } from "./scope.ts";

const MAX_CODE = 100_000;
const MAX_LEVELS = 500;

/** What is wrong with a kind of syntax, where a plain "not available" would not help. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["AssignmentExpression", "Expressions cannot change values. For variables and loops use a Code step."],
  ["UpdateExpression", "Expressions cannot change values. For variables and loops use a Code step."],
  ["FunctionExpression", "Use an arrow function: x => x + 1. For more, use a Code step."],
  ["ClassExpression", "Classes are not available here."],
  ["TaggedTemplateExpression", "Tagged templates are not available here."],
  ["AwaitExpression", "'await' is not available here. Use a Code step."],
  ["YieldExpression", "Generators are not available here."],
  ["ThisExpression", "'this' is not available here."],
  ["ImportExpression", "'import' is not available here."],
  ["MetaProperty", "'import.meta' and 'new.target' are not available here."],
]);

/** Parses the code of one block, which begins at `at` in the field's text. */
export function parseBlock(code: string, at: number): AnyNode {
  if (code.length > MAX_CODE) throw new ExpressionError("This expression is too long. Use a Code step.", at);
  try {
    const node = parseExpressionAt(code, 0, { ecmaVersion: 2025, sourceType: "script", preserveParens: true });
    const rest = trailing(code, node.end);
    if (rest < code.length) throw new ExpressionError(`Invalid syntax: unexpected '${code.charAt(rest)}'.`, at + rest);
    return node;
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    if (error instanceof SyntaxError)
      throw new ExpressionError(`Invalid syntax: ${error.message.replace(/ \(\d+:\d+\)$/, "")}.`, at + placeOf(error));
    if (error instanceof RangeError) throw new ExpressionError("This expression is nested too deeply.", at);
    throw error;
  }
}

const placeOf = (error: SyntaxError): number => ("pos" in error && typeof error.pos === "number" ? error.pos : 0);

/** Past spaces, comments and semicolons. */
function trailing(code: string, from: number): number {
  const skipped = /(?:[\s;]|\/\/[^\n\r]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
  skipped.lastIndex = from;
  return from + (skipped.exec(code)?.[0].length ?? 0);
}

/** One block of a field on its way to a function. */
export class Block implements Builder {
  readonly nodes = new Set<string>();
  readonly roots = new Set<string>();
  count = 0;
  deepest = 0;
  private level = 0;
  private readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  compile(node: AnyNode): Run {
    try {
      return this.build(node, new Locals(undefined));
    } catch (error) {
      if (error instanceof RangeError) throw this.refuse(node, "This expression is nested too deeply.");
      throw error;
    }
  }

  usesNode(name: string): void {
    this.nodes.add(name);
  }

  usesRoot(name: string): void {
    this.roots.add(name);
  }

  refuse(node: Node, message: string): ExpressionError {
    return new ExpressionError(message, this.at + node.start);
  }

  build(node: AnyNode, locals: Locals): Run {
    this.count++;
    this.level++;
    this.deepest = Math.max(this.deepest, this.level);
    if (this.level > MAX_LEVELS) throw this.refuse(node, "This expression is nested too deeply.");
    const run = this.kind(node, locals);
    this.level--;
    return run;
  }

  private kind(node: AnyNode, locals: Locals): Run {
    if (node.type === "ParenthesizedExpression") return this.kind(node.expression, locals);
    if (node.type === "Literal") return literal(node, this);
    if (node.type === "TemplateLiteral") return template(node, locals, this);
    if (node.type === "Identifier") return identifier(node, locals, this);
    if (node.type === "MemberExpression") return member(node, locals, this);
    if (node.type === "ChainExpression") return chain(node.expression, locals, this);
    if (node.type === "CallExpression") return call(node, locals, this);
    if (node.type === "NewExpression") return construct(node, locals, this);
    if (node.type === "BinaryExpression") return binary(node, locals, this);
    if (node.type === "LogicalExpression") return logical(node, locals, this);
    if (node.type === "ConditionalExpression") return conditional(node, locals, this);
    if (node.type === "UnaryExpression") return unary(node, locals, this);
    if (node.type === "SequenceExpression") return sequence(node, locals, this);
    if (node.type === "ArrayExpression") return array(node, locals, this);
    if (node.type === "ObjectExpression") return object(node, locals, this);
    if (node.type === "ArrowFunctionExpression") return arrow(node, locals, this);
    throw this.refuse(node, REFUSED.get(node.type) ?? "This syntax is not available here. Use a Code step.");
  }
}
