import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ReadDb, readConnection, type WriteDb, writeConnection } from "./connection.ts";
import { codeOf, StoreError, storeError } from "./errors.ts";
import { discard, syncFile, syncFolder } from "./files.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Migration } from "./migrations/migration.ts";
import { backupsDir, DIR_MODE, databaseFile, FILE_MODE } from "./paths.ts";

/** `IMXW`: tells our databases from any other SQLite file. */
const APPLICATION_ID = 0x494d5857;

/**
 * Opens a workspace's folder for writing: makes it where there is none, backs an older database up into `backups/` and
 * migrates it. Only the writer holds such a connection. Throws StoreError; a database it refuses stays as it was.
 */
export function openWorkspace(dir: string, migrations: readonly Migration[] = MIGRATIONS): WriteDb {
  const file = databaseFile(dir);
  try {
    prepareFolder(dir, file);
    refuseForeign(dir, file, migrations);
    const db = writeConnection(dir, file);
    try {
      migrate(db, file, migrations);
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  } catch (error) {
    throw storeError(error, file);
  }
}

/** Opens a workspace that a writer has opened before, for reading alone. */
export function openForReading(dir: string): ReadDb {
  const file = databaseFile(dir);
  if (!existsSync(file)) throw new StoreError("missing", `There is no workspace in ${dir}. Give the folder of an existing one.`);
  try {
    const db = readConnection(dir, file);
    const found = versionOf(db);
    const newest = newestOf(MIGRATIONS);
    if (found.version !== newest || found.application !== APPLICATION_ID) {
      db.close();
      throw found.version > newest
        ? tooNew(file, found.version, newest)
        : new StoreError("missing", `${file} has not been opened by this version yet.`);
    }
    return db;
  } catch (error) {
    throw storeError(error, file);
  }
}

function prepareFolder(dir: string, file: string): void {
  mkdirSync(dir, { recursive: true, mode: DIR_MODE });
  if (!statSync(dir).isDirectory()) throw new StoreError("not-writable", `${dir} is not a folder. Choose another one.`);
  try {
    // Never opened through fs once it exists: closing such a handle would drop SQLite's locks of this process.
    closeSync(openSync(file, "wx", FILE_MODE));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    chmodSync(file, FILE_MODE);
  }
}

interface Found {
  version: number;
  application: number;
  objects: number;
}
function versionOf(db: ReadDb): Found {
  const found = db
    .prepare<Found>(
      "SELECT user_version AS version, application_id AS application, (SELECT count(*) FROM sqlite_schema) AS objects FROM pragma_user_version, pragma_application_id",
    )
    .get();
  if (!found) throw new StoreError("internal", "SQLite did not tell the version of its database.");
  return found;
}
const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

const tooNew = (file: string, found: number, newest: number): StoreError =>
  new StoreError(
    "newer-version",
    `${file} was made by a newer version of Infinite Matrix (database version ${found}, this one knows ${newest}). Update Infinite Matrix; nothing was changed.`,
  );

/** Throws where the file is another program's or a newer version's database. Looks before anything is written. */
export function refuseForeign(dir: string, file: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const db = readConnection(dir, file);
  try {
    const { version, application, objects } = versionOf(db);
    if (version === 0 && objects === 0) return;
    if (application !== APPLICATION_ID) {
      throw new StoreError("not-a-database", `${file} is a database of another program. Move it away, or choose another folder.`);
    }
    if (version > newestOf(migrations)) throw tooNew(file, version, newestOf(migrations));
  } finally {
    db.close();
  }
}

function migrate(db: WriteDb, file: string, migrations: readonly Migration[]): void {
  const { version } = versionOf(db);
  const due = migrations.filter((m) => m.version > version);
  if (due.length === 0) return;
  if (version > 0) backupBefore(db, file, version);
  for (const migration of due) {
    try {
      db.sql
        .transaction(() => {
          db.sql.exec(migration.sql);
          db.sql.pragma(`application_id = ${APPLICATION_ID}`);
          db.sql.pragma(`user_version = ${migration.version}`);
        })
        .immediate();
    } catch (error) {
      const reason = storeError(error, file);
      throw new StoreError(
        reason.code,
        `${file} could not be brought up to version ${migration.version} (${migration.name}): ${reason.message}`,
        {
          cause: error,
        },
      );
    }
  }
}

/** A whole copy, made and synced before the first change: `backups/workspace-v<version>.db`, one per version. */
function backupBefore(db: WriteDb, file: string, version: number): void {
  const folder = backupsDir(db.dir);
  const target = join(folder, `workspace-v${version}.db`);
  const part = `${target}.part`;
  try {
    mkdirSync(folder, { recursive: true, mode: DIR_MODE });
    rmSync(part, { force: true });
    closeSync(openSync(part, "wx", FILE_MODE));
    db.sql.prepare("VACUUM INTO ?").run(part);
    syncFile(part);
    renameSync(part, target);
    syncFolder(folder);
  } catch (error) {
    discard(part);
    const reason = storeError(error, part);
    throw new StoreError(reason.code, `${file} was left as it is, because its backup could not be made first: ${reason.message}`, {
      cause: error,
    });
  }
}
