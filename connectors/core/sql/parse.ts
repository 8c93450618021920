import { atPlace, type Token, tokensOf } from "./tokens.ts";

export type Expr =
  | { kind: "value"; value: unknown }
  | { kind: "column"; table?: string | undefined; path: string[] }
  | { kind: "binary"; op: string; left: Expr; right: Expr }
  | { kind: "not" | "minus"; of: Expr }
  | { kind: "call"; name: string; args: Expr[]; distinct: boolean; star: boolean; at: number }
  | { kind: "case"; base?: Expr | undefined; whens: { when: Expr; gives: Expr }[]; otherwise?: Expr | undefined }
  | { kind: "in"; of: Expr; list: Expr[]; not: boolean }
  | { kind: "between"; of: Expr; low: Expr; high: Expr; not: boolean }
  | { kind: "like"; of: Expr; pattern: Expr; not: boolean }
  | { kind: "null"; of: Expr; not: boolean };

export interface Output {
  /** `*` or `t.*`: all columns. */
  all?: { table?: string | undefined };
  expr?: Expr;
  name: string;
}
export interface Table {
  name: string;
  alias: string;
  at: number;
}
export interface Join {
  kind: "inner" | "left" | "right" | "full" | "cross";
  table: Table;
  on?: Expr | undefined;
}
export interface Select {
  distinct: boolean;
  outputs: Output[];
  from: Table;
  joins: Join[];
  where?: Expr | undefined;
  groupBy: Expr[];
  having?: Expr | undefined;
  orderBy: { expr: Expr; descending: boolean }[];
  limit?: number | undefined;
  offset: number;
  union?: { all: boolean; select: Select } | undefined;
}

const RESERVED = new Set(
  "FROM WHERE GROUP HAVING ORDER LIMIT OFFSET UNION JOIN INNER LEFT RIGHT FULL OUTER CROSS ON USING AS AND OR NOT WHEN THEN ELSE END ASC DESC IN IS LIKE BETWEEN".split(
    " ",
  ),
);
const DEEPEST = 200;

