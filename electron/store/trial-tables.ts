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

/** The run, those that called for it, and all that these have called for: one test, whose steps see one another's rows. */
const FAMILY = `
  WITH RECURSIVE above(id) AS (SELECT ? UNION SELECT r.called_by FROM runs r JOIN above a ON r.id = a.id WHERE r.called_by IS NOT NULL),
    family(id) AS (SELECT id FROM above UNION SELECT r.id FROM runs r JOIN family f ON r.called_by = f.id)
  SELECT at, encoding, payload FROM journal WHERE run IN family AND kind = ? ORDER BY id`;

/** The run's callers, the first of all before it, and at last itself. */
const ABOVE = `
  WITH RECURSIVE above(id, depth) AS (
    SELECT ?, 0 UNION SELECT r.called_by, depth + 1 FROM runs r JOIN above a ON r.id = a.id WHERE r.called_by IS NOT NULL)
  SELECT id FROM above ORDER BY depth DESC`;

/**
 * What stood when a run began a step: its own steps before that one with all that these have called for, and what its
 * callers and their other calls had done by then.
 */
const BEFORE_STEP = `
  WITH RECURSIVE origin(run, step) AS (SELECT ?, ?),
    below(id) AS (
      SELECT r.id FROM runs r JOIN origin o ON r.called_by = o.run WHERE CAST(r.call ->> '$[0]' AS INTEGER) < o.step
      UNION SELECT r.id FROM runs r JOIN below b ON r.called_by = b.id),
    above(id) AS (
      SELECT r.called_by FROM runs r JOIN origin o ON r.id = o.run WHERE r.called_by IS NOT NULL
      UNION SELECT r.called_by FROM runs r JOIN above a ON r.id = a.id WHERE r.called_by IS NOT NULL),
    beside(id) AS (
      SELECT id FROM above
      UNION SELECT r.id FROM runs r JOIN beside b ON r.called_by = b.id WHERE r.id <> (SELECT run FROM origin)),
    begun(id) AS (SELECT min(j.id) FROM journal j JOIN origin o ON j.run = o.run AND j.step >= o.step),
    standing(id) AS (
      SELECT j.id FROM journal j JOIN origin o ON j.run = o.run AND j.step < o.step
      UNION SELECT j.id FROM journal j JOIN below b ON j.run = b.id
      UNION SELECT j.id FROM journal j JOIN beside b ON j.run = b.id WHERE j.id < (SELECT ifnull(id, 9e18) FROM begun))
  SELECT at, encoding, payload FROM journal WHERE id IN standing AND kind = ? ORDER BY id`;

/**
 * Does again what a test has done to tables so far, from its journal: inside a transaction that is undone afterwards the
 * next step then finds what the steps before it wrote, and nobody else ever does.
 */
export function repeatTableOps(db: WriteDb, run: number): void {
  for (const id of above(db, run)) repeatOrigin(db, id);
  repeat(db, db.prepare<Row>(FAMILY).all(run, KIND.tables));
}

const above = (db: WriteDb, run: number): number[] =>
  db
    .prepare<{ id: number }>(ABOVE)
    .all(run)
    .map(({ id }) => id);

/** A test repeated from a step on stands on what the steps before it had written. */
function repeatOrigin(db: WriteDb, run: number, before = Number.MAX_SAFE_INTEGER): void {
  const origin = db
    .prepare<{ run: number; step: number }>(
      `SELECT o.id AS run, CAST(r.rerun_from AS INTEGER) AS step FROM runs r JOIN runs o ON o.id = r.rerun_of
       WHERE r.id = ? AND r.rerun_from IS NOT NULL AND o.options ->> '$.trial'`,
    )
    .get(run);
  if (!origin) return;
  const step = Math.min(before, origin.step);
  for (const id of above(db, origin.run)) repeatOrigin(db, id, id === origin.run ? step : undefined);
  repeat(db, db.prepare<Row>(BEFORE_STEP).all(origin.run, step, KIND.tables));
}

function repeat(db: WriteDb, rows: readonly Row[]): void {
  for (const { at, encoding, payload } of rows) {
    const { ops } = Payload.parse(JSON.parse(decodeText(db.dir, encoding, payload)));
    const writes = ops.filter(({ op }) => op !== "find");
    // What the tables have become meanwhile may refuse one of them; the step's own operations then tell.
    if (writes.length > 0) runTableOps(db, writes, at);
  }
}
