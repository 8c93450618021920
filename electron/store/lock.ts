import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import Database from "better-sqlite3";
import { z } from "zod";
import { codeOf, StoreError, storeError } from "./errors.ts";
import { discard } from "./files.ts";
import { DIR_MODE, engineFile, FILE_MODE, lockFile } from "./paths.ts";

/** How others find the engine of a workspace. */
const EngineInfo = z.object({
  pid: z.number().int(),
  /** Null until its server listens. */
  url: z.string().nullable(),
  token: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
});
export type EngineInfo = z.infer<typeof EngineInfo>;

export interface EngineLock {
  /** Tells others where the engine is, in place of what it told before. */
  announce(info: EngineInfo): void;
  release(): void;
}

/** Milliseconds that a second engine waits for the first to be gone: a restart overlaps with the end of the old one. */
const PATIENCE = 1_000;

/**
 * Holds the workspace for one engine as long as its process lives. The operating system keeps the lock, through SQLite on a
 * file of its own: it falls with the process however that ends, so nothing stale is left, and two can't win. The file must
 * never be opened by anything else in this process, which would let go of the lock. Throws StoreError `in-use`.
 */
export function lockWorkspace(dir: string): EngineLock {
  const file = lockFile(dir);
  const db = holdLock(dir, file);
  return {
    announce: (info) => writeInfo(dir, info),
    release() {
      rmSync(engineFile(dir), { force: true });
      db.close();
    },
  };
}

function holdLock(dir: string, file: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    mkdirSync(dir, { recursive: true, mode: DIR_MODE });
    db = new Database(file, { timeout: PATIENCE });
    if (process.platform !== "win32") chmodSync(file, FILE_MODE);
    // Nothing is ever written: no journal appears beside it.
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db?.close();
    if (codeOf(error).startsWith("SQLITE_BUSY")) throw inUse(dir);
    throw storeError(error, file);
  }
}

function inUse(dir: string): StoreError {
  const holder = readEngineInfo(dir);
  const who = holder
    ? `process ${holder.pid}${holder.url ? ` at ${holder.url}` : ""}, since ${new Date(holder.startedAt).toISOString()}`
    : "another process that is just starting";
  return new StoreError("in-use", `An engine already works on ${dir}: ${who}. Use that one, or stop it first.`);
}

/** Whole or not at all: a reader sees the old or the new one. */
function writeInfo(dir: string, info: EngineInfo): void {
  const file = engineFile(dir);
  const part = `${file}.${process.pid}.part`;
  try {
    rmSync(part, { force: true });
    const handle = openSync(part, "wx", FILE_MODE);
    try {
      writeSync(handle, `${JSON.stringify(info)}\n`);
    } finally {
      closeSync(handle);
    }
    renameSync(part, file);
  } catch (error) {
    discard(part);
    throw storeError(error, file);
  }
}

/** What the workspace's engine told last. It may have died since: see `findEngine`. */
export function readEngineInfo(dir: string): EngineInfo | undefined {
  try {
    const parsed = EngineInfo.safeParse(JSON.parse(readFileSync(engineFile(dir), "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The engine that works on this workspace now, if one does. Its address is worth a call; only the call is proof. */
export function findEngine(dir: string): EngineInfo | undefined {
  const info = readEngineInfo(dir);
  return info && isAlive(info.pid) ? info : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return codeOf(error) === "EPERM";
  }
}
