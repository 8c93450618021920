import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../../electron/store/migrations/index.ts";
import type { Migration } from "../../../electron/store/migrations/migration.ts";
import { openWorkspace } from "../../../electron/store/open.ts";
import { startWriter } from "../../../electron/threads/writer-client.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const fault = (open: () => unknown): unknown => {
  try {
    open();
  } catch (error) {
    return error;
  }
  return undefined;
};
const mode = (path: string) => statSync(path).mode & 0o777;
const posix = process.platform !== "win32";
const root = posix && process.getuid?.() === 0;

describe("a workspace's folder", () => {
  it("is made for the user alone, durable to the last commit", () => {
    const dir = join(tempDir(), "a", "b");
    const db = openWorkspace(dir);
    expect(db.sql.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(db.sql.pragma("synchronous", { simple: true })).toBe(2);
    expect(db.sql.pragma("foreign_keys", { simple: true })).toBe(1);
    expect(db.sql.pragma("user_version", { simple: true })).toBe(MIGRATIONS.at(-1)?.version);
    if (posix) {
      expect(mode(dir)).toBe(0o700);
      for (const file of ["workspace.db", "workspace.db-wal", "workspace.db-shm"]) expect(mode(join(dir, file))).toBe(0o600);
    }
    db.close();
    openWorkspace(dir).close();
    expect(existsSync(join(dir, "backups"))).toBe(false);
  });

  it("keeps a database that others could read to the user again", () => {
    if (!posix) return;
    const dir = tempDir();
    openWorkspace(dir).close();
    chmodSync(join(dir, "workspace.db"), 0o644);
    openWorkspace(dir).close();
    expect(mode(join(dir, "workspace.db"))).toBe(0o600);
  });

  it("that can't be written is named", () => {
    const dir = tempDir();
    writeFileSync(join(dir, "file"), "");
    expect(fault(() => openWorkspace(join(dir, "file")))).toMatchObject({
      name: "StoreError",
      message: expect.stringContaining(join(dir, "file")),
    });
    if (root || !posix) return;
    chmodSync(dir, 0o500);
    expect(fault(() => openWorkspace(join(dir, "sub")))).toMatchObject({ code: "not-writable", message: expect.stringContaining(dir) });
  });
});

describe("a file that is no workspace", () => {
  it.each([
    ["text", (file: string) => writeFileSync(file, "this is not a database, but it is long enough to look like one\n".repeat(100))],
    [
      "another program's database",
      (file: string) => {
        const db = new Database(file);
        db.exec("CREATE TABLE theirs (a)");
        db.close();
      },
    ],
  ])("is refused and left as it was: %s", async (_, make) => {
    const dir = tempDir();
    const file = join(dir, "workspace.db");
    make(file);
    const before = readFileSync(file);
    expect(fault(() => openWorkspace(dir))).toMatchObject({ code: "not-a-database", message: expect.stringContaining(file) });
    await expect(startWriter(dir)).rejects.toMatchObject({ name: "StoreError", code: "not-a-database" });
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.includes("journal"))).toEqual([]);
  });
});

const NEXT: Migration = { version: 9_000, name: "next", sql: "CREATE TABLE fresh (a INTEGER) STRICT; INSERT INTO fresh VALUES (1);" };
const BROKEN: Migration = { version: 9_010, name: "broken", sql: "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);" };

