const BLOCK = /^(?:h[1-6]?|br|p|ul|ol|li|blockquote|section|table|tr|div)$/i;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  trade: "™",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  middot: "·",
  euro: "€",
  pound: "£",
};

/** The words of HTML: tags away, blocks on lines of their own, entities as characters. Reads each character once. */
export function snippetOf(html: string): string {
  let words = "";
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    const close = open === -1 ? -1 : html.indexOf(">", open);
    if (close === -1) break;
    words += html.slice(at, open);
    const name = /^\/?([a-z]+\d?)/i.exec(html.slice(open + 1, open + 14))?.[1] ?? "";
    if (BLOCK.test(name) && words !== "" && !words.endsWith("\n")) words += "\n";
    at = close + 1;
  }
  return decodeEntities(words + html.slice(at)).trim();
}

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });
