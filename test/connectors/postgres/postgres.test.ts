import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { noSessions } from "../../../connectors/kit/sessions.ts";
import { postgres } from "../../../connectors/postgres/index.ts";
import { localServer } from "../../helpers/local-server.ts";
import { type PostgresServer, postgresServer } from "../../helpers/postgres-server.ts";
import { stepsOf } from "../../helpers/sql-steps.ts";

const server = await postgresServer();
const HOSTILE = `x'); DROP TABLE jobs; --"\\ $1 \u0000`.replace("\u0000", "");

describe.skipIf(server === undefined)("Postgres", () => {
  const db = server as PostgresServer;
  const steps = stepsOf(postgres, db?.secrets ?? {});
  const { run, failure } = steps;

  beforeAll(async () => {
    await db.sql(`
      CREATE TABLE jobs (id serial PRIMARY KEY, customer text UNIQUE, total numeric, done boolean DEFAULT false, tags text[], data jsonb, at timestamptz, local timestamp, day date, big bigint, "odd ""name" int);
      CREATE SCHEMA office; CREATE TABLE office."From" (id int PRIMARY KEY, note text);
      CREATE ROLE reader LOGIN PASSWORD 'reader'`);
  });
  afterAll(async () => {
    steps.close();
    await db.stop();
  });

  describe("rows", () => {
    it("are added with values of every kind, and come back as they are", async () => {
      const fields = {
        customer: HOSTILE,
        total: 12.5,
        tags: ["a", 'b"c'],
        data: { list: [1, { x: null }], text: "it's" },
        at: "2026-01-04T10:00:00+02:00",
        local: "2026-01-04 10:00:00",
        day: "2026-01-04",
        big: "9007199254740993",
        'odd "name': 5,
      };
      const [row] = await run("insert", { table: "jobs" }, fields);
      expect(row).toEqual({
        id: 1,
        customer: HOSTILE,
        total: "12.5",
        done: false,
        tags: ["a", 'b"c'],
        data: { list: [1, { x: null }], text: "it's" },
        at: "2026-01-04T08:00:00.000Z",
        local: "2026-01-04T10:00:00",
        day: "2026-01-04",
        big: "9007199254740993",
        'odd "name': 5,
      });
    });

    it("that are there already can be left out, or changed", async () => {
      expect(await failure("insert", { table: "jobs" }, { customer: HOSTILE })).toMatchObject({
        kind: "user",
        outcome: "none",
        retryable: false,
      });
      expect(await run("insert", { table: "jobs", skip: true }, { customer: HOSTILE })).toEqual([{ success: true, rowCount: 0 }]);
      const upsert = { table: "jobs", match: "customer", values: "fields", returning: ["id", "total"] };
      expect(
        await run("upsert", {
          ...upsert,
          fields: [
            { column: "customer", value: HOSTILE },
            { column: "total", value: 7 },
          ],
        }),
      ).toEqual([{ id: 1, total: "7" }]);
      expect(await run("upsert", { ...upsert, fields: [{ column: "customer", value: "Bo" }] })).toMatchObject([{ total: null }]);
    });

    it("are found by conditions, sorted and cut", async () => {
      const where = [{ column: "customer", is: "=", value: HOSTILE }];
      expect(await run("select", { table: "jobs", where, columns: ["customer"] })).toEqual([{ customer: HOSTILE }]);
      expect(await run("select", { table: "jobs", columns: "customer", sort: [{ column: "customer" }], limit: 1 })).toEqual([
        { customer: "Bo" },
      ]);
      for (const condition of [
        { column: "total", is: ">=", value: 7 },
        { column: "customer", is: "like", value: "x%" },
        { column: "id", is: "in", value: [1, 99] },
        { column: "total", is: "notNull" },
        { column: "customer", is: "!=", value: "Bo" },
      ])
        expect(await run("select", { table: "jobs", where: [condition], columns: "id" }), condition.is).toEqual([{ id: 1 }]);
      expect(await run("select", { table: "jobs", where: [{ column: "total", is: "null" }], columns: "customer" })).toEqual([
        { customer: "Bo" },
      ]);
      expect(
        await run("select", { table: "jobs", combine: "or", where: [...where, { column: "customer", value: "Bo" }], columns: "id" }),
      ).toHaveLength(2);
      expect(await run("select", { table: "jobs", where: [{ column: "id", value: -1 }] })).toEqual([]);
    });

    it("are changed where the named columns are equal", async () => {
      expect(
        await run("update", { table: "jobs", match: ["customer"], returning: ["done", "data"] }, { customer: "Bo", done: true, data: [1] }),
      ).toEqual([{ done: true, data: [1] }]);
      expect(await run("update", { table: "jobs", match: ["customer"] }, { customer: "nobody", done: true })).toEqual([
        { success: true, rowCount: 0 },
      ]);
      expect(await failure("update", { table: "jobs", match: ["id"] }, { customer: "Bo" })).toMatchObject({ field: "match" });
      expect(await failure("update", { table: "jobs", match: ["customer"] }, { customer: "Bo" })).toMatchObject({ field: "values" });
    });

    it("are deleted only where it is said which", async () => {
      expect(await failure("delete", { table: "jobs" })).toMatchObject({ kind: "user", field: "where" });
      expect(await run("delete", { table: "jobs", where: [{ column: "customer", value: "Bo" }] })).toMatchObject([{ customer: "Bo" }]);
      await run("insert", { schema: "office", table: "From" }, { id: 1, note: "" });
      expect(await run("select", { schema: "office", table: "From" })).toEqual([{ id: 1, note: "" }]);
      await run("delete", { what: "all", schema: "office", table: "From" });
      expect(await run("select", { schema: "office", table: "From" })).toEqual([]);
      await run("delete", { what: "table", schema: "office", table: "From" });
      expect(await failure("select", { schema: "office", table: "From" })).toMatchObject({
        kind: "user",
        description: expect.stringContaining("42P01") as string,
      });
    });

    it("without a value are not deleted by a condition whose value came to nothing", async () => {
      await db.sql("INSERT INTO jobs (customer) VALUES (NULL), ('Max')");
      for (const is of ["=", "!="])
        for (const value of [undefined, null])
          expect(await failure("delete", { table: "jobs", where: [{ column: "customer", is, value }] })).toMatchObject({
            kind: "user",
            field: "where.0.value",
            message: expect.stringContaining('"customer"') as string,
            fix: expect.stringContaining("empty") as string,
          });
      expect(await run("delete", { table: "jobs", where: [{ column: "customer", is: "null" }] })).toHaveLength(1);
      expect(await run("delete", { table: "jobs", where: [{ column: "customer", value: "Max" }] })).toHaveLength(1);
    });

    it("of a table whose name is an attack are only not found", async () => {
      expect(await failure("select", { table: 'jobs"; DROP TABLE jobs; --' })).toMatchObject({ kind: "user" });
      expect(await db.sql("SELECT 1 FROM jobs LIMIT 1")).toHaveLength(1);
    });
  });

  describe("SQL", () => {
    it("takes expressions and values as values, whatever they hold", async () => {
      const query =
        "=SELECT id FROM jobs WHERE customer = '{{ $response.name }}' AND total > {{ $response.n }} AND customer LIKE 'x%{{ $response.part }}%'";
      expect(await run("query", { query }, { name: HOSTILE, n: 1, part: "DROP" })).toEqual([{ id: 1 }]);
      expect(
        await run("query", { query: "SELECT $1::int + $2 AS sum, $3 = ANY($4::text[]) AS found", parameters: [1, "2", "a", ["a", "b"]] }),
      ).toEqual([{ sum: 3, found: true }]);
      expect(await db.sql("SELECT 1 FROM jobs LIMIT 1")).toHaveLength(1);
      const times =
        "=SELECT (date '{{ $response.day }}' + interval '{{ $response.n }} days')::date AS day, 2 IN ({{ $response.list }}) AS found";
      expect(await run("query", { query: times }, { day: "2026-01-30", n: 3, list: [1, 2] })).toEqual([{ day: "2026-02-02", found: true }]);
    });

    it("gives what it did where it gives no rows; several commands in one are told together", async () => {
      expect(await run("query", { query: "CREATE TABLE a (x int); CREATE TABLE b (x int); INSERT INTO a VALUES (1), (2)" })).toEqual([
        { success: true, rowCount: 2 },
      ]);
      expect(await run("query", { query: "SELECT x FROM a WHERE x > 5" })).toEqual([]);
    });

    it("leaves nothing behind for the next step: no settings, no tables of its own, no locks", async () => {
      await run("query", { query: "SET search_path = office" });
      await run("query", { query: "CREATE TEMP TABLE jobs (customer text)" });
      await run("query", { query: "SELECT pg_advisory_lock(77)" });
      await run("insert", { table: "jobs" }, { customer: "Lee" });
      expect(await db.sql("SELECT customer FROM public.jobs WHERE customer = 'Lee'")).toHaveLength(1);
      expect(await db.sql("SELECT pg_try_advisory_lock(77) AS free")).toEqual([{ free: true }]);
      await db.sql("DELETE FROM public.jobs WHERE customer = 'Lee'");
    });

    it("begins and ends no transaction: what the next step writes is not lost with it", async () => {
      for (const query of [
        "BEGIN",
        "SELECT 1; /* x */ START TRANSACTION",
        "PREPARE TRANSACTION 'x'",
        "SAVEPOINT a",
        "INSERT INTO a VALUES (50); COMMIT",
      ])
        expect(await failure("query", { query }), query).toMatchObject({
          kind: "user",
          outcome: "none",
          field: "query",
          fix: expect.stringContaining("Run SQL together") as string,
        });
      await run("insert", { table: "a" }, { x: 51 });
      expect(await db.sql("SELECT x FROM a WHERE x >= 50")).toEqual([{ x: 51 }]);
      await db.sql("DELETE FROM a WHERE x = 51");
      const body = "CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT two() AS two";
      expect(await run("query", { query: body })).toEqual([{ two: 2 }]);
      expect(await run("query", { query: "SELECT 'a; COMMIT' AS text -- ; COMMIT" })).toEqual([{ text: "a; COMMIT" }]);
    });

    it("that is said to read can't change anything", async () => {
      const reads = { nature: "reads", query: "SELECT count(*)::int AS n FROM a" };
      expect(await run("query", reads)).toEqual([{ n: 2 }]);
      expect(await failure("query", { ...reads, query: "DELETE FROM a" })).toMatchObject({ kind: "user", field: "nature" });
      expect(await failure("query", { ...reads, query: "SELECT 1; COMMIT; DELETE FROM a" })).toMatchObject({ kind: "user" });
      expect(await run("query", reads)).toEqual([{ n: 2 }]);
    });

    it("with values is one statement: what follows a semicolon is refused", async () => {
      expect(await failure("query", { query: "SELECT $1; DROP TABLE a", parameters: ["x"] })).toMatchObject({ kind: "user" });
      expect(await run("query", { query: "SELECT count(*)::int AS n FROM a" })).toEqual([{ n: 2 }]);
    });

    it("that is wrong says what Postgres says", async () => {
      expect(await failure("query", { query: "SELEC 1" })).toMatchObject({
        kind: "user",
        name: "PostgresError",
        message: expect.stringContaining("SELEC") as string,
      });
      expect(await failure("query", { query: " " })).toMatchObject({ field: "query" });
    });

    it("has columns of any name without touching prototypes", async () => {
      const [row] = await run("query", { query: `SELECT '{"a":1}'::json AS "__proto__", 1 AS constructor` });
      expect(Object.keys(row ?? {})).toEqual(["__proto__", "constructor"]);
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    });

    it("that gives too many rows is stopped", async () => {
      expect(await failure("query", { nature: "reads", query: "SELECT generate_series(1, 300000)" })).toMatchObject({
        kind: "user",
        fix: expect.stringContaining("LIMIT") as string,
      });
    });
  });

  describe("a transaction", () => {
    it("happens as a whole or not at all", async () => {
      const insert = { query: "=INSERT INTO a VALUES ({{ $response.x }}) RETURNING x" };
      expect(
        await run("transaction", { statements: [insert, { query: "SELECT $1::int AS y", parameters: ["={{ $response.x }}"] }] }, { x: 7 }),
      ).toEqual([{ x: 7 }, { y: 7 }]);
      expect(await failure("transaction", { statements: [insert, { query: "SELECT 1/0" }] }, { x: 8 })).toMatchObject({
        kind: "user",
        outcome: "none",
      });
      expect(await db.sql("SELECT x FROM a WHERE x > 6")).toEqual([{ x: 7 }]);
    });

    it("can't be ended from inside", async () => {
      for (const query of ["COMMIT", " /* x /* y */ */ rollback", "BEGIN", "PREPARE TRANSACTION 'x'"])
        expect(await failure("transaction", { statements: [{ query }] }), query).toMatchObject({ kind: "user", field: "statements" });
    });
  });

  describe("faults", () => {
    it.each([
      [{ password: "wrong" }, { kind: "connection" }],
      [{ database: "nowhere" }, { kind: "connection" }],
      [{ host: "no.such.host.invalid" }, { kind: "network", outcome: "none", retryable: true }],
      [{ port: "1" }, { kind: "network", outcome: "none", retryable: true }],
      [{ host: "169.254.169.254" }, { name: "NetworkGuardError" }],
      [{ host: "http://127.0.0.1/x" }, { kind: "connection", field: "host" }],
      [{ user: "reader", password: "reader" }, { kind: "connection" }],
    ])("%o", async (changed, expected) => {
      const fault = await failure("insert", { table: "jobs" }, { customer: "Cy" }, { ...db.secrets, ...changed });
      expect(fault).toMatchObject(expected);
      expect(JSON.stringify(fault)).not.toContain("canary");
    });

    it("a lock that others hold is waited for later", async () => {
      const release = await db.hold("SELECT pg_advisory_lock(1)");
      const statements = [{ query: "SET LOCAL lock_timeout = 20" }, { query: "SELECT pg_advisory_xact_lock(1)" }];
      expect(await failure("transaction", { statements })).toMatchObject({ kind: "service", retryable: true, outcome: "none" });
      await release();
      expect(await run("transaction", { statements })).toHaveLength(2);
    });

    it("a connection that dies under a write leaves it unknown, under a read or before the commit nothing", async () => {
      const die = "SELECT pg_terminate_backend(pg_backend_pid())";
      expect(await failure("query", { query: die, nature: "reads" })).toMatchObject({ outcome: "none", retryable: true });
      expect(await failure("transaction", { statements: [{ query: "INSERT INTO a VALUES (99)" }, { query: die }] })).toMatchObject({
        outcome: "none",
        retryable: true,
      });
      expect(await db.sql("SELECT x FROM a WHERE x = 99")).toEqual([]);
    });

    it("a procedure that fails after it has committed leaves it unknown; a plain statement does not", async () => {
      const busy = "RAISE EXCEPTION 'busy' USING ERRCODE = '40001'";
      await db.sql(`
        CREATE PROCEDURE bill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (60); COMMIT; ${busy}; END $$;
        CREATE FUNCTION busy() RETURNS int LANGUAGE plpgsql AS $$ BEGIN ${busy}; END $$`);
      for (const query of ["/* x */ CALL bill()", "DO $$ BEGIN INSERT INTO a VALUES (61); COMMIT; PERFORM 1 / 0; END $$"])
        expect(await failure("query", { query }), query).toMatchObject({
          name: "PostgresError",
          outcome: "unknown",
          fix: expect.stringContaining("look in the database") as string,
        });
      expect(await db.sql("SELECT x FROM a WHERE x >= 60 ORDER BY x")).toEqual([{ x: 60 }, { x: 61 }]);
      expect(await failure("query", { query: "INSERT INTO a VALUES (62); SELECT busy()" })).toMatchObject({ outcome: "none" });
      expect(await db.sql("DELETE FROM a WHERE x >= 60 RETURNING x")).toHaveLength(2);
    });

    it.each(["08006", "08007", "08P01", "40003"])(
      "a server that says by %s that it lost sight of a write leaves it unknown",
      async (code) => {
        await db.sql(
          `CREATE OR REPLACE FUNCTION lost() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '${code}'; END $$`,
        );
        const query = "SELECT lost()";
        expect(await failure("query", { query })).toMatchObject({ kind: "network", outcome: "unknown", retryable: true });
        expect(await failure("query", { query, nature: "reads" })).toMatchObject({ kind: "network", outcome: "none" });
      },
    );

    it("a server that hangs up in the middle is told from one that refuses", async () => {
      const web = await localServer((_request, response) => response.end());
      const fault = await failure("query", { query: "SELECT 1" }, {}, { ...db.secrets, host: "127.0.0.1", port: String(web.port) });
      expect(fault).toMatchObject({ kind: "network", outcome: "none" });
      await web.close();
    });
  });

  describe("the connection", () => {
    it("says who it belongs to", async () => {
      expect(await postgres.test?.({ request: () => Promise.reject(new Error("no")) }, db.secrets, steps.pool.of("test"))).toEqual({
        label: expect.stringMatching(/^imx at postgres \(PostgreSQL \d/) as string,
      });
    });

    it("is used again for the next item", async () => {
      const pid = async () => (await run("query", { query: "SELECT pg_backend_pid() AS pid" }))[0]?.pid;
      expect(await pid()).toBe(await pid());
    });

    it("is opened anew where the server has closed it meanwhile", async () => {
      const [row] = await run("query", { query: "SELECT pg_backend_pid() AS pid" });
      await db.sql(`SELECT pg_terminate_backend(${Number(row?.pid)}, 2000)`);
      expect(await run("query", { query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
    });

    it.skipIf(db?.ca === undefined)("is encrypted, and trusts no certificate that nobody signed", async () => {
      const tls = { query: "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()" };
      expect(await failure("query", tls, {}, { ...db.secrets, host: "localhost", tls: "verify" })).toMatchObject({ kind: "network" });
      expect(await run("query", tls, {}, { ...db.secrets, tls: "encrypt" })).toEqual([{ ssl: true }]);
      expect(await run("query", tls, {}, { ...db.secrets, host: "localhost", tls: "verify", ca: db.ca ?? "" })).toEqual([{ ssl: true }]);
      expect(await failure("query", tls, {}, { ...db.secrets, tls: "verify", ca: db.ca ?? "" })).toMatchObject({ kind: "network" });
    });

    it("sends no password in the clear beyond one's own network", async () => {
      const fault = await failure("query", { query: "SELECT 1" }, {}, { ...db.secrets, host: "8.8.8.8", tls: "off" });
      expect(fault).toMatchObject({ kind: "connection", field: "tls" });
    });

    it("takes no settings from this machine's environment", async () => {
      vi.stubEnv("PGOPTIONS", "-c statement_timeout=1234");
      vi.stubEnv("PGREPLICATION", "database");
      const other = { ...db.secrets, numbers: "number" };
      expect(await run("query", { query: "SHOW statement_timeout" }, {}, other)).toEqual([{ statement_timeout: "0" }]);
      vi.unstubAllEnvs();
    });

    it("is not opened in a replay", async () => {
      await expect(postgres.test?.({ request: () => Promise.reject(new Error("no")) }, db.secrets, noSessions)).rejects.toThrow("replay");
    });
  });
});
