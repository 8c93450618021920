import type { Connection, FieldPacket, ResultSetHeader } from "mysql2";
import { parseJson } from "#kit/response-body.ts";
import type { Sessions } from "#kit/sessions.ts";
import type { SqlRunner, SqlWork } from "#kit/sql/actions.ts";
import type { Statement } from "#kit/sql/dialect.ts";
import { MOST_ROWS, refuseControl, told, tooManyRows } from "#kit/sql/limits.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { faultOf } from "./faults.ts";
import { sessionKind } from "./session.ts";

/** Kinds of columns by their numbers in the protocol. */
const TIMESTAMP = 7;
const DATETIME = 12;
const JSON_COLUMN = 245;

function plain(value: unknown, field: FieldPacket): unknown {
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value !== "string") return value ?? null;
  if (field.columnType === TIMESTAMP || field.columnType === DATETIME) return value.replace(" ", "T");
  return field.columnType === JSON_COLUMN ? parseJson(value) : value;
}

const isHeader = (row: unknown): row is ResultSetHeader =>
  typeof row === "object" && row !== null && !Array.isArray(row) && "affectedRows" in row;

/** Rows as they come, not more than can be held. Values come as their column's position, whatever it is called. */
function perform(connection: Connection, { text, values }: Statement, effect: "read" | "write"): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  let fields: readonly FieldPacket[] = [];
  const given = values.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));
  return new Promise((resolve, reject) => {
    const options = { sql: text, rowsAsArray: true };
    // Values go to the server apart from the text, which it has read before it sees them.
    const query =
      given.length === 0 ? connection.query(options) : connection.execute({ ...options, values: given as (string | number | null)[] });
    let failed: unknown;
    let over = false;
    query.on("error", (error) => {
      failed = error;
      reject(error);
    });
    query.on("fields", (now: readonly FieldPacket[] | undefined) => {
      fields = now ?? [];
    });
    query.on("result", (row: unknown) => {
      // What was on its way already still comes.
      if (over) return;
      if (isHeader(row)) rows.push(told(row.affectedRows, row.insertId === 0 ? {} : { insertId: row.insertId }));
      else if (rows.length >= MOST_ROWS) {
        over = true;
        reject(tooManyRows(effect));
        connection.destroy();
      } else rows.push(Object.fromEntries(fields.map((field, index) => [field.name, plain((row as unknown[])[index], field)])));
    });
    query.on("end", () => {
      if (failed === undefined) resolve(rows);
    });
  });
}

async function performAll(
  connection: Connection,
  { statements, nature, transaction }: SqlWork,
  sending: () => void,
): Promise<JsonObject[][]> {
  const effect = nature === "write" ? "write" : "read";
  const control = (text: string) => perform(connection, { text, values: [] }, "read");
  // For the session, since a command like DROP would first end a transaction and with it what guards it.
  if (nature === "guarded") await control("SET SESSION TRANSACTION READ ONLY");
  else if (transaction) await control("START TRANSACTION");
  const results: JsonObject[][] = [];
  for (const statement of statements) {
    if (transaction) refuseCommitting(statement.text);
    else sending();
    results.push(await perform(connection, statement, effect));
  }
  // Until here nothing has happened for others: a lost connection undoes it.
  if (transaction) sending();
  if (transaction) await control("COMMIT");
  if (nature === "guarded") await control("SET SESSION TRANSACTION READ WRITE");
  return results;
}

/** MySQL ends a transaction before such commands and can't undo them. */
function refuseCommitting(text: string): void {
  refuseControl(text);
  const word =
    /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(alter|create(?!\s+temporary)|drop(?!\s+temporary)|truncate|rename|grant|revoke|lock|unlock)\b/i.exec(
      text,
    )?.[1];
  if (word !== undefined)
    throw userError(`MySQL can't undo ${word.toUpperCase()}, so it can't stand in a transaction.`, {
      field: "statements",
      fix: "Run it in a step of its own.",
    });
}

/** Runs statements; whatever fails becomes a StepError that says who must act and whether a repeat is safe. */
export function runWith(
  { sessions, secrets, signal }: { sessions: Sessions; secrets: Readonly<Record<string, string>>; signal?: AbortSignal },
  work: SqlWork,
): Promise<JsonObject[][]> {
  const place = { host: secrets.host ?? "", port: Number(secrets.port || 3306) };
  const effect = work.nature === "write" ? "write" : "read";
  return sessions.use(place, sessionKind(secrets), signal, async ({ connection }) => {
    let sent = false;
    try {
      return await performAll(connection, work, () => {
        sent = true;
      });
    } catch (error) {
      throw faultOf(error, { host: `${place.host}:${place.port}`, effect, sent, cancelled: signal?.aborted ?? false });
    }
  });
}

export const run: SqlRunner = ({ sessions, secrets = {}, signal }, work) => runWith({ sessions, secrets, signal }, work);
