import type { AnyNode } from "acorn";
import { Block } from "./block.ts";
import { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { Callable, Host } from "./host.ts";
import { settle } from "./json.ts";
import { Memo } from "./memo.ts";
import type { Frame, Run } from "./nodes/build.ts";
import { isPlainRead, plainPath } from "./plain-read.ts";
import { type Compiled, ExpressionError, type Scope } from "./scope.ts";
import { cut, type Piece } from "./template.ts";
import { blockText, concat, isFields, isNil } from "./values.ts";

export const isExpression = (value: unknown): value is string => typeof value === "string" && value.charCodeAt(0) === 61;

const MAX_FIELD = 1_000_000;
const compiled = new Memo<Compiled>(2_000);

/**
 * Makes a raw param value that begins with `=` ready to run. `={{ code }}` alone gives its value; with text around it or
 * several blocks it gives text. The same text is compiled once. Throws ExpressionError for what can never run.
 */
export function compile(text: string): Compiled {
  return compiled.get(text) ?? compiled.set(text, make(text));
}

function make(text: string): Compiled {
  if (text.length > MAX_FIELD) throw new ExpressionError("This field is too long for an expression.");
  const pieces = cut(text);
  const [only] = pieces;
  if (pieces.length === 1 && only) return "text" in only ? constant(text, only.text) : single(text, only);
  return template(text, pieces);
}

const constant = (source: string, value: string): Compiled => ({
  source,
  nodes: [],
  roots: [],
  evaluate: () => value,
  explain: () => ({ value }),
});

function single(source: string, { code, at }: { code: AnyNode; at: number }): Compiled {
  const block = new Block(at);
  const run = block.compile(code);
  const plain = isPlainRead(code);
  const path = plainPath(code);
  const explain = (scope: Scope) => runBlock(new Evaluation(scope), run, plain);
  return {
    source,
    nodes: [...block.nodes],
    roots: [...block.roots],
    evaluate: (scope) => {
      const found = path ? follow(scope.json, path) : UNSURE;
      return found === UNSURE ? explain(scope).value : found;
    },
    explain,
  };
}

function template(source: string, pieces: readonly Piece[]): Compiled {
  const nodes = new Set<string>();
  const roots = new Set<string>();
  const parts = pieces.map((piece) => {
    if ("text" in piece) return piece.text;
    const block = new Block(piece.at);
    const run = block.compile(piece.code);
    for (const name of block.nodes) nodes.add(name);
    for (const name of block.roots) roots.add(name);
    return run;
  });
  const explain = (scope: Scope) => fill(new Evaluation(scope), parts);
  return { source, nodes: [...nodes], roots: [...roots], evaluate: (scope) => explain(scope).value, explain };
}

/** The text of a template. A block that comes to nothing leaves none. */
function fill(e: Evaluation, parts: readonly (string | Run)[]): { value: string; warning?: string } {
  let text = "";
  let warning: string | undefined;
  for (const part of parts) {
    if (typeof part === "string") {
      text = concat(e, text, part);
      continue;
    }
    const block = runBlock(e, part, true);
    warning ??= block.warning;
    text = concat(e, text, blockText(e, block.value));
  }
  return warning === undefined ? { value: text } : { value: text, warning };
}

const TOP: Frame = [];

/** Runs one block. `plain`: its value is data as it came, which needs no look before it leaves. */
function runBlock(e: Evaluation, run: Run, plain: boolean): { value: unknown; warning?: string } {
  try {
    e.surface();
    const value = run(e, TOP);
    if (value instanceof Callable) throw new ExpressionError(`${value.label} is a function. Put () behind it to call it.`);
    return { value: plain && !(value instanceof Host) ? value : settle(e, value) };
  } catch (fault) {
    if (fault instanceof PlainFault) return { value: undefined, warning: fault.message };
    if (fault instanceof RangeError) throw new ExpressionError("This expression is nested too deeply.");
    throw fault;
  }
}

const UNSURE: unique symbol = Symbol("unsure");

/** Fields of fields; undefined as soon as there is nothing to read from. Lists, texts and dates go the long way. */
function follow(from: unknown, path: readonly string[]): unknown {
  let value = from;
  for (const name of path) {
    if (isNil(value)) return undefined;
    if (!isFields(value)) return UNSURE;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return typeof value === "function" ? undefined : value;
}
