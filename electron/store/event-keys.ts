import { createHash } from "node:crypto";
import type { ReadDb, WriteDb } from "./connection.ts";

/** How long an event's key starts no second run. */
export const KEY_LIFE = 30 * 86_400_000;

const short = (key: string): string => (key.length <= 200 ? key : `sha256:${createHash("sha256").update(key).digest("hex")}`);

/** The run that this key started within 30 days before `at`. */
export function runOfKey(db: ReadDb, workflow: string, trigger: string, key: string, at: number): number | undefined {
  return db
    .prepare<{ run: number }>("SELECT run FROM event_keys WHERE workflow = ? AND trigger = ? AND key = ? AND at > ?")
    .get(workflow, trigger, short(key), at - KEY_LIFE)?.run;
}

export function rememberKey(db: WriteDb, workflow: string, trigger: string, key: string, run: number, at: number): void {
  db.prepare("INSERT OR REPLACE INTO event_keys (workflow, trigger, key, run, at) VALUES (?, ?, ?, ?, ?)").run(
    workflow,
    trigger,
    short(key),
    run,
    at,
  );
}
