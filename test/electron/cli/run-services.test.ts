import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { imx } from "../../helpers/imx.ts";
import { localServer } from "../../helpers/local-server.ts";
import { mailServer, PASSWORD, USER } from "../../helpers/mail-server.ts";
import { mariadbServer } from "../../helpers/mariadb-server.ts";
import { postgresServer } from "../../helpers/postgres-server.ts";
import { redisServer } from "../../helpers/redis-server.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const postgres = await postgresServer();
const mysql = await mariadbServer();
const redis = await redisServer();
const ITEM = { n: 5, text: "it's; DROP TABLE x --" };

interface Step {
  id: string;
  type: string;
  params: Record<string, unknown>;
  connection?: string;
}
interface Document {
  status: string;
  nodes: Record<string, { status: string; outputs: { json: Record<string, unknown> }[][] }[]>;
}

describe.skipIf(postgres === undefined || mysql === undefined || redis === undefined)("imx run", () => {
  it("goes through databases, mail and feeds, by the bundle that is shipped, and replays none of them", async () => {
    const mail = await mailServer();
    const web = await localServer((_request, response) => response.end("<rss><channel><item><title>News</title></item></channel></rss>"));
    onTestFinished(() => Promise.all([postgres?.stop(), mysql?.stop(), redis?.stop(), mail.close(), web.close()]).then(() => {}));
    const steps: Step[] = [
      { id: "Start", type: "core.manual", params: {} },
      {
        id: "Postgres",
        type: "postgres.query",
        connection: "pg",
        params: { query: "=SELECT {{ $json.n }}::int AS n, '{{ $json.text }}' AS text" },
      },
      { id: "MySQL", type: "mysql.query", connection: "my", params: { query: "=SELECT {{ $json.text }} AS text" } },
      { id: "SQLite", type: "sqlite.query", connection: "file", params: { query: "=SELECT {{ $json.text }} AS text" } },
      { id: "Set", type: "redis.set", connection: "redis", params: { key: "k", value: "={{ $json.text }}" } },
      { id: "Get", type: "redis.get", connection: "redis", params: { key: "k" } },
      {
        id: "Mail",
        type: "smtp-imap.send",
        connection: "mail",
        params: { from: "a@example.com", to: "b@example.com", subject: "={{ $json.value }}" },
      },
      { id: "Feed", type: "core.rss", params: { url: web.url } },
    ];
    const nodes = steps.map((step) => ({ name: step.id, typeVersion: 1, position: { x: 0, y: 0 }, ...step }));
    const edges = steps.slice(1).map(({ id }, index) => ({
      id: `e${index}`,
      from: { node: steps[index]?.id, port: "out" },
      to: { node: id, port: "in" },
      kind: "main",
    }));
    const dir = tempDir();
    const [file, logins, tape] = [join(dir, "workflow.json"), join(dir, "logins.json"), join(dir, "tape.json")];
    writeFileSync(file, JSON.stringify({ format: 1, id: "w", name: "Services", nodes, edges }));
    const mailLogin = { host: "127.0.0.1", port: mail.port, security: "off", user: USER, password: PASSWORD };
    writeFileSync(
      logins,
      JSON.stringify({ pg: postgres?.secrets, my: mysql?.secrets, redis: redis?.secrets, file: { path: "own.db" }, mail: mailLogin }),
    );
    writeFileSync(tape, "[]");
    const args = ["run", file, "--json", "--files", dir, "--credentials", logins, "--input", JSON.stringify([{ json: ITEM }])];

    const { stdout, stderr, code } = await imx(args);
    expect(stdout, stderr).not.toBe("");
    const { status, nodes: ran } = JSON.parse(stdout) as Document;
    expect({ code, status }).toEqual({ code: 0, status: "succeeded" });
    const first = (name: string) => ran[name]?.[0]?.outputs[0]?.[0]?.json;
    expect(first("Postgres")).toEqual(ITEM);
    expect(first("MySQL")).toEqual({ text: ITEM.text });
    expect(first("SQLite")).toEqual({ text: ITEM.text });
    expect(first("Get")).toEqual({ value: ITEM.text });
    expect(first("Feed")).toEqual({ title: "News" });
    expect(mail.received[0]?.text).toContain(`Subject: ${ITEM.text}`);

    const replayed = JSON.parse((await imx([...args, "--replay", tape])).stdout) as Document & { error: { message: string } };
    expect(replayed.status).toBe("failed");
    expect(replayed.error.message).toContain("replay");
    expect(mail.received).toHaveLength(1);
  }, 60_000);
});
