import { queryFault, type Token, tokens } from "./lexer.ts";

const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="] as const;
export type Comparison = (typeof COMPARISONS)[number];
const isComparison = (kind: string): kind is Comparison => COMPARISONS.some((sign) => sign === kind);

export type Query =
  | { kind: "current" }
  | { kind: "field"; name: string }
  | { kind: "literal"; value: unknown }
  | { kind: "index"; index: number }
  | { kind: "slice"; from: number | undefined; to: number | undefined; step: number }
  | { kind: "then"; left: Query; right: Query }
  /** What `over` lists, each put through `each`. */
  | { kind: "project"; over: Query; each: Query; where?: Query; what: "list" | "values" | "flat" | "filter" }
  | { kind: "or" | "and"; left: Query; right: Query }
  | { kind: "not"; of: Query }
  | { kind: "compare"; sign: Comparison; left: Query; right: Query }
  | { kind: "list"; of: Query[] }
  | { kind: "object"; of: { name: string; value: Query }[] }
  | { kind: "function"; name: string; args: Query[]; at: number }
  | { kind: "reference"; of: Query };

/** How tightly a sign binds what stands before it. */
const POWER: Readonly<Record<string, number>> = {
  "|": 1,
  "||": 2,
  "&&": 3,
  "==": 5,
  "!=": 5,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "[]": 9,
  "*": 20,
  "[?": 21,
  ".": 40,
  "!": 45,
  "{": 50,
  "[": 55,
  "(": 60,
};
/** What binds less than this ends a projection. */
const PROJECTION_END = 10;
const CURRENT: Query = { kind: "current" };
const MAX_NESTING = 100;

class Parser {
  private readonly list: Token[];
  private at = 0;
  private nesting = 0;

  constructor(query: string) {
    this.list = tokens(query);
  }

  whole(): Query {
    const query = this.expression(0);
    this.expect("end");
    return query;
  }

  private get token(): Token {
    return this.list[Math.min(this.at, this.list.length - 1)] ?? { kind: "end", value: undefined, at: 0 };
  }

  private take(): Token {
    const { token } = this;
    this.at++;
    return token;
  }

  private takeIf(kind: Token["kind"]): boolean {
    if (this.token.kind !== kind) return false;
    this.at++;
    return true;
  }

  private expect(kind: Token["kind"]): Token {
    const token = this.take();
    if (token.kind !== kind) throw queryFault(kind === "end" ? "nothing more can stand here." : `${kind} is needed here.`, token.at);
    return token;
  }

  private expression(power: number): Query {
    if (++this.nesting > MAX_NESTING) throw queryFault("this is nested too deeply.", this.token.at);
    let left = this.start();
    while (power < (POWER[this.token.kind] ?? 0)) left = this.more(left);
    this.nesting--;
    return left;
  }

  private start(): Query {
    const token = this.take();
    const kind: string = token.kind;
    switch (kind) {
      case "name":
      case "quoted":
        return { kind: "field", name: String(token.value) };
      case "literal":
        return { kind: "literal", value: token.value };
      case "@":
        return CURRENT;
      case "&":
        return { kind: "reference", of: this.expression(0) };
      case "!":
        return { kind: "not", of: this.expression(POWER["!"] ?? 0) };
      case "(": {
        const inside = this.expression(0);
        this.expect(")");
        return inside;
      }
      case "*":
        return this.project(CURRENT, "values");
      case "[]":
        return this.project(CURRENT, "flat");
      case "[?":
        return this.filter(CURRENT);
      case "[":
        return this.bracket(CURRENT);
      case "{":
        return this.object();
      default:
        throw queryFault(kind === "end" ? "the query ends too early." : `'${String(token.value)}' cannot stand here.`, token.at);
    }
  }

