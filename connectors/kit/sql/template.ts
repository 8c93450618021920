import { userError } from "#shared/model/failure.ts";
import type { Dialect, Statement } from "./dialect.ts";
import { plainValue, textValue } from "./values.ts";

export interface QueryTemplate {
  /** As the form holds it: with a leading = its `{{ }}` are expressions. */
  text: string;
  /** Values of `$1`, `$2`, … or of the question marks. */
  parameters: readonly unknown[];
  /** What an expression (`={{ … }}`) gives. */
  evaluate(expression: string): unknown;
  /** The text as a whole may come from an expression. */
  trusted: boolean;
  /** Name of the form's field. */
  field: string;
}

/** A text, a name or a remark that has begun: how it ends, and what has stood in it. */
interface Open {
  kind: "text" | "name" | "remark";
  end: string;
  backslash: boolean;
  /** The text as written up to each value in it, quotes not included. */
  parts: string[];
  written: string;
}

/**
 * The statement of a query that was written with expressions and places for values. An expression becomes a value, never
 * a piece of SQL: `name = '{{ $json.name }}'` is safe whatever the name holds. Where no value can stand, in a name or a
 * remark, it is refused.
 */
export function statementOf(template: QueryTemplate, dialect: Dialect): Statement {
  const { text } = template;
  if (!text.startsWith("=")) return new Builder(template, dialect).build([text]);
  const pieces = piecesOf(text.slice(1));
  const only = pieces.filter((piece) => typeof piece !== "string" || !/^[\s;]*$/.test(piece));
  const [first] = only;
  if (only.length === 1 && typeof first === "object") {
    if (!template.trusted)
      throw userError("The whole query comes from an expression, so that data could become commands.", {
        field: template.field,
        fix: "Write the query here and only its values as expressions. If you trust where it comes from, allow it in the step's settings.",
      });
    const whole = template.evaluate(first.expression);
    return new Builder(template, dialect).build([typeof whole === "string" ? whole : ""]);
  }
  return new Builder(template, dialect).build(pieces);
}

/** Text and expressions by turns. */
const piecesOf = (text: string): (string | { expression: string })[] =>
  text.split(/(\{\{[\s\S]*?\}\})/).flatMap((piece, index) => (piece === "" ? [] : [index % 2 === 1 ? { expression: `=${piece}` } : piece]));

const TYPE_BEFORE = /\b(interval|date|timestamp(?:tz)?|time)\s{1,20}$/i;

class Builder {
  readonly #template: QueryTemplate;
  readonly #dialect: Dialect;
  readonly #values: unknown[] = [];
  #sql = "";
  #open: Open | undefined;
  #marks = 0;

  constructor(template: QueryTemplate, dialect: Dialect) {
    this.#template = template;
    this.#dialect = dialect;
  }

  build(pieces: readonly (string | { expression: string })[]): Statement {
    for (const piece of pieces) {
      if (typeof piece === "string") this.#read(piece);
      else this.#insert(this.#template.evaluate(piece.expression));
    }
    if (this.#open) this.#close("");
    return { text: this.#sql, values: this.#values };
  }

  #refuse(message: string, fix: string): never {
    throw userError(message, { field: this.#template.field, fix });
  }

  #insert(value: unknown): void {
    const { kind } = this.#open ?? {};
    if (kind === "name" || kind === "remark")
      this.#refuse(
        kind === "name" ? "An expression stands inside a quoted name of the query." : "An expression stands inside a remark of the query.",
        "Only values can be expressions. Write names out, or use the steps for rows, which take the table from a field.",
      );
    if (this.#open?.backslash && !this.#dialect.backslash)
      this.#refuse("An expression stands inside an E'…' text of the query.", "Write the text without the E before it.");
    if (this.#open) {
      this.#open.parts.push(this.#open.written, "");
      this.#open.written = "";
      this.#values.push(textValue(value));
      return;
    }
    // A list in brackets is as many values: `id IN ({{ $json.ids }})`.
    const list = Array.isArray(value) && value.length > 0 && /\bin\s*\(\s*$/i.test(this.#sql.slice(-20)) ? value : [value];
    this.#sql += list.map((one: unknown) => this.#place(plainValue(one))).join(", ");
  }

  #place(value: unknown): string {
    this.#values.push(value);
    return this.#dialect.place(this.#values.length);
  }

  #parameter(index: number, written: string): unknown {
    const { parameters, field } = this.#template;
    if (index < parameters.length) return parameters[index];
    throw userError(`The query uses ${written}, but has only ${parameters.length} ${parameters.length === 1 ? "value" : "values"}.`, {
      field: "parameters",
      fix: `Add the missing value, or take ${written} out of the ${field}.`,
    });
  }

  /** Follows texts, names and remarks, so that a sign in them is no sign. */
  #read(sql: string): void {
    for (let at = 0; at < sql.length; ) {
      at = this.#open ? this.#inside(sql, at, this.#open) : this.#outside(sql, at);
    }
  }

  #inside(sql: string, at: number, open: Open): number {
    if (open.backslash && sql[at] === "\\") {
      open.written += sql.slice(at, at + 2);
      return at + 2;
    }
    if (!sql.startsWith(open.end, at)) {
      open.written += sql[at] ?? "";
      return at + 1;
    }
    // A doubled quote is one that belongs to the text.
    if (open.kind !== "remark" && open.end.length === 1 && sql[at + 1] === open.end) {
      open.written += open.end + open.end;
      return at + 2;
    }
    this.#close(open.end);
    return at + open.end.length;
  }

