import type { Evaluation } from "./budget.ts";

/** From this length on the native search is no longer sure to be linear. */
const LONG = 64;

/** `text.indexOf(needle, from)` in time linear in the text, whatever the two look like. */
export function findText(e: Evaluation, text: string, needle: string, from = 0): number {
  const found = needle.length <= LONG ? text.indexOf(needle, from) : findLong(e, text, needle, from);
  e.burn(1 + (Math.max((found < 0 ? text.length : found) - from, 0) >> 4));
  return found;
}

/** Knuth, Morris and Pratt. */
function findLong(e: Evaluation, text: string, needle: string, from: number): number {
  if (needle.length > text.length - from) return -1;
  e.burn(needle.length);
  e.alloc(needle.length * 4);
  const back = new Int32Array(needle.length);
  for (let i = 1, matched = 0; i < needle.length; i++) {
    const code = needle.charCodeAt(i);
    while (matched > 0 && code !== needle.charCodeAt(matched)) matched = back[matched - 1] ?? 0;
    if (code === needle.charCodeAt(matched)) matched++;
    back[i] = matched;
  }
  for (let i = from, matched = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    while (matched > 0 && code !== needle.charCodeAt(matched)) matched = back[matched - 1] ?? 0;
    if (code === needle.charCodeAt(matched)) matched++;
    if (matched === needle.length) return i - matched + 1;
  }
  return -1;
}

/** `text.lastIndexOf(needle, from)`; native search compares from scratch at each place. */
export function findLast(e: Evaluation, text: string, needle: string, from: number): number {
  e.burn(1 + (text.length >> 4) + Math.ceil((Math.min(needle.length, text.length) * text.length) / 32));
  return text.lastIndexOf(needle, from);
}
