import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysql } from "../../../connectors/mysql/index.ts";
import { type MariadbServer, mariadbServer } from "../../helpers/mariadb-server.ts";
import { stepsOf } from "../../helpers/sql-steps.ts";

const server = await mariadbServer();
const HOSTILE = `x'); DROP TABLE jobs; --"\\' ? $1`;

describe.skipIf(server === undefined)("MySQL", () => {
  const db = server as MariadbServer;
  const steps = stepsOf(mysql, db?.secrets ?? {});
  const { run, failure } = steps;

  beforeAll(async () => {
    await db.sql(
      "CREATE TABLE jobs (id int AUTO_INCREMENT PRIMARY KEY, customer varchar(100) UNIQUE, total decimal(10,2), done boolean DEFAULT false, data json, at datetime, day date, big bigint, `odd ``name` int, bytes blob)",
    );
  });
  afterAll(async () => {
    steps.close();
    await db.stop();
  });

  it("adds rows with values of every kind, and they come back as they are", async () => {
    const fields = {
      customer: HOSTILE,
      total: 12.5,
      data: { list: [1], text: "it's" },
      at: "2026-01-04 10:00:00",
      day: "2026-01-04",
      big: "9007199254740993",
      "odd `name": 5,
    };
    expect(await run("insert", { table: "jobs" }, fields)).toEqual([{ success: true, rowCount: 1, insertId: 1 }]);
    const [row] = await run("select", { table: "jobs" });
    expect(row).toMatchObject({
      id: 1,
      customer: HOSTILE,
      total: "12.50",
      done: 0,
      at: "2026-01-04T10:00:00",
      day: "2026-01-04",
      big: "9007199254740993",
      "odd `name": 5,
      bytes: null,
    });
    // MariaDB keeps JSON as text.
    expect([row?.data].map((data) => (typeof data === "string" ? (JSON.parse(data) as unknown) : data))).toEqual([fields.data]);
  });

  it("leaves out or changes rows that are there already", async () => {
    expect(await failure("insert", { table: "jobs" }, { customer: HOSTILE })).toMatchObject({
      kind: "user",
      outcome: "none",
      name: "MysqlError",
    });
    expect(await run("insert", { table: "jobs", skip: true }, { customer: HOSTILE })).toEqual([{ success: true, rowCount: 0 }]);
    await run("upsert", { table: "jobs", match: "customer" }, { customer: HOSTILE, total: 7, done: true });
    expect(await run("select", { table: "jobs", columns: "total, done" })).toEqual([{ total: "7.00", done: 1 }]);
  });

  it("finds, changes and deletes rows by conditions", async () => {
    await run("insert", { table: "jobs" }, { customer: "Bo" });
    for (const condition of [
      { column: "customer", is: "=", value: HOSTILE },
      { column: "total", is: ">=", value: 7 },
      { column: "customer", is: "like", value: "x%" },
      { column: "id", is: "in", value: [1, 99] },
      { column: "total", is: "notNull" },
    ])
      expect(await run("select", { table: "jobs", where: [condition], columns: "id" }), condition.is).toEqual([{ id: 1 }]);
    expect(await run("select", { table: "jobs", columns: "customer", sort: [{ column: "customer" }], limit: 1 })).toEqual([
      { customer: "Bo" },
    ]);
    expect(await run("update", { table: "jobs", match: "customer" }, { customer: "Bo", total: 3 })).toEqual([
      { success: true, rowCount: 1 },
    ]);
    expect(await failure("delete", { table: "jobs" })).toMatchObject({ field: "where" });
    expect(await run("delete", { table: "jobs", where: [{ column: "customer", value: "Bo" }] })).toEqual([{ success: true, rowCount: 1 }]);
    expect(await failure("select", { table: "jobs`; DROP TABLE jobs; -- " })).toMatchObject({ kind: "user" });
    expect(await run("select", { table: "jobs" })).toHaveLength(1);
  });

  it("takes expressions and values as values, whatever they hold", async () => {
    const query =
      "=SELECT id FROM jobs WHERE customer = \"{{ $response.name }}\" AND total > {{ $response.n }} AND customer LIKE 'x%{{ $response.part }}%' LIMIT {{ $response.n }}";
    expect(await run("query", { query }, { name: HOSTILE, n: 1, part: "DROP" })).toEqual([{ id: 1 }]);
    expect(await run("query", { query: "SELECT id FROM jobs WHERE customer = ? OR id = $1", parameters: [HOSTILE] })).toEqual([{ id: 1 }]);
    expect(await failure("query", { query: "SELECT 1; DROP TABLE jobs" })).toMatchObject({ kind: "user" });
    expect(await failure("query", { query: "SELEC 1" })).toMatchObject({
      kind: "user",
      message: expect.stringContaining("SELEC") as string,
    });
    expect(await run("select", { table: "jobs" })).toHaveLength(1);
  });

  it("lets nothing be changed by what is said to read", async () => {
    expect(await run("query", { nature: "reads", query: "SELECT count(*) AS n FROM jobs" })).toEqual([{ n: 1 }]);
    expect(await failure("query", { nature: "reads", query: "DELETE FROM jobs" })).toMatchObject({ kind: "user", field: "nature" });
    expect(await failure("query", { nature: "reads", query: "DROP TABLE jobs" })).toMatchObject({ kind: "user" });
    expect(await run("query", { query: "UPDATE jobs SET total = 8" })).toMatchObject([{ success: true }]);
    expect(await run("select", { table: "jobs" })).toHaveLength(1);
  });

  it("leaves nothing behind for the next step: no settings, no other database, no tables of its own", async () => {
    await run("query", { query: "SET @x = 5, sql_mode = '', NAMES latin1" });
    await run("query", { query: "CREATE TEMPORARY TABLE jobs (x int)" });
    await run("query", { query: "USE information_schema" });
    expect(await run("query", { query: "SELECT @x AS x, database() AS place, @@character_set_client AS letters" })).toEqual([
      { x: null, place: "shop", letters: "utf8mb4" },
    ]);
    expect(await run("select", { table: "jobs", columns: "customer" })).toEqual([{ customer: HOSTILE }]);
    const nowhere = { ...db.secrets, database: "" };
    await run("query", { query: "USE shop" }, {}, nowhere);
    expect(await run("query", { query: "SELECT database() AS place" }, {}, nowhere)).toEqual([{ place: null }]);
  });

  it("begins and ends no transaction in a query: what the next step writes is not lost with it", async () => {
    for (const query of ["BEGIN", "/* x */ START TRANSACTION", "/*! COMMIT */", "/*M!100000 BEGIN */", "SAVEPOINT a", "XA START 'x'"])
      expect(await failure("query", { query }), query).toMatchObject({ kind: "user", outcome: "none", field: "query" });
    await db.sql("CREATE PROCEDURE begins() BEGIN START TRANSACTION; INSERT INTO jobs (customer) VALUES ('Gus'); END");
    expect(await failure("query", { query: "CALL begins()" })).toMatchObject({ kind: "user", field: "query" });
    await run("insert", { table: "jobs" }, { customer: "Hal" });
    expect(await db.sql("SELECT customer FROM jobs WHERE customer IN ('Gus', 'Hal')")).toEqual([{ customer: "Hal" }]);
    await run("delete", { table: "jobs", where: [{ column: "customer", value: "Hal" }] });
    await run("query", { query: "CREATE PROCEDURE ends() BEGIN COMMIT; END" });
    expect(await failure("transaction", { statements: [{ query: "CALL ends()" }] })).toMatchObject({ outcome: "unknown" });
  });

  it("does a transaction as a whole or not at all", async () => {
    const insert = { query: "=INSERT INTO jobs (customer) VALUES ({{ $response.name }})" };
    expect(await run("transaction", { statements: [insert, { query: "SELECT count(*) AS n FROM jobs" }] }, { name: "Cy" })).toMatchObject([
      { success: true, rowCount: 1 },
      { n: 2 },
    ]);
    expect(await failure("transaction", { statements: [insert, { query: "SELECT * FROM nowhere" }] }, { name: "Di" })).toMatchObject({
      outcome: "none",
    });
    for (const query of [
      "COMMIT",
      " /* x */ DROP TABLE jobs",
      "TRUNCATE jobs",
      "/*! COMMIT */",
      "ANALYZE TABLE jobs",
      "SET autocommit = 1",
    ])
      expect(await failure("transaction", { statements: [insert, { query }] }, { name: "Di" }), query).toMatchObject({
        field: "statements",
      });
    expect(await run("select", { table: "jobs", where: [{ column: "customer", value: "Di" }] })).toEqual([]);
  });

  it("stops what gives too many rows", async () => {
    const fault = await failure("query", { nature: "reads", query: "SELECT a.seq FROM seq_1_to_1000 a, seq_1_to_1000 b" });
    expect(fault).toMatchObject({ kind: "user", fix: expect.stringContaining("LIMIT") as string });
  });

  it("has columns of any name without touching prototypes", async () => {
    const [row] = await run("query", { query: "SELECT 1 AS `__proto__`, 2 AS constructor" });
    expect(Object.keys(row ?? {})).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  describe("faults", () => {
    it.each([
      [{ password: "wrong" }, { kind: "connection" }],
      [{ database: "nowhere" }, { kind: "connection" }],
      [{ user: "reader", password: "reader" }, { kind: "connection" }],
      [{ host: "no.such.host.invalid" }, { kind: "network", outcome: "none", retryable: true }],
      [{ port: "1" }, { kind: "network", outcome: "none", retryable: true }],
      [{ host: "169.254.169.254" }, { name: "NetworkGuardError" }],
      [
        { host: "8.8.8.8", tls: "off" },
        { kind: "connection", field: "tls" },
      ],
    ])("%o", async (changed, expected) => {
      const fault = await failure("insert", { table: "jobs" }, { customer: "Ed" }, { ...db.secrets, ...changed });
      expect(fault).toMatchObject(expected);
      expect(JSON.stringify(fault)).not.toContain("canary");
    });

    it("a lock that others hold is waited for later", async () => {
      const release = await db.hold("LOCK TABLES jobs WRITE");
      const query = "SET STATEMENT lock_wait_timeout=0 FOR DELETE FROM jobs WHERE id = 99";
      expect(await failure("query", { query })).toMatchObject({ kind: "service", retryable: true, outcome: "none" });
      await release();
    });

    it("a connection that dies under a write leaves it unknown, before the commit nothing", async () => {
      const die = "KILL CONNECTION_ID()";
      expect(await failure("query", { query: die })).toMatchObject({ kind: "network", outcome: "unknown" });
      expect(
        await failure("transaction", { statements: [{ query: "INSERT INTO jobs (customer) VALUES ('Fay')" }, { query: die }] }),
      ).toMatchObject({ kind: "network", outcome: "none" });
      expect(await run("select", { table: "jobs", where: [{ column: "customer", value: "Fay" }] })).toEqual([]);
    });

    it("a procedure that fails leaves it unknown, since each of its steps stays; a plain statement does not", async () => {
      const busy = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213";
      await db.sql(`CREATE PROCEDURE bill() BEGIN INSERT INTO jobs (customer) VALUES ('Ida'); ${busy}; END`);
      await db.sql(`CREATE FUNCTION busy() RETURNS int BEGIN ${busy}; RETURN 1; END`);
      for (const query of ["CALL bill()", "/*! CALL bill() */", "SET STATEMENT lock_wait_timeout=5 FOR CALL bill()"]) {
        expect(await failure("query", { query }), query).toMatchObject({ name: "MysqlError", outcome: "unknown" });
        expect(await db.sql("DELETE FROM jobs WHERE customer = 'Ida' RETURNING 1 AS one"), query).toEqual([{ one: 1 }]);
      }
      expect(await failure("query", { query: "SELECT busy()" })).toMatchObject({ kind: "service", outcome: "none", retryable: true });
      await db.sql("CREATE FUNCTION lost() RETURNS int BEGIN SIGNAL SQLSTATE '08S01'; RETURN 1; END");
      expect(await failure("query", { query: "SELECT lost()" })).toMatchObject({ kind: "network", outcome: "unknown" });
    });

    it("a server that speaks something else is told", async () => {
      const web = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
      const { port } = web.address() as AddressInfo;
      const fault = await failure("query", { query: "SELECT 1" }, {}, { ...db.secrets, port: String(port) });
      expect(fault).toMatchObject({ kind: "network", outcome: "none" });
      await new Promise((resolve) => web.close(resolve));
    });
  });

  describe("the connection", () => {
    it("says who it belongs to, and is used again for the next item", async () => {
      const label = (await mysql.test?.({ request: () => Promise.reject(new Error("no")) }, db.secrets, steps.pool.of("test")))?.label;
      expect(label).toMatch(/^imx@% at shop \(1/);
      const id = async () => (await run("query", { query: "SELECT connection_id() AS id" }))[0]?.id;
      expect(await id()).toBe(await id());
    });

    it.skipIf(db?.ca === undefined)("is encrypted, and trusts no certificate that nobody signed", async () => {
      const cipher = { query: "SHOW STATUS LIKE 'Ssl_cipher'" };
      expect(await failure("query", cipher, {}, { ...db.secrets, host: "localhost", tls: "verify" })).toMatchObject({ kind: "network" });
      const encrypted = { Value: expect.stringMatching(/\w/) as string };
      expect(await run("query", cipher, {}, { ...db.secrets, tls: "encrypt" })).toMatchObject([encrypted]);
      expect(await run("query", cipher, {}, { ...db.secrets, host: "localhost", tls: "verify", ca: db.ca ?? "" })).toMatchObject([
        encrypted,
      ]);
      expect(await failure("query", cipher, {}, { ...db.secrets, tls: "verify", ca: db.ca ?? "" })).toMatchObject({ kind: "network" });
    });

    it("gives the server no file of this machine", async () => {
      const statement = { query: "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE jobs (customer)" };
      expect(await failure("query", statement)).toMatchObject({ outcome: "none" });
    });
  });
});
