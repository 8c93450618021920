import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import type { Workflow } from "#shared/model/workflow.ts";
import { NODE_FLAGS } from "../../electron/cli/launch/node-flags.mjs";
import type { Bench } from "./line.ts";
import type { Target } from "./load.ts";

export interface Served {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Workspace {
  readonly dir: string;
  /** The id that a workflow got there, by its own. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Runs `imx` of the measured bundle to its end; returns what it printed. */
async function imx(bench: Bench, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(bench.bundle, "imx.js"), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const code = await endOf(child);
  if (code !== 0) throw new Error(`imx ${args.join(" ")} ended with ${code}`);
  return text;
}

const Added = z.object({ workflowId: z.string() });

/** A new workspace with these workflows live. */
export async function newWorkspace(bench: Bench, name: string, workflows: readonly Workflow[]): Promise<Workspace> {
  const dir = join(bench.scratch, name);
  mkdirSync(dir, { recursive: true });
  const ids = new Map<string, string>();
  for (const workflow of workflows) {
    const file = join(bench.scratch, `${workflow.id}.json`);
    writeFileSync(file, JSON.stringify(workflow));
    const { workflowId } = Added.parse(JSON.parse(await imx(bench, ["add", file, "--publish", "--json", "--data", dir])));
    ids.set(workflow.id, workflowId);
  }
  return { dir, ids };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** `imx serve` over a workspace, once it has said its address. */
export async function serve(bench: Bench, { dir }: Workspace): Promise<Served> {
  const port = await freePort();
  const args = [...NODE_FLAGS, join(bench.bundle, "imx.js"), "serve", "--json", "--data", dir, "--port", String(port)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return { ...(await opened(child)), url: `http://127.0.0.1:${port}` };
}

/** A program that has written its first line. */
export async function opened(child: ChildProcess): Promise<{ pid: number; stop(): Promise<void> }> {
  const ended = endOf(child);
  await Promise.race([
    new Promise<void>((resolve) => child.stdout?.once("data", () => resolve())),
    ended.then((code) => {
      throw new Error(`the server ended with ${code} before it was ready`);
    }),
  ]);
  child.stdout?.resume();
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });

/** Asks until the right answer comes, from the moment of the call; milliseconds. */
export async function untilAnswered({ url, body, expect }: Target, patienceMs: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const text = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
      .then((answer) => (answer.ok ? answer.text() : undefined))
      .catch(() => undefined);
    const ms = performance.now() - begun;
    if (text === expect) return ms;
    if (text !== undefined) throw new Error(`${url} answered ${text.slice(0, 300)}`);
    if (ms > patienceMs) throw new Error(`${url} did not answer within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
