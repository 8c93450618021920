/**
 * Reads JSON as people type it: besides plain JSON also single quotes, keys without quotes and a comma before the end.
 * Throws SyntaxError with the place. Keys become own properties, whatever they are called.
 */
export function parseRelaxedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (plain) {
    try {
      return new Reader(text).read();
    } catch {
      throw plain;
    }
  }
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };
const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
]);
const MAX_DEPTH = 500;

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail();
    return value;
  }

  private fail(): never {
    throw new SyntaxError(`unexpected ${this.text[this.at] ?? "end"} at position ${this.at}`);
  }
  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }
  private take(sign: string): boolean {
    this.space();
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }
  private match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private value(): unknown {
    this.space();
    if (this.depth > MAX_DEPTH) this.fail();
    const sign = this.text[this.at];
    if (sign === "{") return this.object();
    if (sign === "[") return this.list();
    if (sign === '"' || sign === "'") return this.quoted();
    const number = this.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w$])/y);
    if (number !== undefined) return Number(number);
    const word = this.match(/[A-Za-z]+/y);
    if (word === undefined || !WORDS.has(word)) this.fail();
    return WORDS.get(word);
  }

  private object(): unknown {
    const entries: [string, unknown][] = [];
    this.at++;
    this.depth++;
    while (!this.take("}")) {
      this.space();
      const sign = this.text[this.at];
      const key = sign === '"' || sign === "'" ? this.quoted() : (this.match(/[\w$]+/y) ?? this.fail());
      if (!this.take(":")) this.fail();
      entries.push([key, this.value()]);
      if (!this.take(",") && this.text[this.at] !== "}") this.fail();
    }
    this.depth--;
    return Object.fromEntries(entries);
  }

  private list(): unknown {
    const list: unknown[] = [];
    this.at++;
    this.depth++;
    while (!this.take("]")) {
      list.push(this.value());
      if (!this.take(",") && this.text[this.at] !== "]") this.fail();
    }
    this.depth--;
    return list;
  }

  private quoted(): string {
    const quote = this.text[this.at++];
    let out = "";
    for (;;) {
      const sign = this.text[this.at++];
      if (sign === undefined || sign === "\n") this.fail();
      if (sign === quote) return out;
      if (sign !== "\\") {
        out += sign;
        continue;
      }
      const escaped = this.text[this.at++] ?? "";
      if (escaped === "u") {
        const hex = this.match(/[0-9a-fA-F]{4}/y) ?? this.fail();
        out += String.fromCharCode(Number.parseInt(hex, 16));
      } else out += ESCAPES[escaped] ?? escaped;
    }
  }
}
