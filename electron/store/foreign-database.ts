import Database from "better-sqlite3";
import type { FileDatabaseAnswer, FileDatabaseWork } from "#kit/context.ts";

type FileResult = Extract<FileDatabaseAnswer, { results: unknown }>["results"][number];

/** Thrown with a code of its own beside SQLite's: `TOO_MANY_ROWS`, `COMMAND_REFUSED`, `SEVERAL_STATEMENTS`. */
class FileDatabaseError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "FileDatabaseError";
    this.code = code;
  }
}

/** Milliseconds to wait for another program's lock. */
const PATIENCE = 5_000;
/** Commands that reach other files, or change how this one is guarded. Each can only stand first in its statement. */
const REFUSED = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|;)*(?:explain\s+(?:query\s+plan\s+)?)?(attach|detach|vacuum|pragma)\b/i;

/** Does the work in somebody else's file and closes the file again: no lock stays behind. Blocks its thread as long as that takes. */
export function workOnFile(path: string, work: FileDatabaseWork): FileResult[] {
  const db = new Database(path, { readonly: work.readOnly, fileMustExist: work.readOnly, timeout: PATIENCE });
  try {
    db.pragma("trusted_schema = OFF");
    db.defaultSafeIntegers(true);
    const all = (): FileResult[] => work.statements.map((statement) => perform(db, statement, work.mostRows));
    return work.transaction ? db.transaction(all).immediate() : all();
  } finally {
    db.close();
  }
}

function perform(db: Database.Database, { text, values }: FileDatabaseWork["statements"][number], mostRows: number): FileResult {
  const word = REFUSED.exec(text)?.[1];
  if (word !== undefined) throw new FileDatabaseError("COMMAND_REFUSED", `${word.toUpperCase()} is not allowed here.`);
  const statement = prepare(db, text);
  const bound = values.map(toSqlite);
  if (!statement.reader) {
    const { changes, lastInsertRowid } = statement.run(...bound);
    return { changes, insertId: fromSqlite(lastInsertRowid) as number | string };
  }
  const columns = statement.columns().map((column) => column.name);
  const rows: unknown[][] = [];
  for (const row of statement.raw(true).iterate(...bound) as IterableIterator<unknown[]>) {
    if (rows.length >= mostRows) throw new FileDatabaseError("TOO_MANY_ROWS", "Too many rows.");
    rows.push(row.map(fromSqlite));
  }
  // A change that found no row to give back.
  return rows.length === 0 && !statement.readonly ? { changes: 0, insertId: 0 } : { columns, rows };
}

function prepare(db: Database.Database, text: string): Database.Statement {
  try {
    return db.prepare(text);
  } catch (error) {
    // Said before anything of it has run.
    if (error instanceof RangeError) throw new FileDatabaseError("SEVERAL_STATEMENTS", error.message);
    throw error;
  }
}

function toSqlite(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value ?? null;
  return JSON.stringify(value);
}

/** Whole numbers that JavaScript can't hold exactly come as text, bytes as base64. */
function fromSqlite(value: unknown): unknown {
  if (typeof value === "bigint")
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  return Buffer.isBuffer(value) ? value.toString("base64") : value;
}
