import { spawn } from "node:child_process";
import { join } from "node:path";
import { defaultDataDir } from "../default-data.ts";
import { build } from "./build.ts";
import { fetchElectron, findElectron } from "./electron-binary.ts";
import { openBrowser } from "./open-browser.ts";

/** `npm start`: the desktop app, or the same screens in a browser where Electron's binary can't be had. */
export async function start(root: string, args: readonly string[]): Promise<void> {
  if (!build(root, ["main", "preload", "renderer"])) process.exit(1);
  let electron = findElectron(root, process.env);
  if (electron === undefined) {
    process.stderr.write("Fetching Electron (once, about 120 MB) ...\n");
    electron = fetchElectron(root, process.env);
  }
  if (electron !== undefined) return runUntilEnd(electron, [root, ...args], () => {});
  process.stderr.write("Electron's binary can't be had on this machine, so the same screens open in your browser.\n");
  const data = args.includes("--data") ? [] : ["--data", defaultDataDir(process.platform, process.env)];
  await runUntilEnd(process.execPath, [join(root, "dist", "main", "imx.js"), "serve", ...data, ...args], openBrowser);
}

/** Runs a program as this one: its output, signals and exit code are ours. `onUrl` gets the first address it prints. */
function runUntilEnd(file: string, args: readonly string[], onUrl: (url: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["inherit", "pipe", "inherit"] });
    let told = false;
    let text = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (chunk: string) => {
      process.stdout.write(chunk);
      if (told) return;
      text += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/.exec(text)?.[0];
      if (url === undefined) return;
      told = true;
      onUrl(url);
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
    child.once("error", reject);
    child.once("exit", (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
