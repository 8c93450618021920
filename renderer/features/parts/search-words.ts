/** Accents and capitals don't count when something is looked for. */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Words that join others and say nothing by themselves, in English and Spanish. */
const SMALL: ReadonlySet<string> = new Set(
  "a an and for from in of on or the to with al con de del e el en la las lo los o para por que se su un una unos y".split(" "),
);

/** What was typed without the small words; all of it where nothing else was typed. */
export function searchWords(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== "");
  // The last one may be the beginning of a longer one.
  const kept = words.filter((word, index) => index === words.length - 1 || !SMALL.has(plain(word)));
  return kept.join(" ");
}
