import type { Connection, FieldPacket, ResultSetHeader } from "mysql2";
import { parseJson } from "#kit/response-body.ts";
import type { Sessions } from "#kit/sessions.ts";
import type { SqlRunner, SqlWork } from "#kit/sql/actions.ts";
import { commandsOf, mayCommit } from "#kit/sql/commands.ts";
import type { Statement } from "#kit/sql/dialect.ts";
import { MOST_ROWS, told, tooManyRows, transactionLeft } from "#kit/sql/limits.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { faultOf } from "./faults.ts";
import { sessionKind } from "./session.ts";

/** Kinds of columns by their numbers in the protocol. */
const TIMESTAMP = 7;
const DATETIME = 12;
const JSON_COLUMN = 245;
/** A bit of the server's status. */
const IN_TRANSACTION = 1;

function plain(value: unknown, field: FieldPacket): unknown {
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value !== "string") return value ?? null;
  if (field.columnType === TIMESTAMP || field.columnType === DATETIME) return value.replace(" ", "T");
  return field.columnType === JSON_COLUMN ? parseJson(value) : value;
}

const isHeader = (row: unknown): row is ResultSetHeader =>
  typeof row === "object" && row !== null && !Array.isArray(row) && "affectedRows" in row;

interface Performed {
  rows: JsonObject[];
  /** Whether a transaction is under way now, where the server says it: it does with all that gives no rows. */
  open: boolean | undefined;
}

/** Rows as they come, not more than can be held. Values come as their column's position, whatever it is called. */
function perform(connection: Connection, { text, values }: Statement, effect: "read" | "write"): Promise<Performed> {
  const rows: JsonObject[] = [];
  let fields: readonly FieldPacket[] = [];
  const given = values.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));
  return new Promise((resolve, reject) => {
    const options = { sql: text, rowsAsArray: true };
    // Values go to the server apart from the text, which it has read before it sees them.
    const query =
      given.length === 0 ? connection.query(options) : connection.execute({ ...options, values: given as (string | number | null)[] });
    let failed: unknown;
    let open: boolean | undefined;
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
      if (isHeader(row)) {
        open = (row.serverStatus & IN_TRANSACTION) !== 0;
        rows.push(told(row.affectedRows, row.insertId === 0 ? {} : { insertId: row.insertId }));
      } else if (rows.length >= MOST_ROWS) {
        over = true;
        reject(tooManyRows(effect));
        connection.destroy();
      } else rows.push(Object.fromEntries(fields.map((field, index) => [field.name, plain((row as unknown[])[index], field)])));
    });
    query.on("end", () => {
      if (failed === undefined) resolve({ rows, open });
    });
  });
}

async function performAll(
  connection: Connection,
  { statements, nature, transaction, own }: SqlWork,
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
    const { rows, open } = await perform(connection, statement, effect);
    results.push(rows);
    if (own !== undefined && open === !transaction) throw transactionLeft(open ? "open" : "ended", own, mayCommit(statement.text, "mysql"));
  }
  // Until here nothing has happened for others: a lost connection undoes it.
  if (transaction) sending();
  if (transaction) await control("COMMIT");
  if (nature === "guarded") await control("SET SESSION TRANSACTION READ WRITE");
  return results;
}

const COMMITTING =
  /^(alter|analyze|cache index|change|check table|create(?! temporary)|drop(?! temporary)|flush|grant|install|load|lock|optimize|rename|repair|reset|revoke|set\b.*\bautocommit|set password|truncate|uninstall|unlock)\b/i;

/** MySQL ends a transaction before such commands and can't undo them. */
function refuseCommitting(text: string): void {
  const [command = ""] = commandsOf(text, "mysql");
  const word = COMMITTING.exec(command)?.[1];
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
  return sessions.use(place, sessionKind(secrets), signal, async (session) => {
    let sent = false;
    try {
      session.used ||= work.own !== undefined;
      return await performAll(session.connection, work, () => {
        sent = true;
      });
    } catch (error) {
      const partly = work.own !== undefined && work.statements.some(({ text }) => mayCommit(text, "mysql"));
      const cancelled = signal?.aborted ?? false;
      throw faultOf(error, { host: `${place.host}:${place.port}`, effect, sent: sent || partly, cancelled, partly });
    }
  });
}

export const run: SqlRunner = ({ sessions, secrets = {}, signal }, work) => runWith({ sessions, secrets, signal }, work);
