import { z } from "zod";
import type { TableOp } from "#kit/context.ts";
import { KIND } from "./batch.ts";
import type { WriteDb } from "./connection.ts";
import { decodeText } from "./payload.ts";
import { runTableOps } from "./table-ops.ts";

interface Row {
  at: number;
  encoding: number;
  payload: unknown;
}
/** Written by the store itself from checked operations. */
const Payload = z.object({ ops: z.array(z.custom<TableOp>((op) => typeof op === "object" && op !== null && "op" in op)) });

/**
 * Does again what a run has done to tables so far, from its journal: inside a transaction that is undone afterwards the
 * next step of a test then finds what the steps before it wrote, and nobody else ever does.
 */
export function repeatTableOps(db: WriteDb, run: number, before = Number.MAX_SAFE_INTEGER): void {
  // A test repeated from a step on stands on what the steps before it had written.
  const origin = db
    .prepare<{ run: number; step: number }>(
      `SELECT o.id AS run, CAST(r.rerun_from AS INTEGER) AS step FROM runs r JOIN runs o ON o.id = r.rerun_of
       WHERE r.id = ? AND r.rerun_from IS NOT NULL AND o.options ->> '$.trial'`,
    )
    .get(run);
  if (origin) repeatTableOps(db, origin.run, Math.min(before, origin.step));
  const rows = db
    .prepare<Row>("SELECT at, encoding, payload FROM journal WHERE run = ? AND kind = ? AND step < ? ORDER BY id")
    .all(run, KIND.tables, before);
  for (const { at, encoding, payload } of rows) {
    const { ops } = Payload.parse(JSON.parse(decodeText(db.dir, encoding, payload)));
    const writes = ops.filter(({ op }) => op !== "find");
    // What the tables have become meanwhile may refuse one of them; the step's own operations then tell.
    if (writes.length > 0) runTableOps(db, writes, at);
  }
}
