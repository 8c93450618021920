import type { Client, FieldDef, Query } from "pg";
import type { StepContext } from "#kit/context.ts";
import type { Sessions } from "#kit/sessions.ts";
import type { SqlRunner, SqlWork } from "#kit/sql/actions.ts";
import { mayCommit } from "#kit/sql/commands.ts";
import type { Statement } from "#kit/sql/dialect.ts";
import { MOST_ROWS, told, tooManyRows, transactionLeft } from "#kit/sql/limits.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { faultOf } from "./faults.ts";
import { sessionKind } from "./session.ts";

interface Result {
  command: string | null;
  rowCount: number | null;
  fields: FieldDef[];
}

/** Rows as they come, not more than can be held. Values come as their column's position, whatever it is called. */
async function perform(client: Client, { text, values }: Statement, single: boolean, effect: "read" | "write"): Promise<JsonObject[]> {
  const { default: pg } = await import("pg");
  // One statement only: what follows a semicolon is refused by the server.
  const mode = single ? { queryMode: "extended" } : {};
  const query: Query<unknown[]> = new pg.Query({ text, values, rowMode: "array", ...mode } as never);
  const rows: JsonObject[] = [];
  return new Promise((resolve, reject) => {
    let over = false;
    query.on("row", (row: unknown[], result) => {
      // What was on its way already still comes.
      if (over) return;
      if (rows.length >= MOST_ROWS) {
        over = true;
        reject(tooManyRows(effect));
        client.connection.stream.destroy();
        return;
      }
      rows.push(Object.fromEntries((result?.fields ?? []).map(({ name }, index) => [name, row[index] ?? null])));
    });
    query.on("error", reject);
    query.on("end", (given: unknown) => {
      const results = [given].flat() as Result[];
      const silent = results.filter((one) => one.fields.length === 0);
      if (rows.length > 0 || results.every((one) => one.command === "SELECT")) resolve(rows);
      else resolve([told((silent.length > 0 ? silent : results).reduce((sum, one) => sum + (one.rowCount ?? 0), 0))]);
    });
    client.query(query);
  });
}

async function performAll(client: Client, { statements, nature, transaction, own }: SqlWork, sending: () => void): Promise<JsonObject[][]> {
  const effect = nature === "write" ? "write" : "read";
  if (nature === "guarded") await client.query("BEGIN READ ONLY");
  else if (transaction) await client.query("BEGIN");
  const results: JsonObject[][] = [];
  for (const statement of statements) {
    if (!transaction) sending();
    results.push(await perform(client, statement, transaction || nature === "guarded", effect));
    const open = client.getTransactionStatus() !== "I";
    if (own !== undefined && nature === "write" && open !== transaction)
      throw transactionLeft(open ? "open" : "ended", own, mayCommit(statement.text, "postgres"));
  }
  // Until here nothing has happened for others: a lost connection undoes it.
  if (transaction) sending();
  if (transaction || nature === "guarded") await client.query("COMMIT");
  return results;
}

export const placeOf = (secrets: Readonly<Record<string, string>>) => ({ host: secrets.host ?? "", port: Number(secrets.port || 5432) });

/** Runs statements; whatever fails becomes a StepError that says who must act and whether a repeat is safe. */
export function runWith(
  { sessions, secrets, signal }: { sessions: Sessions; secrets: Readonly<Record<string, string>>; signal?: AbortSignal },
  work: SqlWork,
): Promise<JsonObject[][]> {
  const place = placeOf(secrets);
  const effect = work.nature === "write" ? "write" : "read";
  return sessions.use(place, sessionKind(secrets), signal, async (session) => {
    let sent = false;
    try {
      session.used ||= work.own !== undefined;
      return await performAll(session.client, work, () => {
        sent = true;
      });
    } catch (error) {
      // Inside a transaction nothing can commit by itself.
      const partly = work.own !== undefined && !work.transaction && work.statements.some(({ text }) => mayCommit(text, "postgres"));
      const cancelled = signal?.aborted ?? false;
      throw faultOf(error, { host: `${place.host}:${place.port}`, effect, sent, cancelled, partly });
    }
  });
}

export const run: SqlRunner = ({ sessions, secrets = {}, signal }: StepContext<unknown>, work) =>
  runWith({ sessions, secrets, signal }, work);
