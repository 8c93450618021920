import type { Evaluation } from "../budget.ts";
import type { Method } from "./method.ts";

export const removeTags: Method<string> = (e, text) => {
  e.burn(1 + (text.length >> 2));
  e.alloc(text.length);
  return text.replace(/<[^>]*>?/g, "");
};

/** Takes Markdown's signs away and leaves the words. */
export const removeMarkdown: Method<string> = (e, text) => {
  e.burn(1 + text.length);
  e.alloc(text.length * 2);
  const plain: string[] = [];
  for (const line of text.split("\n", e.room(32))) {
    const fence = line.indexOf("```");
    const whole = fence < 0 || line.includes("```", fence + 3);
    // A fence and what follows it on its line (the language) go, the code between two fences stays.
    if (whole || fence > 0) plain.push(emphasis(e, links(e, block(whole ? line.replaceAll("```", "") : line.slice(0, fence)))));
  }
  return plain.join("\n").replace(/\n{3,}/g, "\n\n");
};

/** What marks a whole line: lists, headings, quotes, rules. */
function block(line: string): string {
  if (/^(={2,}|-{2,})[ \t]*$/.test(line)) return "";
  const bare = line
    .replace(/^([ \t]*)(?:[*\-+]|\d\.)[ \t]+/, "$1")
    .replace(/^[ \t]*(?:>[ \t]?)+/, "")
    .replace(/^#{1,6}[ \t]*/, "")
    .replaceAll("~~", "")
    .replace(/<[\w\s='":(),;/.-]+>/g, "");
  return bare === line || !line.startsWith("#") ? bare : withoutClosing(bare);
}

/** A heading may be closed by the signs that opened it. */
function withoutClosing(heading: string): string {
  let end = heading.length;
  while (end > 0 && heading[end - 1] === "#") end--;
  return end === heading.length ? heading : heading.slice(0, end).trimEnd();
}

/** Links keep their words, pictures and footnotes go. */
function links(e: Evaluation, line: string): string {
  let out = "";
  let from = 0;
  for (let open = line.indexOf("["); open >= 0; open = line.indexOf("[", from)) {
    const close = line.indexOf("]", open);
    if (close < 0) break;
    e.burn(1 + ((close - open) >> 3));
    const next = line[close + 1];
    const end = next === "(" || next === "[" ? line.indexOf(next === "(" ? ")" : "]", close + 2) : -1;
    if (line[open + 1] === "^") {
      out += line.slice(from, open);
      from = next === ":" ? line.length : close + 1;
    } else if (end < 0) {
      out += line.slice(from, open + 1);
      from = open + 1;
    } else {
      e.burn((end - close) >> 3);
      const picture = open > from && line[open - 1] === "!";
      out += picture ? line.slice(from, open - 1) : line.slice(from, open) + line.slice(open + 1, close);
      from = end + 1;
    }
  }
  return out + line.slice(from);
}

/** Pairs of *, _ and ` around two characters or more. */
function emphasis(e: Evaluation, line: string): string {
  let out = "";
  let at = 0;
  while (at < line.length) {
    const sign = line.charAt(at);
    const found = sign === "*" || sign === "_" ? pair(e, line, at, sign) : sign === "`" ? code(e, line, at) : undefined;
    out += found ? line.slice(found.from, found.to) : sign;
    at = found ? found.next : at + 1;
  }
  return out;
}

interface Pair {
  from: number;
  to: number;
  next: number;
}

function pair(e: Evaluation, line: string, at: number, sign: string): Pair | undefined {
  let run = 1;
  while (run < 3 && line[at + run] === sign) run++;
  for (let size = run; size >= 1; size--) {
    const from = at + size;
    if (isSpace(line[from])) continue;
    const mark = sign.repeat(size);
    for (let to = line.indexOf(mark, from + 2); to >= 0; to = line.indexOf(mark, to + 1)) {
      e.burn(2 + ((to - from) >> 3));
      if (!isSpace(line[to - 1])) return { from, to, next: to + size };
    }
    e.burn((line.length - from) >> 3);
  }
  return undefined;
}

function code(e: Evaluation, line: string, at: number): Pair | undefined {
  const to = line.indexOf("`", at + 2);
  e.burn(1 + (((to < 0 ? line.length : to) - at) >> 3));
  return to < 0 ? undefined : { from: at + 1, to, next: to + 1 };
}

const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char);
