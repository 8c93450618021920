import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const FUSES = [
  "runAsNode",
  "cookieEncryption",
  "nodeOptions",
  "nodeCliInspect",
  "asarIntegrity",
  "onlyAsar",
  "browserSnapshot",
  "fileProtocol",
  "wasmTraps",
] as const;

/** A folder that looks like an unpacked Electron to the packager: its executable is text and a fuse wire, all fuses on. */
export function writeFakeElectron(folder: string, version: string): void {
  for (const sub of ["resources", "locales"]) mkdirSync(join(folder, sub), { recursive: true });
  writeFileSync(join(folder, "version"), version);
  for (const file of ["LICENSE", "LICENSES.chromium.html"]) writeFileSync(join(folder, file), "x");
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from("1".repeat(FUSES.length))]);
  writeFileSync(join(folder, "electron"), Buffer.concat([Buffer.from("#!/bin/sh\nexit 0\n"), wire]), { mode: 0o755 });
}

/** The fuses as they stand in an executable, by name. */
export function readFuses(executable: Buffer): Record<string, boolean> {
  const at = executable.indexOf(SENTINEL) + SENTINEL.length;
  return Object.fromEntries(FUSES.map((name, index) => [name, executable[at + 2 + index] === "1".charCodeAt(0)]));
}

interface Entry {
  files?: Record<string, Entry>;
  unpacked?: boolean;
  size?: number;
}

/** Paths inside an archive with their size, and whether they lie beside it. */
export function listAsar(archive: Buffer): { path: string; unpacked: boolean; size: number }[] {
  const header = JSON.parse(archive.toString("utf8", 16, 16 + archive.readUInt32LE(12))) as Entry;
  const walk = (entry: Entry, path: string): { path: string; unpacked: boolean; size: number }[] =>
    entry.files === undefined
      ? [{ path, unpacked: entry.unpacked === true, size: entry.size ?? 0 }]
      : Object.entries(entry.files).flatMap(([name, child]) => walk(child, path === "" ? name : `${path}/${name}`));
  return walk(header, "");
}
