import { z } from "zod";
import { StepError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { compile, isExpression } from "../expressions/compile.ts";
import type { Scope } from "../expressions/scope.ts";
import { ExpressionError } from "../expressions/scope.ts";

type Evaluate = (scope: Scope) => unknown;

/** A node's parameters, compiled once: what is literal is parsed once, what is not is evaluated for each item. */
export interface ParamPlan {
  readonly raw: JsonObject;
  /** No expression in it: the same for every item. */
  readonly fixed: boolean;
  /** Names in `$('Name')` where they are literal. */
  readonly nodes: ReadonlySet<string>;
  /** Fields that are never read as expressions. */
  readonly literal: ReadonlySet<string>;
  /** Evaluated and checked. Throws StepError naming the field. */
  resolve(scope: Scope): unknown;
}

interface Input {
  schema: z.ZodType<unknown>;
  lenient: boolean;
}

/** Fields that are not evaluated before the step runs: literal ones (code, what shapes ports), and those it evaluates itself. */
function unreadFields(schema: z.ZodType<unknown>, how: "no" | "later"): ReadonlySet<string> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  return new Set(Object.keys(shape).filter((key) => (shape[key] as z.ZodType | undefined)?.meta()?.expression === how));
}

function located(field: string, error: unknown): StepError {
  if (error instanceof StepError) return error;
  if (error instanceof ExpressionError) {
    const { message, inN8n } = error;
    const fix = "Correct the expression in this field.";
    const words = inN8n === undefined ? { message, fix } : { message: inN8n, fix: `${message} ${fix}` };
    return new StepError({ kind: "user", ...words, name: "ExpressionError", field }, { cause: error });
  }
  throw error;
}

function evaluator(value: unknown, path: string, nodes: Set<string>): Evaluate | undefined {
  if (typeof value === "string") {
    if (!isExpression(value)) return undefined;
    const compiled = lazily(value, path, nodes);
    return (scope) => {
      try {
        return compiled().evaluate(scope, path);
      } catch (error) {
        throw located(path, error);
      }
    };
  }
  if (Array.isArray(value)) {
    const parts = value.map((entry, i) => evaluator(entry, `${path}.${i}`, nodes));
    if (!parts.some(Boolean)) return undefined;
    return (scope) => parts.map((part, i) => (part ? part(scope) : value[i]));
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(
      ([key, entry]) => [key, entry, evaluator(entry, path ? `${path}.${key}` : key, nodes)] as const,
    );
    if (!entries.some(([, , part]) => part)) return undefined;
    return (scope) => {
      const result: JsonObject = {};
      for (const [key, entry, part] of entries) result[key] = part ? part(scope) : entry;
      return result;
    };
  }
  return undefined;
}

/** A fault in an expression belongs to the step that evaluates it, not to the loading of the workflow. */
function lazily(text: string, path: string, nodes: Set<string>): () => ReturnType<typeof compile> {
  try {
    const compiled = compile(text);
    for (const name of compiled.nodes) nodes.add(name);
    return () => compiled;
  } catch (error) {
    const fault = located(path, error);
    return () => {
      throw fault;
    };
  }
}

function check(schema: z.ZodType<unknown>, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join(".") ?? "";
  throw new StepError({
    kind: "user",
    name: "ParameterError",
    field,
    message: `${field || "parameters"}: ${issue?.message ?? "not usable"}`,
    fix: "Correct this field of the step.",
  });
}

export function compileParams(raw: JsonObject, input: Input): ParamPlan {
  const literal = unreadFields(input.schema, "no");
  const later = unreadFields(input.schema, "later");
  const nodes = new Set<string>();
  // A lenient step's defaults are filled before compiling, so that evaluating an item costs no schema run.
  const filled = input.lenient ? input.schema.safeParse(raw) : undefined;
  const base = (filled?.success ? filled.data : raw) as JsonObject;
  const parts = Object.entries(base).map(([key, value]) => {
    const evaluate = literal.has(key) ? undefined : evaluator(value, key, nodes);
    // Compiled all the same: which nodes it names is known before it runs.
    return [key, value, later.has(key) ? undefined : evaluate] as const;
  });
  if (!parts.some(([, , part]) => part)) {
    let fixed: { value: unknown } | { error: unknown } | undefined;
    return {
      raw,
      fixed: true,
      nodes,
      literal,
      resolve() {
        if (!fixed) {
          try {
            fixed = { value: filled?.success ? base : check(input.schema, base) };
          } catch (error) {
            fixed = { error };
          }
        }
        if ("error" in fixed) throw fixed.error;
        return fixed.value;
      },
    };
  }
  const evaluate = (scope: Scope): JsonObject => {
    const result: JsonObject = {};
    for (const [key, value, part] of parts) result[key] = part ? part(scope) : value;
    return result;
  };
  return { raw, fixed: false, nodes, literal, resolve: filled?.success ? evaluate : (scope) => check(input.schema, evaluate(scope)) };
}
