import { spawnSync } from "node:child_process";
import { chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { freePort, missing, ownDir, type PrivateServer, program, start, unprivileged } from "./private-server.ts";

export interface PostgresServer extends PrivateServer {
  /** Fields of a connection to it. */
  secrets: Record<string, string>;
  /** Its certificate, for the name localhost, where it could be given one. */
  ca: string | undefined;
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Does something in a session that stays open until the answer is called. */
  hold(text: string): Promise<() => Promise<void>>;
}

const PASSWORD = "canary:p@ss/word";

/** A PostgreSQL server with a database of its own; undefined where it is not installed. */
export async function postgresServer(): Promise<PostgresServer | undefined> {
  const initdb = program("initdb", ["/usr/lib/postgresql/*/bin", "/usr/local/bin", "/opt/homebrew/bin"]);
  if (initdb === undefined) return missing("PostgreSQL", "postgresql");
  const owner = unprivileged("postgres");
  const dir = ownDir(owner);
  const data = join(dir, "data");
  const port = await freePort();
  const passwordFile = join(dir, "password");
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const made = spawnSync(
    initdb,
    ["-D", data, "-U", "imx", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--locale=C", "-N"],
    { ...owner, cwd: dir, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const ca = certificate(data, owner);
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: dir,
    fsync: "off",
    ssl: ca === undefined ? "off" : "on",
  };
  const args = ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const client = async () => {
    const one = new pg.Client({ host: "127.0.0.1", port, user: "imx", password: PASSWORD, database: "postgres", ssl: false });
    await one.connect();
    return one;
  };
  const ready = async () => (await client()).end();
  const server = await start(join(dirname(initdb), "postgres"), args, { owner, port, dir, ready });
  return {
    ...server,
    ca,
    secrets: { host: "127.0.0.1", port: String(port), database: "postgres", user: "imx", password: PASSWORD, tls: "off" },
    async hold(text) {
      const one = await client();
      await one.query(text);
      return () => one.end();
    },
    async sql(text) {
      const one = await client();
      try {
        return (await one.query<Record<string, unknown>>(text)).rows;
      } finally {
        await one.end();
      }
    },
  };
}

function certificate(data: string, owner: { uid?: number; gid?: number }): string | undefined {
  const [key, file] = [join(data, "server.key"), join(data, "server.crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", file, ...subject], {
    ...owner,
  });
  if (!existsSync(file)) return undefined;
  if (owner.uid !== undefined && owner.gid !== undefined) for (const one of [key, file]) chownSync(one, owner.uid, owner.gid);
  return readFileSync(file, "utf8");
}
