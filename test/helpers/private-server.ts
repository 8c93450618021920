import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server of this machine's own, started for a test file on a free port and ended with it. */
export interface PrivateServer {
  port: number;
  dir: string;
  signal(name: NodeJS.Signals): void;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Database servers refuse to run as root: then they run as the user that their package made. */
export function unprivileged(name: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout.trim());
  return { uid: id("-u"), gid: id("-g") };
}

export function ownDir(owner: { uid?: number; gid?: number }): string {
  const dir = mkdtempSync(join(tmpdir(), "imx-server-"));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid);
  return dir;
}

/** A program by its usual places; undefined where its package is missing. */
export function program(name: string, folders: readonly string[]): string | undefined {
  const versions = folders.flatMap((folder) => {
    const [parent = "", rest] = folder.split("/*/");
    if (rest === undefined) return [folder];
    return existsSync(parent) ? readdirSync(parent).map((version) => join(parent, version, rest)) : [];
  });
  return versions.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Says in one line why a file's tests do not run here. */
export function missing(what: string, aptPackage: string): undefined {
  process.stderr.write(`Tests against ${what} are not run here: install it with apt-get install ${aptPackage}\n`);
  return undefined;
}

const TRIES = 200;

/** Runs the program until `ready` resolves; its words are shown where it never does. */
export async function start(
  command: string,
  args: readonly string[],
  options: { owner: { uid?: number; gid?: number }; port: number; dir: string; ready(): Promise<unknown> },
): Promise<PrivateServer> {
  const child = spawn(command, args, {
    ...options.owner,
    cwd: options.dir,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: options.dir },
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const over = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await over;
  };
  const server = {
    port: options.port,
    dir: options.dir,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGTERM");
      rmSync(options.dir, { recursive: true, force: true });
    },
  };
  await untilReady(child, () => options.ready()).catch(async (error: unknown) => {
    await server.stop();
    throw new Error(`${command} did not start: ${words.slice(-2000)}`, { cause: error });
  });
  return server;
}

async function untilReady(child: ChildProcess, ready: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await ready();
      return;
    } catch (error) {
      if (tries >= TRIES || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
