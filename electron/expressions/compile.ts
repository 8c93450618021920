import type { AnyNode } from "acorn";
import { Block } from "./block.ts";
import { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { Callable, Host } from "./host.ts";
import { settle } from "./json.ts";
import { Memo } from "./memo.ts";
import type { Frame, Run } from "./nodes/build.ts";
import { isPlainRead, plainPath } from "./plain-read.ts";
import { type Compiled, ExpressionError } from "./scope.ts";
import { cut, type Piece } from "./template.ts";
import { blockText, concat, isFields } from "./values.ts";

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
  return {
    source,
    nodes: [...block.nodes],
    roots: [...block.roots],
    evaluate: (scope, field) => {
      const found = path ? follow(scope.json, path) : UNSURE;
      return found === UNSURE ? runBlock(new Evaluation(scope), run, plain, field) : found;
    },
    explain: (scope) => explained((warn) => runBlock(new Evaluation(scope), run, plain, undefined, warn)),
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
  return {
    source,
    nodes: [...nodes],
    roots: [...roots],
    evaluate: (scope, field) => fill(new Evaluation(scope), parts, field),
    explain: (scope) => explained((warn) => fill(new Evaluation(scope), parts, undefined, warn)),
  };
}

type Warn = (message: string) => void;

function explained(work: (warn: Warn) => unknown): { value: unknown; warning?: string } {
  let warning: string | undefined;
  const value = work((message) => {
    warning ??= message;
  });
  return warning === undefined ? { value } : { value, warning };
}

/** The text of a template. A block that comes to nothing leaves none. */
function fill(e: Evaluation, parts: readonly (string | Run)[], field?: string, warn?: Warn): string {
  let text = "";
  for (const part of parts) text = concat(e, text, typeof part === "string" ? part : blockText(e, runBlock(e, part, true, field, warn)));
  return text;
}

const TOP: Frame = [];

/** Runs one block. `plain`: its value is data as it came, which needs no look before it leaves. A plain fault is told to `warn`, else to the scope. */
function runBlock(e: Evaluation, run: Run, plain: boolean, field?: string, warn?: Warn): unknown {
  try {
    e.surface();
    const value = run(e, TOP);
    if (value instanceof Callable) throw new ExpressionError(`${value.label} is a function. Put () behind it to call it.`);
    return plain && !(value instanceof Host) ? value : settle(e, value);
  } catch (fault) {
    if (fault instanceof RangeError) throw new ExpressionError("This expression is nested too deeply.");
    if (!(fault instanceof PlainFault)) throw fault;
    if (warn) warn(fault.message);
    else e.scope.faulted?.(fault.message, field);
    return undefined;
  }
}

const UNSURE: unique symbol = Symbol("unsure");

/** Fields of fields. Lists, texts, dates and nothing go the long way, which knows what to say of them. */
function follow(from: unknown, path: readonly string[]): unknown {
  let value = from;
  for (const name of path) {
    if (!isFields(value)) return UNSURE;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return typeof value === "function" ? undefined : value;
}
