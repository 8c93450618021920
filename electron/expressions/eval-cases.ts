import { DateTime } from "luxon";
import { z } from "zod";
import { EMPTY_ITEMS, type ItemList } from "#kit/items.ts";
import { Binary, type Item, type JsonObject } from "#shared/model/item.ts";
import { compile } from "./compile.ts";
import { ExpressionError, type NodeView, type Scope } from "./scope.ts";

const Fields = z.record(z.string(), z.unknown());

/** The step that an expression is tried in: its items, the step before them and the workflow. */
const Context = z.object({
  workflow: z
    .object({
      id: z.string().default(""),
      name: z.string().default(""),
      active: z.boolean().default(false),
      timezone: z.string().optional(),
    })
    .default({ id: "", name: "", active: false }),
  node: z.string().default("node"),
  previousNode: z.string().optional(),
  previousNodeParameters: Fields.default({}),
  items: z
    .array(z.object({ json: Fields.default({}), binary: z.record(z.string(), Binary).optional(), pairedItem: z.unknown().optional() }))
    .default([]),
});
type Context = z.infer<typeof Context>;

const CasesFile = z.object({ context: Context.optional(), cases: z.array(z.object({ expression: z.string() })) });

export interface EvalOptions {
  /** The zone where the context's workflow names none. */
  zone: string;
  /** Milliseconds since 1970. */
  now: number;
}

export type EvalResult = { type: string; value?: unknown; zone?: string } | { error: { message: string; name: string; at?: number } };

/** Tries each expression of a file `{ context, cases: [{ expression }] }`. Throws ZodError where it is no such file. */
export function evaluateCases(file: unknown, options: EvalOptions): EvalResult[] {
  const { context, cases } = CasesFile.parse(file);
  return cases.map(({ expression }) => evaluateIn(expression, context ?? Context.parse({}), options));
}

/** Tries one raw param value (with its leading =) in a context of the same form. */
export function evaluateOne(expression: string, context: unknown, options: EvalOptions): EvalResult {
  return evaluateIn(expression, Context.parse(context ?? {}), options);
}

function evaluateIn(expression: string, context: Context, options: EvalOptions): EvalResult {
  if (!expression.startsWith("=")) return described(expression);
  try {
    return described(compile(expression).evaluate(scopeOf(context, options)));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { error: { message: error.message, name: error.name, ...(error.at === undefined ? {} : { at: error.at }) } };
  }
}

/** Item 0 of run 0. */
function scopeOf(context: Context, options: EvalOptions): Scope {
  const items = context.items.map(({ json, binary }, index): Item => ({ json, ...(binary ? { binary } : {}), source: index }));
  const list = items.length === 0 ? EMPTY_ITEMS : listOf(items);
  const { timezone, ...workflow } = context.workflow;
  return {
    json: items[0]?.json ?? {},
    binary: items[0]?.binary,
    itemIndex: 0,
    runIndex: 0,
    zone: timezone ?? options.zone,
    now: () => options.now,
    input: () => list,
    nodeName: context.node,
    nodeVersion: 1,
    params: () => ({}),
    prevNode: context.previousNode === undefined ? undefined : { name: context.previousNode, outputIndex: 0, runIndex: 0 },
    prevParams: () => context.previousNodeParameters,
    node: (name) => (name === context.previousNode ? previous(name, context.previousNodeParameters, items, list) : undefined),
    workflow,
    execution: undefined,
    vars: undefined,
    env: undefined,
  };
}

function previous(name: string, params: JsonObject, items: readonly Item[], list: ItemList): NodeView {
  return {
    name,
    executed: true,
    params: () => params,
    context: () => ({}),
    items: (port = 0, run = 0) => (port === 0 && run === 0 ? list : undefined),
    linked: (index) => {
      const item = items[index];
      if (!item) throw new ExpressionError(`There is no item ${index}.`);
      return item;
    },
  };
}

const listOf = (items: readonly Item[]): ItemList => ({
  length: items.length,
  at: (index) => items.at(index),
  pages: () => [items],
  [Symbol.iterator]: () => items[Symbol.iterator](),
});

/** A value with its type, as JSON can carry them. */
function described(value: unknown): EvalResult {
  if (value === undefined) return { type: "undefined" };
  if (value === null) return { type: "null", value };
  if (value instanceof DateTime) return { type: "DateTime", value: value.toISO(), zone: value.zoneName ?? "" };
  if (value instanceof Date) return { type: "Date", value: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (Array.isArray(value)) return { type: "array", value };
  if (typeof value === "number") return { type: "number", value: Number.isFinite(value) ? value : String(value) };
  return { type: typeof value, value };
}
