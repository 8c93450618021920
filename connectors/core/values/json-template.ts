import { toText } from "./convert.ts";

/** Where the block that begins with `{{` at `from` ends, its own braces and quotes left out of account; -1 = nowhere. */
function endOfBlock(text: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from + 2; at < text.length; at++) {
    const sign = text[at];
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'" || sign === "`") quote = sign;
    else if (sign === "{") depth++;
    else if (sign === "}") {
      if (depth === 0 && text[at + 1] === "}") return at + 2;
      depth--;
    }
  }
  return -1;
}

const written = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : value === undefined ? "null" : toText(value);

/**
 * JSON text with expressions in it: what an expression gives stands there as JSON where it is an object or a list, so that
 * the text around it stays readable. A text that is one expression gives its value; one without `=` is literal.
 */
export function evaluateJson(given: unknown, evaluate: (text: string) => unknown): unknown {
  if (typeof given !== "string" || !given.startsWith("=")) return given;
  const text = given.slice(1);
  let out = "";
  let from = 0;
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", from)) {
    const end = endOfBlock(text, at);
    if (end < 0) return evaluate(given);
    const value = evaluate(`=${text.slice(at, end)}`);
    if (at === 0 && end === text.length) return value;
    out += text.slice(from, at) + written(value);
    from = end;
  }
  return out + text.slice(from);
}
