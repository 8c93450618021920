import type { FileDatabaseAnswer } from "#kit/context.ts";
import type { SqlRunner } from "#kit/sql/actions.ts";
import { MOST_ROWS, told, tooManyRows } from "#kit/sql/limits.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";

type Answered = Extract<FileDatabaseAnswer, { results: unknown }>["results"][number];
type Refused = Extract<FileDatabaseAnswer, { error: unknown }>["error"];

const rowsOf = (answer: Answered): JsonObject[] => {
  if ("changes" in answer) return [told(answer.changes, answer.insertId === 0 ? {} : { insertId: answer.insertId })];
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, index) => [name, row[index] ?? null])));
};

function verdict({ code }: Refused): Partial<Failure> {
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code))
    return { kind: "service", retryable: true, fix: "Another program has the file locked; it is tried again later." };
  if (code.startsWith("SQLITE_READONLY"))
    return {
      field: "nature",
      fix: "The step says that it only reads. Change that if it is meant to write, or check the file's permissions.",
    };
  if (code.startsWith("SQLITE_CONSTRAINT")) return { fix: "Check the values: they break a rule of the table." };
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return { kind: "connection", field: "path", fix: "The file is no SQLite database, or it is damaged." };
  if (code.startsWith("SQLITE_CANTOPEN"))
    return { kind: "connection", field: "path", fix: "Check the connection's path and the file's permissions." };
  if (/^SQLITE_(FULL|IOERR)/.test(code)) return { fix: "Free some space on the disk; nothing was written." };
  if (code === "COMMAND_REFUSED") return { field: "query", fix: "It could reach other files. Leave it out." };
  if (code === "SEVERAL_STATEMENTS") return { field: "query", fix: "Several statements belong into the step “Run SQL together”." };
  return { fix: "Correct the SQL, and check the names of tables and columns." };
}

export const run: SqlRunner = async (ctx, { statements, nature, transaction }) => {
  const path = ctx.secrets?.path ?? "";
  const readOnly = nature !== "write";
  const file = await ctx.files.locate(path, !readOnly);
  const answer = await ctx.databases.run(file, { statements, readOnly, transaction, mostRows: MOST_ROWS }, ctx.signal);
  if ("results" in answer) return answer.results.map(rowsOf);
  if (answer.error.code === "TOO_MANY_ROWS") throw tooManyRows(readOnly ? "read" : "write");
  throw new StepError({
    kind: "user",
    retryable: false,
    // SQLite does a statement as a whole or not at all.
    outcome: "none",
    ...verdict(answer.error),
    name: "SqliteError",
    message: `SQLite: ${answer.error.message.slice(0, 500)}`,
    description: `(${answer.error.code})`,
  });
};
