import type { ReadDb, WriteDb } from "./connection.ts";

/** Settings of this workspace as stored: the caller's schema fills what is missing. */
export function loadSettings(db: ReadDb): Record<string, unknown> {
  const rows = db.prepare<{ key: string; value: string }>("SELECT key, value FROM settings").all();
  return Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value) as unknown]));
}

const SEEN = "runsSeenAt";

/** When somebody last looked at the runs; 0 = never. */
export function runsSeenAt(db: ReadDb): number {
  const row = db.prepare<{ value: string }>("SELECT value FROM settings WHERE key = ?").get(SEEN);
  return Number(row?.value ?? 0);
}
export const seenAt = (at: number): Record<string, unknown> => ({ [SEEN]: at });

/** Changes the keys given and leaves the others. */
export function saveSettings(db: WriteDb, args: { values: Record<string, unknown> }): void {
  const save = db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)");
  for (const [key, value] of Object.entries(args.values)) if (value !== undefined) save.run(key, JSON.stringify(value));
}