describe("migrations", () => {
  it("go up in tens without a gap, one file each", () => {
    expect(MIGRATIONS.map((m) => m.version)).toEqual(MIGRATIONS.map((_, i) => (i + 1) * 10));
    const files = readdirSync(new URL("../../../electron/store/migrations", import.meta.url)).filter((name) => /^\d/.test(name));
    expect(files.sort()).toEqual(MIGRATIONS.map((m) => `${String(m.version).padStart(4, "0")}-${m.name}.ts`));
  });

  it("back the database up whole before the first change", () => {
    const dir = tempDir();
    const db = openWorkspace(dir);
    db.sql.prepare("INSERT INTO settings (key, value) VALUES ('theme', '\"dark\"')").run();
    db.close();
    openWorkspace(dir, [...MIGRATIONS, NEXT]).close();
    const file = join(dir, "backups", `workspace-v${MIGRATIONS.at(-1)?.version}.db`);
    const backup = new Database(file, { readonly: true });
    expect(backup.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(backup.pragma("user_version", { simple: true })).toBe(MIGRATIONS.at(-1)?.version);
    expect(backup.prepare("SELECT value FROM settings").get()).toEqual({ value: '"dark"' });
    backup.close();
    if (posix) expect(mode(file)).toBe(0o600);
    expect(readdirSync(join(dir, "backups"))).toHaveLength(1);
  });

  it("that fail leave the database at the version before, with its data", () => {
    const dir = tempDir();
    openWorkspace(dir).close();
    const error = fault(() => openWorkspace(dir, [...MIGRATIONS, NEXT, BROKEN]));
    expect(error).toMatchObject({ name: "StoreError", message: expect.stringContaining("broken") });
    const db = openWorkspace(dir, [...MIGRATIONS, NEXT]);
    expect(db.sql.pragma("user_version", { simple: true })).toBe(NEXT.version);
    expect(db.sql.prepare("SELECT name FROM sqlite_schema WHERE name IN ('half', 'fresh')").all()).toEqual([{ name: "fresh" }]);
    db.close();
  });

  it("are not begun when the backup can't be made", () => {
    const dir = tempDir();
    openWorkspace(dir).close();
    writeFileSync(join(dir, "backups"), "in the way");
    expect(fault(() => openWorkspace(dir, [...MIGRATIONS, NEXT]))).toMatchObject({ message: expect.stringContaining("left as it is") });
    const db = openWorkspace(dir);
    expect(db.sql.pragma("user_version", { simple: true })).toBe(MIGRATIONS.at(-1)?.version);
    db.close();
  });

  it("refuse a database of a newer version by name and leave every byte of it", () => {
    const dir = tempDir();
    openWorkspace(dir, [...MIGRATIONS, NEXT]).close();
    const file = join(dir, "workspace.db");
    const before = readFileSync(file);
    const error = fault(() => openWorkspace(dir));
    expect(error).toMatchObject({ code: "newer-version", message: expect.stringMatching(/9000.*Update Infinite Matrix/) });
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(join(dir, "backups"))).toBe(false);
  });
});

/** One line per migration: what an older database holds, and what it must still hold one step up. */
const EXAMPLES: Record<number, { before: string; after: string; expected: unknown[] }> = {
  10: {
    before: "",
    after: `INSERT INTO workflows (id, name, draft, draft_hash, created_at, updated_at) VALUES ('w', 'Quotes', '{}', 'h', 1, 1);
      INSERT INTO versions VALUES ('w', 1, 1, 'ann', '', '{}', 'h');`,
    expected: [{ n: 1 }],
  },
  20: {
    before: "INSERT INTO workflows (id, name, draft, draft_hash, created_at, updated_at) VALUES ('w', 'Quotes', '{}', 'h', 1, 1)",
    after: "INSERT INTO runs (id, workflow, mode, trigger, started_at, status) VALUES (1, 'w', 'live', 't', 1, 'queued')",
    expected: [{ n: 1 }],
  },
  30: {
    before: "INSERT INTO workflows (id, name, draft, draft_hash, created_at, updated_at) VALUES ('w', 'Quotes', '{}', 'h', 1, 1)",
    after: "INSERT INTO settings VALUES ('theme', '1')",
    expected: [{ n: 1 }],
  },
  40: {
    before: "INSERT INTO workflows (id, name, draft, draft_hash, created_at, updated_at) VALUES ('w', 'Quotes', '{}', 'h', 1, 1)",
    after: "INSERT INTO data_tables (name, created_at) VALUES ('Clients', 1)",
    expected: [{ n: 1 }],
  },
  50: {
    before: `INSERT INTO workflows (id, name, draft, draft_hash, created_at, updated_at) VALUES ('w', 'Quotes', '{}', 'h', 1, 1);
      INSERT INTO runs (id, workflow, mode, trigger, started_at, status) VALUES (1, 'w', 'live', 't', 1, 'waiting')`,
    after: `INSERT INTO runs (id, workflow, mode, trigger, started_at, status, called_by, call)
      SELECT 2, workflow, mode, 't', 2, 'queued', id, '[3,0,1,1]' FROM runs WHERE called_by IS NULL`,
    expected: [{ n: 1 }],
  },
};

describe("each migration", () => {
  it.each(MIGRATIONS.map((m) => [m.version, m.name] as const))("%i %s keeps what was there and takes what is new", (version) => {
    const example = EXAMPLES[version];
    if (!example) throw new Error(`migration ${version} has no example`);
    const dir = join(tempDir(), "w");
    mkdirSync(dir);
    const older = MIGRATIONS.filter((m) => m.version < version);
    if (older.length > 0) {
      const db = openWorkspace(dir, older);
      db.sql.exec(example.before);
      db.close();
    }
    const db = openWorkspace(
      dir,
      MIGRATIONS.filter((m) => m.version <= version),
    );
    db.sql.exec(example.after);
    expect(db.sql.prepare("SELECT count(*) AS n FROM workflows").all()).toEqual(example.expected);
    expect(db.sql.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.sql.pragma("foreign_key_check")).toEqual([]);
    db.close();
  });
});