class Parser {
  readonly #query: string;
  readonly #tokens: Token[];
  #now = 0;
  #depth = 0;
  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokensOf(query);
  }
  get #token(): Token {
    return this.#tokens[this.#now] ?? { kind: "end", value: "", source: "", at: this.#query.length };
  }
  #fail(message: string, token = this.#token): never {
    throw atPlace(this.#query, token.at, message);
  }
  #is(...values: string[]): boolean {
    const { kind, value } = this.#token;
    return (kind === "word" || kind === "sign") && values.includes(value);
  }
  #take(...values: string[]): string | undefined {
    if (!this.#is(...values)) return undefined;
    const { value } = this.#token;
    this.#now++;
    return value;
  }
  #need(value: string): void {
    if (this.#take(value) === undefined) this.#fail(`'${value}' is missing here`);
  }
  #name(): string {
    const { kind, value, source } = this.#token;
    if (kind !== "name" && (kind !== "word" || RESERVED.has(value))) this.#fail("a name is missing here");
    this.#now++;
    return kind === "name" ? value : source;
  }
  #number(): number {
    const { kind, value } = this.#token;
    if (kind !== "number" || !/^\d+$/.test(value)) this.#fail("a whole number is missing here");
    this.#now++;
    return Number(value);
  }

  whole(): Select {
    const select = this.#select();
    this.#take(";");
    if (this.#token.kind !== "end") this.#fail(`'${this.#token.source}' can't stand here`);
    return select;
  }

  #select(): Select {
    if (!this.#is("SELECT")) this.#fail("a query begins with SELECT");
    this.#now++;
    const distinct = this.#take("DISTINCT") !== undefined;
    const outputs = this.#list(() => this.#output());
    this.#need("FROM");
    const from = this.#table();
    const joins = this.#joins();
    const where = this.#take("WHERE") ? this.#expr() : undefined;
    const groupBy = this.#by("GROUP", () => this.#expr());
    const having = this.#take("HAVING") ? this.#expr() : undefined;
    const union = this.#take("UNION") ? { all: this.#take("ALL") !== undefined, select: this.#select() } : undefined;
    const orderBy = this.#by("ORDER", () => ({ expr: this.#expr(), descending: this.#take("ASC", "DESC") === "DESC" }));
    const limit = this.#take("LIMIT") ? this.#number() : undefined;
    const offset = this.#take("OFFSET") ? this.#number() : 0;
    return { distinct, outputs, from, joins, where, groupBy, having, union, orderBy, limit, offset };
  }
  #by<T>(word: string, one: () => T): T[] {
    if (!this.#take(word)) return [];
    this.#need("BY");
    return this.#list(one);
  }
  #list<T>(one: () => T): T[] {
    const all = [one()];
    while (this.#take(",")) all.push(one());
    return all;
  }
  #output(): Output {
    if (this.#take("*")) return { all: {}, name: "*" };
    const [table, dot, star] = this.#tokens.slice(this.#now);
    if (table && dot?.value === "." && star?.value === "*" && star.kind === "sign") {
      const name = this.#name();
      this.#now += 2;
      return { all: { table: name }, name: "*" };
    }
    const from = this.#token.at;
    const expr = this.#expr();
    const source = this.#query.slice(from, this.#token.at).trim();
    const named =
      this.#take("AS") !== undefined || this.#token.kind === "name" || (this.#token.kind === "word" && !RESERVED.has(this.#token.value));
    return { expr, name: named ? this.#alias() : expr.kind === "column" ? (expr.path.at(-1) ?? source) : source };
  }
  /** A name after AS may be in any quotes. */
  #alias(): string {
    if (this.#token.kind !== "text") return this.#name();
    const { value } = this.#token;
    this.#now++;
    return value;
  }
  #table(): Table {
    const { at } = this.#token;
    const name = this.#name();
    const named =
      this.#take("AS") !== undefined || this.#token.kind === "name" || (this.#token.kind === "word" && !RESERVED.has(this.#token.value));
    return { name, alias: named ? this.#name() : name, at };
  }
  #joins(): Join[] {
    const joins: Join[] = [];
    for (;;) {
      if (this.#take(",")) {
        joins.push({ kind: "cross", table: this.#table() });
        continue;
      }
      const side = this.#take("INNER", "LEFT", "RIGHT", "FULL", "CROSS", "OUTER");
      if (side !== undefined) this.#take("OUTER");
      else if (!this.#is("JOIN")) return joins;
      this.#need("JOIN");
      const kind = side === "OUTER" ? "full" : ((side ?? "INNER").toLowerCase() as Join["kind"]);
      const table = this.#table();
      joins.push({ kind, table, on: this.#condition(table, joins.at(-1)?.table.alias) });
    }
  }
  #condition(table: Table, before: string | undefined): Expr | undefined {
    if (this.#take("ON")) return this.#expr();
    if (!this.#take("USING")) return undefined;
    const brackets = this.#take("(") !== undefined;
    const equal = this.#list((): Expr => {
      const name = this.#name();
      return {
        kind: "binary",
        op: "=",
        left: { kind: "column", table: before, path: [name] },
        right: { kind: "column", table: table.alias, path: [name] },
      };
    });
    if (brackets) this.#need(")");
    return equal.reduce((left, right) => ({ kind: "binary", op: "AND", left, right }));
  }

  #expr(): Expr {
    if (++this.#depth > DEEPEST) this.#fail("it is nested too deeply");
    const result = this.#chain(["OR"], () => this.#chain(["AND"], () => this.#not()));
    this.#depth--;
    return result;
  }
  #chain(ops: string[], next: () => Expr): Expr {
    let left = next();
    for (let op = this.#take(...ops); op !== undefined; op = this.#take(...ops)) left = { kind: "binary", op, left, right: next() };
    return left;
  }
  #not(): Expr {
    if (!this.#take("NOT")) return this.#compared();
    if (++this.#depth > DEEPEST) this.#fail("it is nested too deeply");
    const of = this.#not();
    this.#depth--;
    return { kind: "not", of };
  }
  #compared(): Expr {
    const of = this.#sum();
    if (this.#take("IS")) {
      const not = this.#take("NOT") !== undefined;
      this.#need("NULL");
      return { kind: "null", of, not };
    }
    const not = this.#take("NOT") !== undefined;
    if (this.#take("IN")) {
      this.#need("(");
      const list = this.#list(() => this.#expr());
      this.#need(")");
      return { kind: "in", of, list, not };
    }
    if (this.#take("LIKE")) return { kind: "like", of, pattern: this.#sum(), not };
    if (this.#take("BETWEEN")) {
      const low = this.#sum();
      this.#need("AND");
      return { kind: "between", of, low, high: this.#sum(), not };
    }
    if (not) this.#fail("IN, LIKE or BETWEEN is missing after NOT");
    const op = this.#take("=", "==", "<>", "!=", "<=", ">=", "<", ">");
    return op === undefined ? of : { kind: "binary", op, left: of, right: this.#sum() };
  }
  #sum(): Expr {
    return this.#chain(["+", "-", "||"], () => this.#chain(["*", "/", "%"], () => this.#unary()));
  }
  #unary(): Expr {
    let minus = 0;
    for (let sign = this.#take("-", "+"); sign !== undefined; sign = this.#take("-", "+")) if (sign === "-") minus++;
    const of = this.#primary();
    return minus % 2 === 1 ? { kind: "minus", of } : of;
  }
  #primary(): Expr {
    const token = this.#token;
    if (token.kind === "number" || token.kind === "text") {
      this.#now++;
      return { kind: "value", value: token.kind === "number" ? Number(token.value) : token.value };
    }
    if (this.#take("(")) {
      const inner = this.#expr();
      this.#need(")");
      return inner;
    }
    const constant = this.#take("NULL", "TRUE", "FALSE");
    if (constant !== undefined) return { kind: "value", value: constant === "NULL" ? null : constant === "TRUE" };
    if (this.#take("CASE")) return this.#case();
    const name = this.#name();
    return this.#take("(") ? this.#call(name.toUpperCase(), token.at) : this.#column(name);
  }
  #case(): Expr {
    const base = this.#is("WHEN") ? undefined : this.#expr();
    const whens: { when: Expr; gives: Expr }[] = [];
    while (this.#take("WHEN")) {
      const when = this.#expr();
      this.#need("THEN");
      whens.push({ when, gives: this.#expr() });
    }
    const otherwise = this.#take("ELSE") ? this.#expr() : undefined;
    this.#need("END");
    return { kind: "case", base, whens, otherwise };
  }
  #call(name: string, at: number): Expr {
    if (this.#take("*")) {
      this.#need(")");
      return { kind: "call", name, args: [], distinct: false, star: true, at };
    }
    const distinct = this.#take("DISTINCT") !== undefined;
    const args = this.#is(")") ? [] : this.#list(() => this.#expr());
    if (name === "CAST" && this.#take("AS")) args.push({ kind: "value", value: this.#name().toUpperCase() });
    this.#need(")");
    return { kind: "call", name, args, distinct, star: false, at };
  }
  #column(first: string): Expr {
    const path = [first];
    const table = this.#take(".") ? path.pop() : undefined;
    if (table !== undefined) path.push(this.#name());
    while (this.#take("->", ".")) {
      if (this.#token.kind === "text" || this.#token.kind === "number") {
        path.push(this.#token.value);
        this.#now++;
      } else path.push(this.#name());
    }
    return { kind: "column", table, path };
  }
}

/** A SELECT query. Throws a user error with line and column for what can't be read, and for every other statement. */
export const parseSelect = (query: string): Select => new Parser(query).whole();
