import { ExpressionError } from "../scope.ts";

/** Kinds of token: signs stand for themselves. */
export interface Token {
  readonly kind: "name" | "quoted" | "literal" | "number" | "end" | Sign;
  readonly value: unknown;
  readonly at: number;
}

const SIGNS = [
  "||",
  "&&",
  "[?",
  "[]",
  "==",
  "!=",
  "<=",
  ">=",
  ".",
  "*",
  ",",
  ":",
  "@",
  "|",
  "&",
  "!",
  "<",
  ">",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
] as const;
type Sign = (typeof SIGNS)[number];

export const queryFault = (message: string, at: number): ExpressionError =>
  new ExpressionError(`JMESPath, character ${at + 1}: ${message}`);

export function tokens(query: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query.charAt(at))) {
      at++;
      continue;
    }
    const [token, next] = tokenAt(query, at);
    found.push(token);
    at = next;
  }
  found.push({ kind: "end", value: undefined, at });
  return found;
}

function tokenAt(query: string, at: number): [Token, number] {
  const name = matchAt(/[A-Za-z_]\w*/y, query, at);
  if (name !== undefined) return [{ kind: "name", value: name, at }, at + name.length];
  const number = matchAt(/-?\d+/y, query, at);
  if (number !== undefined) return [{ kind: "number", value: Number(number), at }, at + number.length];
  const char = query.charAt(at);
  if (char === '"') return quoted(query, at, '"', (inside) => ({ kind: "quoted", value: json(`"${inside}"`, at), at }));
  if (char === "'") return quoted(query, at, "'", (inside) => ({ kind: "literal", value: inside.replaceAll("\\'", "'"), at }));
  if (char === "`") return quoted(query, at, "`", (inside) => ({ kind: "literal", value: literal(inside.replaceAll("\\`", "`"), at), at }));
  const sign = SIGNS.find((one) => query.startsWith(one, at));
  if (!sign) throw queryFault(`'${char}' cannot stand here.`, at);
  return [{ kind: sign, value: sign, at }, at + sign.length];
}

function matchAt(pattern: RegExp, query: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(query)?.[0];
}

function quoted(query: string, at: number, mark: string, make: (inside: string) => Token): [Token, number] {
  let end = at + 1;
  while (end < query.length && query.charAt(end) !== mark) end += query.charAt(end) === "\\" ? 2 : 1;
  if (end >= query.length) throw queryFault(`the ${mark} is not closed.`, at);
  return [make(query.slice(at + 1, end)), end + 1];
}

function json(text: string, at: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw queryFault("this is no JSON.", at);
  }
}

/** Between backticks stands JSON; a bare word is taken for a text. */
function literal(text: string, at: number): unknown {
  const trimmed = text.trim();
  if (trimmed.includes("__proto__")) throw queryFault("'__proto__' is not available.", at);
  return /^(["[{\d-]|true$|false$|null$)/.test(trimmed) ? json(trimmed, at) : trimmed;
}
