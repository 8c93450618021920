// Is a bundle as new as its sources? Asked at each start of `imx`, so plain JavaScript and nothing but stat calls.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("./target.ts").Target} Target */

/**
 * What each target is made of (resources: files that bundles take in).
 * @type {Readonly<Record<Target, readonly string[]>>}
 */
const SOURCES = {
  main: ["electron", "connectors", "resources", "vite.main.config.ts", "package.json", "package-lock.json"],
  preload: ["electron/preload", "vite.preload.config.ts", "package-lock.json"],
  renderer: ["renderer", "electron/shared", "connectors", "resources", "vite.config.ts", "package.json", "package-lock.json"],
};

/**
 * One line per source file: path, size, time. Any difference, older files and removed ones included, is a change.
 * @param {string} root
 * @param {Target} target
 */
export function listSources(root, target) {
  /** @type {string[]} */
  const lines = [];
  for (const source of SOURCES[target]) add(root, source, lines);
  return lines.join("\n");
}

/**
 * @param {string} root
 * @param {string} path
 * @param {string[]} lines
 */
function add(root, path, lines) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    lines.push(`${path} ${stat.size} ${stat.mtimeMs}`);
    return;
  }
  for (const entry of readdirSync(join(root, path)).sort()) add(root, `${path}/${entry}`, lines);
}

/**
 * Where a finished build leaves the list it was made from.
 * @param {string} root
 * @param {Target} target
 */
export const stampFile = (root, target) => join(root, "dist", `.built-${target}`);

/**
 * @param {string} root
 * @param {Target} target
 */
export function isFresh(root, target) {
  try {
    return readFileSync(stampFile(root, target), "utf8") === listSources(root, target);
  } catch {
    return false;
  }
}
