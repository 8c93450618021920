import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isFresh, listSources, stampFile } from "./freshness.mjs";
import { withLock } from "./lock.ts";
import type { Target } from "./target.ts";

interface Job {
  config: string;
  outDir: string;
  /** What this target leaves in `outDir`; targets may share a folder. */
  owns: RegExp;
}

const JOBS: Readonly<Record<Target, Job>> = {
  main: { config: "vite.main.config.ts", outDir: "main", owns: /\.js$/ },
  preload: { config: "vite.preload.config.ts", outDir: "main", owns: /\.cjs$/ },
  renderer: { config: "vite.config.ts", outDir: "renderer", owns: /./ },
};

/** Everything, fresh or not; ends the process with 1 where it can't be built. */
export function buildAll(root: string): void {
  const targets: readonly Target[] = ["main", "preload", "renderer"];
  for (const target of targets) rmSync(stampFile(root, target), { force: true });
  if (!build(root, targets)) process.exit(1);
}

/** Brings the targets up to date, one line on stderr; false (with the reason there) where one can't be built. */
export function build(root: string, targets: readonly Target[]): boolean {
  mkdirSync(join(root, "dist"), { recursive: true });
  return withLock(join(root, "dist", ".lock"), () => {
    // Whoever held the lock may have built the same.
    const stale = targets.filter((target) => !isFresh(root, target));
    if (stale.length === 0) return true;
    process.stderr.write(`Building ${stale.join(", ")} ...\n`);
    return stale.every((target) => buildOne(root, target));
  });
}

function buildOne(root: string, target: Target): boolean {
  const job = JOBS[target];
  // Taken before the build: a file changed meanwhile makes the next start build again.
  const sources = listSources(root, target);
  const staging = join(root, "dist", `.staging-${target}-${process.pid}`);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const done = spawnSync(
    process.execPath,
    [vite, "build", "-c", join(root, job.config), "--outDir", staging, "--emptyOutDir", "--logLevel", "warn"],
    { cwd: root, encoding: "utf8", env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" } },
  );
  if (done.status !== 0) {
    process.stderr.write(`Building ${target} failed:\n${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}\n`);
    rmSync(staging, { recursive: true, force: true });
    return false;
  }
  putInPlace(staging, join(root, "dist", job.outDir), job.owns);
  writeFileSync(stampFile(root, target), sources);
  return true;
}

/** Moves file by file, so that a program started meanwhile never sees half of one; entries after the chunks they name. */
function putInPlace(staging: string, outDir: string, owns: RegExp): void {
  const files = listFiles(staging);
  const isChunk = (file: string) => /-[\w-]{8}\.\w+$/.test(file);
  for (const file of [...files.filter(isChunk), ...files.filter((file) => !isChunk(file))]) {
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    renameSync(join(staging, file), join(outDir, file));
  }
  const kept = new Set(files);
  for (const file of listFiles(outDir)) if (owns.test(file) && !kept.has(file)) rmSync(join(outDir, file));
  rmSync(staging, { recursive: true, force: true });
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
