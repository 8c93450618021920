import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { freePort, missing, ownDir, type PrivateServer, program, start, unprivileged } from "./private-server.ts";

export interface MariadbServer extends PrivateServer {
  /** Fields of a connection to it. */
  secrets: Record<string, string>;
  /** Its certificate, for the name localhost, where it could be given one. */
  ca: string | undefined;
  sql(text: string): Promise<unknown>;
  /** Does something in a session that stays open until the answer is called. */
  hold(text: string): Promise<() => Promise<void>>;
}

const PASSWORD = "canary:p@ss/word";

/** A MariaDB server with a database of its own; undefined where it is not installed. */
export async function mariadbServer(): Promise<MariadbServer | undefined> {
  const daemon = program("mariadbd", ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"]);
  const install = program("mariadb-install-db", ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]);
  if (daemon === undefined || install === undefined) return missing("MariaDB", "mariadb-server");
  const owner = unprivileged("mysql");
  const dir = ownDir(owner);
  const data = join(dir, "data");
  const port = await freePort();
  const made = spawnSync(install, ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"], {
    ...owner,
    cwd: dir,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`mariadb-install-db failed: ${made.stderr}`);
  const [key, file] = [join(dir, "server.key"), join(dir, "server.crt")];
  spawnSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-keyout",
      key,
      "-out",
      file,
      "-subj",
      "/CN=localhost",
      "-addext",
      "subjectAltName=DNS:localhost",
    ],
    { ...owner },
  );
  const ca = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const args = [
    "--no-defaults",
    `--datadir=${data}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    `--socket=${join(dir, "s")}`,
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=16M",
    ...(ca === undefined ? [] : [`--ssl-cert=${file}`, `--ssl-key=${key}`]),
  ];
  const connect = (user: string, password: string, database?: string) =>
    mysql.createConnection({ host: "127.0.0.1", port, user, password, ...(database === undefined ? {} : { database }), disableEval: true });
  const ready = async () => (await connect("root", "")).end();
  const server = await start(daemon, args, { owner, port, dir, ready });
  const root = await connect("root", "");
  for (const text of [
    "CREATE DATABASE shop",
    `CREATE USER imx@'%' IDENTIFIED BY '${PASSWORD}'`,
    "GRANT ALL ON shop.* TO imx@'%'",
    "CREATE USER reader@'%' IDENTIFIED BY 'reader'",
    "GRANT SELECT ON shop.* TO reader@'%'",
  ])
    await root.query(text);
  await root.end();
  return {
    ...server,
    ca,
    secrets: { host: "127.0.0.1", port: String(port), database: "shop", user: "imx", password: PASSWORD, tls: "off" },
    async sql(text) {
      const one = await connect("root", "", "shop");
      try {
        return (await one.query(text))[0];
      } finally {
        await one.end();
      }
    },
    async hold(text) {
      const one = await connect("root", "", "shop");
      await one.query(text);
      return () => one.end();
    },
  };
}
