/** A statement with its values apart: nothing that comes from data is ever part of the text. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Where databases differ in how they write things. */
export interface Dialect {
  id: "postgres" | "mysql" | "sqlite";
  /** A name as an identifier, whatever it is called. */
  quote(name: string): string;
  /** The place of the nth value (from 1), where a text stands if `text`. */
  place(n: number, text?: boolean): string;
  /** Texts one after the other. */
  join(parts: readonly string[]): string;
  /** A backslash in a text takes the next character's meaning. */
  backslash: boolean;
  /** `"x"` is a text, not a name. */
  doubleIsText: boolean;
  /** `$tag$ … $tag$` is a text. */
  dollarText: boolean;
  /** A question mark is the place of the next value. */
  questionMark: boolean;
}

export const postgresDialect: Dialect = {
  id: "postgres",
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  place: (n, text) => (text ? `$${n}::text` : `$${n}`),
  join: (parts) => `(${parts.join(" || ")})`,
  backslash: false,
  doubleIsText: false,
  dollarText: true,
  questionMark: false,
};

export const mysqlDialect: Dialect = {
  id: "mysql",
  quote: (name) => `\`${name.replaceAll("`", "``")}\``,
  place: () => "?",
  join: (parts) => `CONCAT(${parts.join(", ")})`,
  backslash: true,
  doubleIsText: true,
  dollarText: false,
  questionMark: true,
};

export const sqliteDialect: Dialect = {
  id: "sqlite",
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  place: () => "?",
  join: (parts) => `(${parts.join(" || ")})`,
  backslash: false,
  doubleIsText: false,
  dollarText: false,
  questionMark: true,
};