  #begin(kind: Open["kind"], start: string, end: string, backslash = false): number {
    this.#open = { kind, end, backslash, parts: [], written: "" };
    if (kind !== "text" || end.length > 1) this.#sql += start;
    return start.length;
  }

  #close(end: string): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    if (open.kind !== "text") this.#sql += open.written + end;
    else if (open.parts.length === 0) this.#sql += open.end.length === 1 ? `${open.end}${open.written}${end}` : open.written + end;
    else if (end === "")
      this.#refuse("A text in the query never ends.", `Close it with ${open.end}; a ${open.end} inside a text is written twice.`);
    else this.#typed(this.#joined([...open.parts, open.written], open.end));
  }

  /** `interval '…'` is for texts that stand there; what holds a value is converted instead. */
  #typed(value: string): void {
    const type = this.#dialect.id === "postgres" ? TYPE_BEFORE.exec(this.#sql) : null;
    this.#sql = type === null ? this.#sql + value : `${this.#sql.slice(0, type.index)}${value}::${type[1]}`;
  }

  /** Pieces of a text with values between them. The values are already noted, in this order. */
  #joined(parts: readonly string[], quote: string): string {
    const values = parts.filter((_, index) => index % 2 === 1).length;
    const whole = values === 1 && parts[0] === "" && parts[2] === "";
    let n = this.#values.length - values;
    const pieces = parts.flatMap((part, index) => {
      if (index % 2 === 1) {
        n += 1;
        return [this.#dialect.place(n, !whole)];
      }
      return part === "" ? [] : [`${quote}${part}${quote}`];
    });
    return whole ? (pieces[0] ?? "") : this.#dialect.join(pieces);
  }

  #outside(sql: string, at: number): number {
    const { dollarText, doubleIsText, backslash, questionMark } = this.#dialect;
    const char = sql[at] ?? "";
    const rest = sql.slice(at, at + 80);
    if (char === "'") {
      // In Postgres E'…' knows the backslash.
      const escaped = backslash || /(?:^|[^\w$])[eE]$/.test(this.#sql.slice(-2));
      return at + this.#begin("text", "'", "'", escaped);
    }
    if (char === '"') return at + this.#begin(doubleIsText ? "text" : "name", '"', '"', doubleIsText && backslash);
    if (char === "`") return at + this.#begin("name", "`", "`");
    if (char === "#" && this.#dialect.id === "mysql") return at + this.#begin("remark", "#", "\n");
    if (rest.startsWith("--")) return at + this.#begin("remark", "--", "\n");
    if (rest.startsWith("/*")) return at + this.#begin("remark", "/*", "*/");
    const tag = dollarText ? /^\$(?:[A-Za-z_]\w*)?\$/.exec(rest)?.[0] : undefined;
    if (tag !== undefined) return at + this.#begin("name", tag, tag);
    const named = /^\$(\d{1,3})(?::(?!:)(name|alias|csv|list|json|raw|value)\b)?/.exec(rest);
    if (named !== null && !/[\w$]$/.test(this.#sql.slice(-1))) {
      this.#sql += this.#named(named[0], Number(named[1]) - 1, named[2]);
      return at + named[0].length;
    }
    if (char === "?" && questionMark) {
      this.#marks += 1;
      this.#sql += this.#place(plainValue(this.#parameter(this.#marks - 1, `question mark ${this.#marks}`)));
      return at + 1;
    }
    this.#sql += char;
    return at + 1;
  }

  #named(written: string, index: number, kind: string | undefined): string {
    const value = this.#parameter(index, `$${index + 1}`);
    if (kind === "name" || kind === "alias")
      return [value]
        .flat()
        .map((name) => this.#dialect.quote(textValue(name) ?? ""))
        .join(", ");
    if (kind === "csv" || kind === "list")
      return [value]
        .flat()
        .map((one) => this.#place(plainValue(one)))
        .join(", ");
    if (kind === "raw" || kind === "value")
      return this.#refuse(`${written} would make data a part of the query.`, "Use the value as it is, without :raw.");
    return this.#place(kind === "json" ? JSON.stringify(value) : plainValue(value));
  }
}
