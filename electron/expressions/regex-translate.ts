/** JavaScript's pattern syntax, rewritten for the linear-time engine (RE2). Refusals name the construct. */

export class PatternRefused {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

// What \s means in JavaScript, and what it does not.
const SPACE = "\\t-\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";
const NOT_SPACE =
  "\\x{00}-\\x{08}\\x{0E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";
const ANY_BUT_NEWLINE = "[^\\n\\r\\x{2028}\\x{2029}]";

const LOOK_AROUND: readonly (readonly [string, string])[] = [
  ["(?=", "look-ahead (?=...)"],
  ["(?!", "negative look-ahead (?!...)"],
  ["(?<=", "look-behind (?<=...)"],
  ["(?<!", "negative look-behind (?<!...)"],
];

const refuse = (what: string): never => {
  throw new PatternRefused(`A regular expression cannot use ${what} here.`);
};

const hex = (code: number): string => `\\x{${code.toString(16).toUpperCase()}}`;

class Translator {
  private readonly pattern: string;
  private readonly unicode: boolean;
  private readonly dotAll: boolean;
  private at = 0;
  private out = "";

  constructor(pattern: string, flags: string) {
    this.pattern = pattern;
    this.unicode = flags.includes("u");
    this.dotAll = flags.includes("s");
  }

  run(): string {
    while (this.at < this.pattern.length) this.one();
    return this.out;
  }

  private one(): void {
    const char = this.pattern.charAt(this.at);
    if (char === "\\") this.out += this.escape(false);
    else if (char === "[") this.characterClass();
    else if (char === ".") this.take(this.dotAll ? "[\\x00-\\x{10FFFF}]" : ANY_BUT_NEWLINE);
    else if (char === "(") this.group();
    else if (char === "{" && !this.isQuantifier()) this.take("\\{");
    else if (char === "]") this.take("\\]");
    else this.take(char);
  }

  private take(written: string): void {
    this.out += written;
    this.at++;
  }

  private group(): void {
    for (const [start, name] of LOOK_AROUND) if (this.pattern.startsWith(start, this.at)) refuse(name);
    this.take("(");
  }

  private isQuantifier(): boolean {
    return /\{\d+(,\d*)?\}/y.test(this.pattern.slice(this.at, this.at + 24));
  }

  private characterClass(): void {
    const pattern = this.pattern;
    this.at++;
    const negated = pattern.charAt(this.at) === "^";
    if (negated) this.at++;
    if (pattern.charAt(this.at) === "]") {
      this.at++;
      this.out += negated ? "[\\x00-\\x{10FFFF}]" : "[^\\x00-\\x{10FFFF}]";
      return;
    }
    this.out += negated ? "[^" : "[";
    let afterSet = false;
    while (this.at < pattern.length && pattern.charAt(this.at) !== "]") {
      const char = pattern.charAt(this.at);
      const set = char === "\\" && /[dDwWsSpP]/.test(pattern.charAt(this.at + 1));
      if (char === "\\") this.out += this.escape(true);
      else if (char === "-" && (afterSet || this.setFollows())) this.take("\\-");
      else if (char === "[") this.take("\\[");
      else this.take(char);
      afterSet = set;
    }
    if (this.at >= pattern.length) throw new PatternRefused("A regular expression's [ is not closed.");
    this.take("]");
  }

  private setFollows(): boolean {
    return this.pattern.charAt(this.at + 1) === "\\" && /[dDwWsSpP]/.test(this.pattern.charAt(this.at + 2));
  }

  /** Translates the escape at `at` and moves past it. */
  private escape(inClass: boolean): string {
    const char = this.pattern.charAt(this.at + 1);
    this.at += 2;
    switch (char) {
      case "s":
        return inClass ? SPACE : `[${SPACE}]`;
      case "S":
        return inClass ? NOT_SPACE : `[^${SPACE}]`;
      case "b":
        return inClass ? "\\x{8}" : "\\b";
      case "d":
      case "D":
      case "w":
      case "W":
      case "t":
      case "n":
      case "r":
      case "f":
        return `\\${char}`;
      case "B":
        return inClass ? "B" : "\\B";
      case "v":
        return hex(0x0b);
      case "0":
        return hex(0);
      case "c":
        return hex(this.pattern.charCodeAt(this.at++) % 32);
      case "x":
        return this.hexEscape(/[0-9a-fA-F]{2}/y, char);
      case "u":
        return this.unicodeEscape();
      case "p":
      case "P":
        return this.unicode ? this.property(char) : char;
      case "k":
        return refuse("a back-reference (\\k<name>)");
      case "":
        throw new PatternRefused("A regular expression cannot end with a single \\.");
      default:
        if (/[1-9]/.test(char)) return refuse(`a back-reference (\\${char})`);
        return /[A-Za-z]/.test(char) || char > "\u007f" ? char : `\\${char}`;
    }
  }

  private hexEscape(shape: RegExp, otherwise: string): string {
    shape.lastIndex = this.at;
    const digits = shape.exec(this.pattern)?.[0];
    if (digits === undefined) return otherwise;
    this.at += digits.length;
    return hex(Number.parseInt(digits, 16));
  }

  private unicodeEscape(): string {
    const braced = /\{([0-9a-fA-F]{1,6})\}/y;
    braced.lastIndex = this.at;
    const long = braced.exec(this.pattern);
    if (long && this.unicode) {
      this.at += long[0].length;
      return hex(Number.parseInt(long[1] ?? "0", 16));
    }
    const pair = /(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/iy;
    pair.lastIndex = this.at;
    const halves = pair.exec(this.pattern);
    if (halves) {
      this.at += halves[0].length;
      const [high, low] = [Number.parseInt(halves[1] ?? "0", 16), Number.parseInt(halves[2] ?? "0", 16)];
      return hex(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    }
    return this.hexEscape(/[0-9a-fA-F]{4}/y, "u");
  }

  private property(letter: string): string {
    const shape = /\{(?:Script=|sc=|General_Category=|gc=)?(\w+)\}/y;
    shape.lastIndex = this.at;
    const found = shape.exec(this.pattern);
    if (!found) throw new PatternRefused(`A regular expression's \\${letter} needs a property in braces, as in \\p{L}.`);
    this.at += found[0].length;
    return `\\${letter}{${found[1]}}`;
  }
}

export const translatePattern = (pattern: string, flags: string): string => new Translator(pattern, flags).run();
