import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { localPort } from "../../http/local-port.ts";
import { findEngine } from "../../store/lock.ts";
import { dataDir, defaultDataDir } from "../default-data.ts";
import { build } from "./build.ts";
import { fetchElectron, findElectron, isFailureFresh } from "./electron-binary.ts";
import { NODE_FLAGS } from "./node-flags.mjs";
import { openBrowser } from "./open-browser.ts";

/** An app that fails sooner never opened a window: no display, or a sandbox that the system does not allow. */
const OPENED_MS = 5_000;

/** `npm start`: the desktop app, or the same screens in a browser where Electron can't be had or can't run. */
export async function start(root: string, args: readonly string[]): Promise<void> {
  if (!build(root, ["main", "preload", "renderer"])) process.exit(1);
  const electron = findElectron(root, process.env) ?? fetch(root);
  if (electron !== undefined) {
    const since = Date.now();
    process.exitCode = await runUntilEnd(electron, [root, ...args]);
    if (process.exitCode === 0 || Date.now() - since > OPENED_MS) return;
  }
  const why = electron === undefined ? "Electron's binary can't be had on this machine" : "Electron can't open a window on this machine";
  process.stderr.write(`${why}, so the same screens open in your browser.\n`);
  const running = await runningUrl(args);
  if (running !== undefined) {
    process.stdout.write(`It is running already: ${running}\n`);
    openBrowser(running);
    return;
  }
  const data = args.includes("--data") ? [] : ["--data", defaultDataDir(process.platform, process.env)];
  const port = args.includes("--port") ? [] : ["--port", String(await localPort())];
  process.exitCode = await runUntilEnd(
    process.execPath,
    [...NODE_FLAGS, join(root, "dist", "main", "imx.js"), "serve", ...data, ...port, ...args],
    openBrowser,
  );
}

const Session = z.object({ url: z.string() });

/** An address into the engine that already works on this workspace; undefined where none does. */
async function runningUrl(args: readonly string[]): Promise<string | undefined> {
  const engine = findEngine(dataDir(args[args.indexOf("--data") + 1 || args.length]));
  if (!engine?.url) return undefined;
  try {
    const answer = await globalThis.fetch(`${engine.url}/session`, {
      method: "POST",
      headers: { authorization: `Bearer ${engine.token}` },
    });
    return Session.parse(await answer.json()).url;
  } catch {
    // It died without a word: the next one takes its place.
    return undefined;
  }
}

function fetch(root: string): string | undefined {
  const failed = join(root, "dist", ".electron-not-had");
  if (isFailureFresh(failed, Date.now())) return undefined;
  process.stderr.write("Fetching Electron (once, about 120 MB) ...\n");
  const found = fetchElectron(root, process.env);
  if (found === undefined) {
    writeFileSync(failed, "");
    process.stderr.write(`That did not work. It is tried again tomorrow, or once ${failed} is removed.\n`);
  } else rmSync(failed, { force: true });
  return found;
}

/** Runs a program as this one: its output and signals are ours. `onUrl` gets the first address it prints. Resolves to its exit code. */
function runUntilEnd(file: string, args: readonly string[], onUrl?: (url: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["inherit", "pipe", "inherit"] });
    let text = "";
    let tell = onUrl;
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (chunk: string) => {
      process.stdout.write(chunk);
      text = tell ? text + chunk : "";
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/.exec(text)?.[0];
      if (url === undefined) return;
      tell?.(url);
      tell = undefined;
    });
    const forward = (signal: NodeJS.Signals) => {
      // A terminal's Ctrl+C reaches the program by itself; twice would cut its end short.
      if (signal === "SIGTERM" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}
