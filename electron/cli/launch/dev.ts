import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { join } from "node:path";
import { defaultDataDir } from "../default-data.ts";
import { build } from "./build.ts";
import { findElectron } from "./electron-binary.ts";
import { NODE_FLAGS } from "./node-flags.mjs";

const SETTLE_MS = 200;

/** `npm run dev`: builds what changes and starts the app anew when its own side did; a window is reloaded by hand (Ctrl+R). */
export async function dev(root: string, args: readonly string[]): Promise<void> {
  const electron = findElectron(root, process.env);
  const [file, start] =
    electron === undefined
      ? [
          process.execPath,
          [...NODE_FLAGS, join(root, "dist", "main", "imx.js"), "serve", "--data", defaultDataDir(process.platform, process.env)],
        ]
      : [electron, [root]];
  let app: ChildProcess | undefined;
  const changes = changesIn(root);
  process.once("exit", () => app?.kill());
  for (let side: Side = "node"; ; side = await changes.next()) {
    if (!build(root, ["main", "preload", "renderer"]) || side === "renderer") continue;
    await stop(app);
    app = spawn(file, [...start, ...args], { stdio: "inherit" });
  }
}

type Side = "node" | "renderer";

/** Waits until files have changed and then stayed the same for a moment. */
function changesIn(root: string): { next(): Promise<Side> } {
  let side: Side | undefined;
  let settled: NodeJS.Timeout | undefined;
  let tell: (() => void) | undefined;
  const changed = (where: Side) => {
    if (side !== "node") side = where;
    clearTimeout(settled);
    settled = setTimeout(() => tell?.(), SETTLE_MS);
  };
  watch(join(root, "renderer"), { recursive: true }, () => changed("renderer"));
  for (const folder of ["electron", "connectors"]) watch(join(root, folder), { recursive: true }, () => changed("node"));
  return {
    async next() {
      while (side === undefined) await new Promise<void>((resolve) => (tell = resolve));
      const which = side;
      side = undefined;
      return which;
    },
  };
}

/** The next one opens the same workspace, so the last has to be gone. */
async function stop(app: ChildProcess | undefined): Promise<void> {
  if (app === undefined || app.exitCode !== null || app.signalCode !== null) return;
  app.kill();
  await once(app, "exit");
}
