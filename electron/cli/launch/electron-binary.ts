import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const DOWNLOAD_MS = 10 * 60_000;

/** The Electron to run: an override (ELECTRON_OVERRIDE_DIST_PATH), the one in node_modules, or none. */
export function findElectron(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const folder = join(root, "node_modules", "electron");
  const name = readText(join(folder, "path.txt")) ?? "electron";
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = override === undefined ? join(folder, "dist", name) : join(override, name);
  return existsSync(file) ? file : undefined;
}

/** Lets the electron package fetch its own binary, as its first start would. Quiet: the caller says what it means. */
export function fetchElectron(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const installer = join(root, "node_modules", "electron", "install.js");
  if (!existsSync(installer)) return undefined;
  spawnSync(process.execPath, [installer], { cwd: root, env, stdio: "ignore", timeout: DOWNLOAD_MS });
  return findElectron(root, env);
}

const DAY_MS = 86_400_000;
/** A failed download left this file within the last day: another try would most likely take as long and fail too. */
export function isFailureFresh(file: string, now: number): boolean {
  const left = statSync(file, { throwIfNoEntry: false });
  return left !== undefined && now - left.mtimeMs < DAY_MS;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
