import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openHost } from "../threads/host.ts";
import { unlockWorkspace } from "../threads/unlock.ts";
import { dataDir } from "./default-data.ts";
import { parseFlags, UsageError } from "./usage.ts";
import { VERSION } from "./version.ts";

/** The built screens, beside the bundle or in the checkout. */
function screensDir(): string | undefined {
  const candidates = import.meta.url.endsWith(".ts") ? ["../../dist/renderer"] : ["../renderer"];
  return candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
}

/** `imx serve`: the engine with webhooks, REST and the screens, until it is told to stop. */
export async function serve(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { port: { type: "string" }, json: { type: "boolean" }, data: { type: "string" } });
  if (positionals.length > 0) throw new UsageError("serve: takes no file.");
  const port = values.port === undefined ? 7470 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError("--port: must be a number from 0 to 65535.");
  const dir = dataDir(values.data);
  const unlocked = await unlockWorkspace(dir);
  const screens = screensDir();
  const host = await openHost({
    dir,
    version: VERSION,
    secrets: unlocked.secrets,
    port,
    ...(screens === undefined ? {} : { screens }),
    onProblem: (message) => void process.stderr.write(`imx: ${message}\n`),
  }).catch((error: unknown) => {
    unlocked.release();
    throw error;
  });
  const { server } = host;
  if (!server) throw new Error("the server did not start");
  unlocked.announce({ url: server.url, token: server.access.token });
  const url = `${server.url}/?token=${server.access.newOneTimeToken()}`;
  process.stdout.write(values.json ? `${JSON.stringify({ url, port: server.port })}\n` : `${url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await host.close();
  unlocked.release();
  return 0;
}
