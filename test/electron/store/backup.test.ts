import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openWorkspaceKey } from "../../../electron/secrets/workspace-key.ts";
import { backup } from "../../../electron/store/backup.ts";
import { createBlobStore } from "../../../electron/store/blobs.ts";
import { openReader } from "../../../electron/store/journal-reader.ts";
import { openWorkspace } from "../../../electron/store/open.ts";
import { restore } from "../../../electron/store/restore.ts";
import { startWriter } from "../../../electron/threads/writer-client.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { end, noise, run, runId, step, T0 } from "./records.ts";

/** A workspace with runs, a table of the user's, a file, a payload with a file of its own, and a key. */
async function workspace() {
  const dir = join(tempDir(), "w");
  const writer = await startWriter(dir);
  const payload = JSON.stringify([[{ json: { text: noise(600_000) } }]]);
  for (let n = 1; n <= 50; n++) writer.journal.append(run(n, n === 50 ? { payload } : {}));
  await writer.journal.durable();
  const photo = await createBlobStore(dir).put(Buffer.alloc(5_000_000, 7), { fileName: "roof.jpg" });
  const key = await openWorkspaceKey(dir);
  return { dir, writer, payload, photo, key };
}
async function madeBackup() {
  const made = await workspace();
  const file = join(tempDir(), "b.imxbackup");
  await backup(made.dir, file, T0);
  await made.writer.close();
  return { ...made, file };
}

describe("a backup", () => {
  it("brings everything back in another folder", async () => {
    const { file, payload, photo, key } = await madeBackup();
    const dir = join(tempDir(), "restored");
    await restore(file, dir);
    expect(existsSync(join(dir, "engine.json"))).toBe(false);
    openWorkspace(dir).close();
    const reader = openReader(dir);
    expect(reader.unfinished()).toHaveLength(50);
    expect(reader.input(runId(50))).toBe(payload);
    reader.close();
    expect(Buffer.from(await createBlobStore(dir).bytes(photo)).equals(Buffer.alloc(5_000_000, 7))).toBe(true);
    expect(new Uint8Array(await openWorkspaceKey(dir))).toEqual(new Uint8Array(key));
    if (process.platform === "win32") return;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const name of ["workspace.db", "key.json"]) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  });

  it("is one moment of a workspace that is being written to, and nothing else is left beside it", async () => {
    const { dir, writer } = await workspace();
    const folder = tempDir();
    let writing = true;
    const load = (async () => {
      for (let n = 51; writing; n++) {
        writer.journal.append(run(n));
        for (let s = 1; s <= 3; s++) writer.journal.append(step(n, s));
        writer.journal.append(end(n));
        await writer.journal.durable();
      }
    })();
    await backup(dir, join(folder, "b"), T0);
    writing = false;
    await load;
    await writer.close();
    expect(readdirSync(folder)).toEqual(["b"]);
    const again = join(tempDir(), "again");
    await restore(join(folder, "b"), again);
    const db = openWorkspace(again);
    expect(db.sql.pragma("integrity_check", { simple: true })).toBe("ok");
    db.close();
    const reader = openReader(again);
    for (let n = 51; n <= reader.lastRun(); n++) expect([0, 4]).toContain(reader.history(runId(n)).length);
    reader.close();
  });

  it("is not restored over a workspace", async () => {
    const { file, dir } = await madeBackup();
    await expect(restore(file, dir)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(dir) });
  });

  it.each([
    [
      "a file of another kind",
      (file: string) => writeFileSync(file, "not a backup, not even a database, only a longer text ".repeat(50)),
      "not-a-database",
    ],
    ["a file that is cut short", (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096), "corrupt"],
    [
      "changed bytes",
      (file: string) => edit(file, "UPDATE parts SET bytes = zeroblob(length(bytes)) WHERE path LIKE 'blobs/%'"),
      "corrupt",
    ],
    ["a path outside", (file: string) => edit(file, "INSERT INTO files VALUES ('../x', 0, '')"), "corrupt"],
    ["a newer version", (file: string) => edit(file, "UPDATE info SET format = 99"), "newer-version"],
  ])("is refused, and leaves no workspace behind: %s", async (_, spoil, code) => {
    const { file } = await madeBackup();
    spoil(file);
    const dir = join(tempDir(), "w");
    await expect(restore(file, dir)).rejects.toMatchObject({ name: "StoreError", code });
    expect(existsSync(join(dir, "workspace.db"))).toBe(false);
  });
});

function edit(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}
