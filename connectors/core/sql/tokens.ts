import { type StepError, userError } from "#shared/model/failure.ts";

export type TokenKind = "word" | "name" | "text" | "number" | "sign" | "end";
export interface Token {
  kind: TokenKind;
  /** A word in capitals if it may be a keyword; everything else as it is meant. */
  value: string;
  /** As it was written. */
  source: string;
  /** Place in the query, from 0. */
  at: number;
}

const LONGEST = 50_000;
const SIGNS = ["<>", "!=", "<=", ">=", "==", "||", "->", "(", ")", ",", ".", ";", "=", "<", ">", "+", "-", "*", "/", "%"];

export const atPlace = (query: string, at: number, message: string, fix = "Correct the query there."): StepError => {
  const before = query.slice(0, at).split("\n");
  return userError(`The query can't be read at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${message}.`, {
    field: "query",
    fix,
  });
};

/** What stands between two marks; the mark twice is the mark itself. */
function quoted(query: string, at: number, end: string): { value: string; next: number } {
  let value = "";
  for (let now = at + 1; now < query.length; now++) {
    const sign = query[now] ?? "";
    if (sign !== end) value += sign;
    else if (query[now + 1] === end && end !== "]") value += query[++now] ?? "";
    else return { value, next: now + 1 };
  }
  throw atPlace(query, at, "a quote is never closed");
}

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };

/** The query as words, names, texts, numbers and signs. Comments are left out. */
export function tokensOf(query: string): Token[] {
  if (query.length > LONGEST) throw userError("The query is longer than 50,000 characters.", { field: "query", fix: "Make it shorter." });
  const tokens: Token[] = [];
  const pattern = /(\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|([\p{L}_$][\p{L}\p{N}_$]*)|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)/iuy;
  let at = 0;
  while (at < query.length) {
    const closing = CLOSING[query[at] ?? ""];
    if (closing !== undefined) {
      const { value, next } = quoted(query, at, closing);
      tokens.push({ kind: closing === "'" || closing === '"' ? "text" : "name", value, source: query.slice(at, next), at });
      at = next;
      continue;
    }
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match) {
      const [source, , word, number] = match;
      if (word !== undefined) tokens.push({ kind: "word", value: word.toUpperCase(), source, at });
      else if (number !== undefined) tokens.push({ kind: "number", value: source, source, at });
      at += source.length;
      continue;
    }
    const sign = SIGNS.find((one) => query.startsWith(one, at));
    if (sign === undefined) throw atPlace(query, at, `'${query[at]}' means nothing here`);
    tokens.push({ kind: "sign", value: sign, source: sign, at });
    at += sign.length;
  }
  tokens.push({ kind: "end", value: "", source: "", at: query.length });
  return tokens;
}
