import type { Statement, Value, WriteDb } from "./connection.ts";

/** Rows in one statement: running a statement costs more than another row in it. */
const TOGETHER = 8;

/** New rows of one table, gathered and then written in their order, several to a statement. */
export class RowQueue {
  readonly #one: Statement<unknown>;
  readonly #several: Statement<unknown>;
  readonly #width: number;
  #values: Value[] = [];

  constructor(db: WriteDb, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => "?").join(", ")})`;
    const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES `;
    this.#width = columns.length;
    this.#one = db.prepare(insert + row);
    this.#several = db.prepare(insert + Array.from({ length: TOGETHER }, () => row).join(", "));
  }

  /** One value for each column. */
  add(...row: Value[]): void {
    this.#values.push(...row);
  }

  write(): void {
    const values = this.#values;
    this.#values = [];
    const several = this.#width * TOGETHER;
    let at = 0;
    for (; at + several <= values.length; at += several) this.#several.run(...values.slice(at, at + several));
    for (; at < values.length; at += this.#width) this.#one.run(...values.slice(at, at + this.#width));
  }

  drop(): void {
    this.#values = [];
  }
}
