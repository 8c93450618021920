/** Changes of a text's shape. Each takes time linear in the text. */

const LETTER = /\p{L}/u;

/** The first letter of each sentence upper case, all others lower. */
export function sentenceCase(text: string): string {
  let out = "";
  let start = true;
  for (const char of text) {
    const letter = LETTER.test(char);
    out += letter ? (start ? char.toUpperCase() : char.toLowerCase()) : char;
    if (letter) start = false;
    if (char === "." || char === "!" || char === "?") start = true;
  }
  return out;
}

const PUNCTUATION = /[\u2000-\u206F\u2E00-\u2E7F\\'!"#$%&()*+,./:;<=>?@[\]^`{|}~]/g;

export const snakeCase = (text: string): string => text.toLowerCase().replace(/[ -]/g, "_").replace(PUNCTUATION, "");

const SMALL_WORDS = new Set(
  "a an and as at because but by en for if in neither nor of on only or over per so some than that the to up upon v versus via vs when with without yet".split(
    " ",
  ),
);

/** Words begin with a capital; short words in the middle stay low, words with a capital inside stay as they are. */
export function titleCase(text: string): string {
  const words = [...text.matchAll(/[^\s:–—-]+/g)];
  let out = "";
  let from = 0;
  words.forEach((match, index) => {
    const word = match[0];
    out += text.slice(from, match.index);
    out += keepsCase(word, text, match.index, index === 0 || match.index + word.length === text.length) ? word : capitalised(word);
    from = match.index + word.length;
  });
  return out + text.slice(from);
}

function keepsCase(word: string, text: string, at: number, edge: boolean): boolean {
  if (/.[A-Z]/.test(word) || /.\../.test(word)) return true;
  if (!edge && SMALL_WORDS.has(word.toLowerCase().replace(/\.$/, ""))) return true;
  // A word before a colon that runs on, as in a scheme (http:...).
  return text.charAt(at + word.length) === ":" && !/\s/.test(text.charAt(at + word.length + 1));
}

const capitalised = (word: string): string => word.replace(/[A-Za-z0-9\u00C0-\u00FF]/, (char) => char.toUpperCase());

/** What has no base letter to fall back on. Pairs of a character and its spelling. */
const SPELLINGS =
  "ÆAE æae ŒOE œoe øo đd ðd łl ħh ŧt þth ßss ıi ŊNG ŋng ĸk ſs ©(c) ®(r) ™(tm) °deg ±+- ×x ÷/ µu ·* •* «<< »>> ‹< ›> ‘' ’' ‚, ‛' “\" ”\" „,, ‟\" ′' ″'' ‐- ‑- ‒- –- —-- ―-- −- …... †+ ‡++ ‰%0 ¡! ¿? ¢C/ £PS ¥Y= €EU §SS ¶P ¦| ¬! ¯- ¨\" ´' ¸, →- ←- №no ⁄/ " +
  "аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цc чch шsh щshch ъ ыy ь эe юyu яya єie іi їyi ґg' ўu јj љlj њnj ћtsh ђdj џdzh " +
  "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χh ψps ωo";

const spellings = new Map<string, string>();
for (const pair of SPELLINGS.split(" ")) {
  const char = pair.charAt(0);
  if (char !== "") spellings.set(char, pair.slice(1));
}

function spelled(char: string): string {
  const spelling = spellings.get(char);
  if (spelling !== undefined) return spelling;
  const low = spellings.get(char.toLowerCase());
  if (low !== undefined && char !== char.toLowerCase()) return low.charAt(0).toUpperCase() + low.slice(1);
  const base = char.normalize("NFKD").replace(/\p{M}/gu, "");
  if (base !== char && base !== "") return toAscii(base);
  return /\p{M}/u.test(char) ? "" : "?";
}

/** The nearest text in plain ASCII; a character without any becomes a question mark. */
export function toAscii(text: string): string {
  let out = "";
  for (const char of text) out += char < "\u0080" ? char : spelled(char);
  return out;
}
