/** Where text that was dropped goes in, and how it reads there. */
export interface DropPlace {
  at: number;
  text: string;
}

const PART = /\{\{[\s\S]*?\}\}/g;
const ONE_PART = /^\{\{\s*([\s\S]*?)\s*\}\}$/;
/** Between these an operand is missing: there the dropped one belongs, without braces of its own. */
const WANTS_OPERAND = /(?:^|[-+*/%([,?:&|=<>!{])\s*$/;
const AFTER_OPERAND = /^\s*(?:$|[-+*/%)\],?:&|=<>!}])/;

/** No `{{ }}` ever lands inside another: it goes beside it or, where the expression waits for a value, in without its braces. */
export function dropPlace(text: string, at: number, dropped: string): DropPlace {
  for (const { 0: part, index } of text.matchAll(PART)) {
    const end = index + part.length;
    if (at <= index || at >= end) continue;
    const inside = Math.min(Math.max(at, index + 2), end - 2);
    const bare = ONE_PART.exec(dropped)?.[1];
    if (bare && WANTS_OPERAND.test(text.slice(index + 2, inside)) && AFTER_OPERAND.test(text.slice(inside, end - 2)))
      return { at: inside, text: bare };
    return { at: at - index < end - at ? index : end, text: dropped };
  }
  return { at, text: dropped };
}
