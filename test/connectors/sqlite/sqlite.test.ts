import { spawn } from "node:child_process";
import { once } from "node:events";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import Database from "better-sqlite3";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sqlite } from "../../../connectors/sqlite/index.ts";
import { NO_SCOPE } from "../../../electron/engine/triggers/no-scope.ts";
import { compile } from "../../../electron/expressions/compile.ts";
import { type Failure, StepError } from "../../../electron/shared/model/failure.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { createFileAccess } from "../../../electron/threads/file-access.ts";
import { createFileDatabases } from "../../../electron/threads/sqlite-client.ts";
import type { SqliteEvents } from "../../../electron/threads/sqlite-host.ts";
import { itemContext } from "../../helpers/item-context.ts";

const root = mkdtempSync(join(tmpdir(), "imx-sqlite-"));
const folder = join(root, "granted");
const outside = join(root, "outside.db");
const databases = createFileDatabases();
const files = createFileAccess({ folders: [folder], base: folder });
const HOSTILE = `x'); DROP TABLE jobs; --"? $1`;

afterAll(() => {
  databases.close();
  rmSync(root, { recursive: true, force: true });
});

async function run(
  id: string,
  params: JsonObject,
  item: JsonObject = {},
  path = "jobs.db",
  signal = new AbortController().signal,
): Promise<JsonObject[]> {
  const action = sqlite.actions.find((one) => one.id === id);
  if (action?.mode !== "item") throw new Error(`no item action ${id}`);
  const context = itemContext<unknown>({
    input: action.input.parse(params),
    http: { request: () => Promise.reject(new Error("no HTTP")) },
    item: { json: item },
    secrets: { path },
    files,
    databases: { run: (file, work) => databases.run(file, work, signal) },
    evaluate: (text) => (text.startsWith("=") ? compile(text).evaluate({ ...NO_SCOPE, extra: { $response: item } }) : text),
  });
  return (await action.run(context)) as JsonObject[];
}
async function failure(...args: Parameters<typeof run>): Promise<Failure> {
  try {
    await run(...args);
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outside, { force: true });
  mkdirSync(folder);
  const db = new Database(join(folder, "jobs.db"));
  db.exec(
    'CREATE TABLE jobs (id INTEGER PRIMARY KEY, customer TEXT UNIQUE, total REAL, done INTEGER, data TEXT, big INTEGER, bytes BLOB, `odd "name` INT)',
  );
  db.close();
  new Database(outside).exec("CREATE TABLE secret (x)").close();
});
describe("SQLite", () => {
  it("adds, finds, changes and deletes rows with values of every kind", async () => {
    const fields = { customer: HOSTILE, total: 12.5, done: true, data: { a: [1] }, big: "9007199254740993", 'odd "name': 5 };
    const row = { id: 1, customer: HOSTILE, total: 12.5, done: 1, data: '{"a":[1]}', big: "9007199254740993", bytes: null, 'odd "name': 5 };
    expect(await run("insert", { table: "jobs" }, fields)).toEqual([row]);
    expect(await run("select", { table: "jobs", where: [{ column: "total", is: ">", value: 12 }], limit: 5 })).toEqual([row]);
    expect(await failure("insert", { table: "jobs" }, { customer: HOSTILE })).toMatchObject({
      kind: "user",
      outcome: "none",
      name: "SqliteError",
    });
    expect(await run("insert", { table: "jobs", skip: true }, { customer: HOSTILE })).toEqual([{ success: true, rowCount: 0 }]);
    expect(await run("upsert", { table: "jobs", match: "customer", returning: "total" }, { customer: HOSTILE, total: 7 })).toEqual([
      { total: 7 },
    ]);
    expect(await run("update", { table: "jobs", match: "id", returning: ["done"] }, { id: 1, done: false })).toEqual([{ done: 0 }]);
    expect(await failure("delete", { table: "jobs" })).toMatchObject({ field: "where" });
    expect(await run("delete", { table: "jobs", where: [{ column: "id", value: 1 }] })).toMatchObject([{ id: 1 }]);
    expect(await run("delete", { what: "all", table: "jobs" })).toEqual([{ success: true, rowCount: 0 }]);
  });

  it("takes expressions and values as values, whatever they hold", async () => {
    await run("insert", { table: "jobs" }, { customer: HOSTILE });
    const query =
      "=SELECT id FROM jobs WHERE customer = '{{ $response.name }}' AND customer LIKE 'x%{{ $response.part }}%' LIMIT {{ $response.n }}";
    expect(await run("query", { query }, { name: HOSTILE, part: "DROP", n: 1 })).toEqual([{ id: 1 }]);
    expect(await run("query", { query: "SELECT ? + $2 AS sum", parameters: [1, 2] })).toEqual([{ sum: 3 }]);
    expect(await failure("query", { query: "SELECT 1; DROP TABLE jobs" })).toMatchObject({ kind: "user", field: "query" });
    expect(await run("select", { table: "jobs" })).toHaveLength(1);
  });

  it("lets nothing be changed by what is said to read", async () => {
    expect(await failure("query", { nature: "reads", query: "DELETE FROM jobs" })).toMatchObject({ kind: "user", field: "nature" });
    expect(await run("query", { nature: "reads", query: "SELECT count(*) AS n FROM jobs" })).toEqual([{ n: 0 }]);
  });

  it("does a transaction as a whole or not at all", async () => {
    const insert = { query: "=INSERT INTO jobs (customer) VALUES ({{ $response.name }})" };
    expect(await run("transaction", { statements: [insert, { query: "SELECT count(*) AS n FROM jobs" }] }, { name: "Cy" })).toMatchObject([
      { rowCount: 1 },
      { n: 1 },
    ]);
    expect(await failure("transaction", { statements: [insert, { query: "SELECT * FROM nowhere" }] }, { name: "Di" })).toMatchObject({
      outcome: "none",
    });
    expect(await failure("transaction", { statements: [insert, { query: "COMMIT" }] }, { name: "Di" })).toMatchObject({
      field: "statements",
    });
    expect(await run("query", { query: "SELECT customer FROM jobs" })).toEqual([{ customer: "Cy" }]);
  });

  it("makes a new file when it first writes, never when it reads", async () => {
    expect(await failure("query", { nature: "reads", query: "SELECT 1" }, {}, "new.db")).toMatchObject({ field: "path" });
    await run("query", { query: "CREATE TABLE t (x)" }, {}, "new.db");
    expect(await run("select", { table: "t" }, {}, "new.db")).toEqual([]);
  });

  it("holds up nobody while it works, and ends when the step is stopped", async () => {
    const endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x % 100000 = 0";
    const stop = new AbortController();
    const work = failure("query", { nature: "reads", query: endless }, {}, "jobs.db", stop.signal);
    const turns = await new Promise<number>((resolve) => {
      let count = 0;
      const timer = setInterval(() => {
        count += 1;
        if (count < 5) return;
        clearInterval(timer);
        resolve(count);
      }, 1);
    });
    expect(turns).toBe(5);
    stop.abort();
    expect(await work).toMatchObject({ kind: "cancelled" });
    expect(await run("query", { query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
  });

  it("waits for a file that another program has locked, then says so", async () => {
    const held =
      "const db = new (require('better-sqlite3'))(process.argv[1]); db.exec('BEGIN EXCLUSIVE'); console.log('held'); process.stdin.resume()";
    const other = spawn(process.execPath, ["-e", held, join(folder, "jobs.db")], { stdio: ["pipe", "pipe", "inherit"] });
    await once(other.stdout, "data");
    expect(await failure("insert", { table: "jobs" }, { customer: "Ed" })).toMatchObject({
      kind: "service",
      retryable: true,
      outcome: "none",
    });
    other.kill();
    await once(other, "exit");
  }, 15_000);

  it("leaves nothing behind that works on when a query without an end is stopped: the program ends by itself", async () => {
    const client = new URL("../../../electron/threads/sqlite-client.ts", import.meta.url).href;
    const program = `
      import { createFileDatabases } from ${JSON.stringify(client)};
      const text = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 300);
      const databases = createFileDatabases();
      const work = { statements: [{ text, values: [] }], readOnly: false, transaction: false, mostRows: 1 };
      await databases.run(${JSON.stringify(join(folder, "jobs.db"))}, work, stop.signal).catch((error) => console.log(JSON.stringify(error.failure)));
      databases.close();`;
    const own = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [told] = (await once(own.stdout, "data")) as [Buffer];
    expect(JSON.parse(told.toString())).toMatchObject({ kind: "cancelled", outcome: "unknown" });
    expect(await once(own, "exit")).toEqual([0, null]);
  }, 15_000);

  it("leaves a write unknown whose process has ended in the middle of it, and does the next in another", async () => {
    const begun: SqliteEvents[] = [];
    const idle = { post: () => {}, end: () => {}, hold: () => {} };
    const lost = createFileDatabases((events) => {
      begun.push(events);
      return idle;
    });
    const work = (readOnly: boolean) => ({ statements: [], readOnly, transaction: false, mostRows: 1 });
    const { signal } = new AbortController();
    const [write, read, last] = [lost.run("f", work(false), signal), lost.run("f", work(true), signal), lost.run("f", work(true), signal)];
    begun[0]?.gone();
    await expect(write).rejects.toMatchObject({ failure: { outcome: "unknown" } });
    begun[1]?.gone();
    await expect(read).rejects.toMatchObject({ failure: { outcome: "none", retryable: true } });
    begun[2]?.answer(serialize({ results: [] }));
    expect(await last).toEqual({ results: [] });
    lost.close();
  });
});

function made(name: string, how: (target: string, path: string) => void): string {
  how(outside, join(folder, name));
  return name;
}

describe("files that it may not use", () => {
  it.each([
    ["outside the folders", () => outside],
    ["above them", () => "../outside.db"],
    ["behind a link", () => made("link.db", symlinkSync)],
    ["with a second name elsewhere", () => made("hard.db", linkSync)],
    ["that are folders", () => "."],
    ["without a name", () => ""],
  ])("%s", async (_what, place) => {
    expect(await failure("query", { query: "SELECT * FROM secret" }, {}, place())).toMatchObject({ kind: "user" });
  });

  it.each([
    `ATTACH '${outside}' AS other`,
    `/* x */ -- y\n attach database '${outside}' AS other`,
    "VACUUM INTO 'copy.db'",
    "PRAGMA journal_mode = OFF",
    "; DETACH main",
    "EXPLAIN ATTACH 'x' AS y",
  ])("%s is refused", async (query) => {
    expect(await failure("query", { query })).toMatchObject({ kind: "user" });
  });

  it("and what is no database is told", async () => {
    writeFileSync(join(folder, "text.db"), "this is no database, but it is long enough to be looked at as one".repeat(40));
    expect(await failure("query", { query: "SELECT 1 FROM x", nature: "reads" }, {}, "text.db")).toMatchObject({
      kind: "connection",
      field: "path",
    });
  });
});
