import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../line.ts";
import { N8N, NODE_RED } from "../peers.ts";

const MB = 1024 * 1024;

function sizeOf(path: string, skip: (name: string) => boolean = () => false): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path)
    .filter((name) => !skip(name))
    .reduce((sum, name) => sum + sizeOf(join(path, name), skip), 0);
}

/** What an installation holds beside Node or Electron: the bundles, and the one native module with this machine's binary. */
export const installed: Row = {
  name: "installed",
  async measure({ root, bundle }) {
    const sqlite = join(root, "node_modules", "better-sqlite3");
    const native = sizeOf(join(sqlite, "lib")) + sizeOf(join(sqlite, "prebuilds", `${process.platform}-${process.arch}.node`));
    const bytes = sizeOf(bundle) + sizeOf(join(root, "dist", "renderer")) + native;
    if (native < MB / 2) throw new Error("better-sqlite3's binary is not where it has to be");
    return [
      {
        what: "installed size beside Node and Electron",
        unit: "MB",
        ours: bytes / MB,
        target: 80,
        n8n: N8N.installed,
        nodeRed: NODE_RED.installed,
      },
    ];
  },
};
