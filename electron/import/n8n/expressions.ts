import { compile, isExpression } from "../../expressions/compile.ts";
import { ExpressionError } from "../../expressions/scope.ts";

function* texts(value: unknown, path: string): Generator<[path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* texts(entry, path === "" ? key : `${path}.${key}`);
  }
}

/** Expressions that the interpreter does not take, with place and reason. They are imported as written. */
export function expressionProblems(params: Readonly<Record<string, unknown>>, literal: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  for (const [key, param] of Object.entries(params)) {
    if (literal.has(key)) continue;
    for (const [path, text] of texts(param, key)) {
      if (!isExpression(text)) continue;
      try {
        compile(text);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        problems.push(`the expression in ${path} can't be used: ${error.message}`);
      }
    }
  }
  return problems;
}
