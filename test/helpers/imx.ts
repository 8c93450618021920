import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
/** As `npm run imx` does: from a bundle that is never stale. */
const LAUNCH = join(ROOT, "electron", "cli", "launch.mjs");

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `imx` as its own process. */
export function imx(args: readonly string[], options: { input?: string; cwd?: string } = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [LAUNCH, "imx", ...args], { cwd: options.cwd ?? ROOT, stdio: ["pipe", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export interface Served {
  readonly url: string;
  /** With the one-time token. */
  readonly entry: string;
  /** SIGKILL: what a power cut leaves of a process. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `imx serve` on a free port, ready for its first webhook. */
export function serve(data: string, args: readonly string[] = []): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [LAUNCH, "imx", "serve", "--port", "0", "--json", "--data", data, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (!stdout.includes("\n")) return;
      const { url } = JSON.parse(stdout) as { url: string };
      resolve({ url: new URL(url).origin, entry: url, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") });
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`serve ended with ${code}: ${stderr}`)));
  });
}
