import Database from "better-sqlite3";

export type Value = string | number | bigint | Uint8Array | null;
/** A row as SQLite gives it; each reader names the columns that it selected. */
export type Statement<Row> = Database.Statement<Value[], Row>;

/**
 * A connection with its prepared statements. `kind` tells in the types who may write: a function that takes a `ReadDb`
 * runs on either, one that takes a `WriteDb` only inside the writer.
 */
export interface ReadDb {
  readonly kind: "read" | "write";
  /** The workspace's folder. */
  readonly dir: string;
  readonly sql: Database.Database;
  /** Prepares once per text. */
  prepare<Row = unknown>(text: string): Statement<Row>;
  close(): void;
}
export interface WriteDb extends ReadDb {
  readonly kind: "write";
}

const MAX_STATEMENTS = 1_000;

function connection<K extends "read" | "write">(kind: K, dir: string, sql: Database.Database) {
  const statements = new Map<string, Statement<unknown>>();
  return {
    kind,
    dir,
    sql,
    prepare<Row = unknown>(text: string): Statement<Row> {
      let statement = statements.get(text);
      if (!statement) {
        // Texts follow from what tables and columns users name: bounded, or they would pile up.
        if (statements.size >= MAX_STATEMENTS) statements.clear();
        statement = sql.prepare<Value[], unknown>(text);
        statements.set(text, statement);
      }
      return statement as Statement<Row>;
    },
    close(): void {
      statements.clear();
      sql.close();
    },
  };
}

/** Milliseconds to wait for another connection's lock. */
const BUSY = 5_000;

export function readConnection(dir: string, file: string): ReadDb {
  const sql = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY });
  return connection("read", dir, sql);
}

/** Every commit is on disk when it returns: WAL with a sync per commit, and the drive's own cache flushed on macOS. */
export function writeConnection(dir: string, file: string): WriteDb {
  const sql = new Database(file, { timeout: BUSY });
  try {
    // Only of effect on a new file. Rows of runs are 1-4 kB: pages of 4 kB took half as much space again. Removed data
    // gives its space back in slices.
    sql.pragma("page_size = 8192");
    sql.pragma("auto_vacuum = INCREMENTAL");
    sql.pragma("journal_mode = WAL");
    sql.pragma("journal_size_limit = 67108864");
    sql.pragma("synchronous = FULL");
    sql.pragma("fullfsync = ON");
    sql.pragma("checkpoint_fullfsync = ON");
    sql.pragma("foreign_keys = ON");
    sql.pragma("trusted_schema = OFF");
  } catch (error) {
    sql.close();
    throw error;
  }
  return connection("write", dir, sql);
}