  private more(left: Query): Query {
    const token = this.take();
    if (isComparison(token.kind)) return { kind: "compare", sign: token.kind, left, right: this.expression(POWER["=="] ?? 0) };
    const kind: string = token.kind;
    switch (kind) {
      case ".":
        if (this.takeIf("*")) return this.project(left, "values");
        return { kind: "then", left, right: this.afterDot(POWER["."] ?? 0) };
      case "|":
        return { kind: "then", left, right: this.expression(POWER["|"] ?? 0) };
      case "||":
        return { kind: "or", left, right: this.expression(POWER["||"] ?? 0) };
      case "&&":
        return { kind: "and", left, right: this.expression(POWER["&&"] ?? 0) };
      case "[]":
        return this.project(left, "flat");
      case "[?":
        return this.filter(left);
      case "[":
        return this.bracket(left);
      case "(":
        return this.call(left, token);
      default:
        throw queryFault(`'${String(token.value)}' cannot stand here.`, token.at);
    }
  }

  private call(name: Query, token: Token): Query {
    if (name.kind !== "field") throw queryFault("only a function's name can be called.", token.at);
    const args: Query[] = [];
    while (!this.takeIf(")")) {
      if (args.length > 0) this.expect(",");
      args.push(this.expression(0));
    }
    return { kind: "function", name: name.name, args, at: token.at };
  }

  private afterDot(power: number): Query {
    const { kind } = this.token;
    if (kind === "name" || kind === "quoted" || kind === "*") return this.expression(power);
    if (this.takeIf("[")) return this.selected();
    if (this.takeIf("{")) return this.object();
    throw queryFault("a field name is needed here.", this.token.at);
  }

  private project(over: Query, what: "list" | "values" | "flat"): Query {
    return { kind: "project", over, what, each: this.rest(what === "flat" ? (POWER["[]"] ?? 0) : (POWER["*"] ?? 0)) };
  }

  private filter(over: Query): Query {
    const where = this.expression(0);
    this.expect("]");
    return { kind: "project", over, what: "filter", where, each: this.rest(POWER["[?"] ?? 0) };
  }

  /** What each element of a projection goes through. */
  private rest(power: number): Query {
    const { kind } = this.token;
    if ((POWER[kind] ?? 0) < PROJECTION_END) return CURRENT;
    if (kind === "[" || kind === "[?") return this.expressionOn(power);
    if (this.takeIf(".")) return this.afterDot(power);
    throw queryFault("a dot or a bracket is needed here.", this.token.at);
  }

  /** An expression whose left side is the element itself. */
  private expressionOn(power: number): Query {
    let left: Query = CURRENT;
    while (power < (POWER[this.token.kind] ?? 0)) left = this.more(left);
    return left;
  }

  /** After [: an index, a slice, * or a list of expressions. */
  private bracket(left: Query): Query {
    const { kind } = this.token;
    if (kind === "number" || kind === ":") return this.position(left);
    if (kind === "*" && this.list[this.at + 1]?.kind === "]") {
      this.at += 2;
      return this.project(left, "list");
    }
    const list = this.selected();
    return left === CURRENT ? list : { kind: "then", left, right: list };
  }

  private position(left: Query): Query {
    const parts: (number | undefined)[] = [undefined];
    while (this.token.kind !== "]") {
      const token = this.take();
      if (token.kind === "number") parts[parts.length - 1] = Number(token.value);
      else if (token.kind === ":" && parts.length < 3) parts.push(undefined);
      else throw queryFault("an index is needed here.", token.at);
    }
    const { at } = this.take();
    if (parts.length === 1) return { kind: "then", left, right: { kind: "index", index: parts[0] ?? 0 } };
    const step = parts[2] ?? 1;
    if (step === 0) throw queryFault("a step cannot be 0.", at);
    const over: Query = { kind: "then", left, right: { kind: "slice", from: parts[0], to: parts[1], step } };
    return this.project(over, "list");
  }

  private selected(): Query {
    const of: Query[] = [];
    do of.push(this.expression(0));
    while (this.takeIf(","));
    this.expect("]");
    return { kind: "list", of };
  }

  private object(): Query {
    const of: { name: string; value: Query }[] = [];
    do {
      const token = this.take();
      if (token.kind !== "name" && token.kind !== "quoted") throw queryFault("a field name is needed here.", token.at);
      this.expect(":");
      of.push({ name: String(token.value), value: this.expression(0) });
    } while (this.takeIf(","));
    this.expect("}");
    return { kind: "object", of };
  }
}

export const parseQuery = (query: string): Query => new Parser(query).whole();
