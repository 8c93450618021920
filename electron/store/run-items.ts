import { z } from "zod";
import type { RunId } from "#shared/model/ids.ts";
import { Item } from "#shared/model/item.ts";
import type { HistoryEntry, JournalReader, StoredRun } from "../engine/ports.ts";
import type { ReadDb } from "./connection.ts";
import { journalReader, stepHistory } from "./journal-reader.ts";
import { decodeText } from "./payload.ts";

export interface ItemsPage {
  total: number;
  items: Item[];
}
export interface ItemsQuery {
  run: RunId;
  step: number;
  side: "in" | "out";
  port: number;
  offset: number;
  limit: number;
  /** Where a step that has no record yet got its items from. */
  wire?: { step: number; port: number } | null | undefined;
}

const NONE: ItemsPage = { total: 0, items: [] };
const Items = z.array(Item);

type StepEntry = Extract<HistoryEntry, { kind: "step" }>;

const stepEntry = (db: ReadDb, run: RunId, step: number): StepEntry | undefined =>
  stepHistory(db, run, step).findLast((entry): entry is StepEntry => entry.kind === "step");

function cut(text: string, offset: number, limit: number): ItemsPage {
  const list = z.array(z.unknown()).parse(JSON.parse(text));
  return { total: list.length, items: Items.parse(list.slice(offset, offset + limit)) };
}

/** Reads only the pages that hold the items asked for. */
function fromPages(db: ReadDb, q: ItemsQuery, total: number): ItemsPage {
  const pages = db
    .prepare<{ page: number; count: number }>("SELECT page, count FROM pages WHERE run = ? AND step = ? AND port = ? ORDER BY page")
    .all(Number(q.run), q.step, q.port);
  const load = db.prepare<{ encoding: number; payload: unknown }>(
    "SELECT encoding, payload FROM pages WHERE run = ? AND step = ? AND port = ? AND page = ?",
  );
  const items: Item[] = [];
  let first = 0;
  for (const { page, count } of pages) {
    const from = Math.max(q.offset - first, 0);
    const to = Math.min(q.offset + q.limit - first, count);
    if (from < to) {
      const row = load.get(Number(q.run), q.step, q.port, page);
      if (row) items.push(...cut(decodeText(db.dir, row.encoding, row.payload), from, to - from).items);
    }
    first += count;
  }
  return { total, items };
}

/** One of the lists with which the run began. */
function fromInput(reader: JournalReader, q: ItemsQuery): ItemsPage {
  const list = z.array(z.unknown()).parse(JSON.parse(reader.input(q.run)))[q.port];
  return list === undefined ? NONE : cut(JSON.stringify(list), q.offset, q.limit);
}

/**
 * Items of one port of a step, a page at a time. Undefined where there is no such run. A run that repeats another from a
 * step on finds the steps before it in that one.
 */
export function loadItems(db: ReadDb, q: ItemsQuery): ItemsPage | undefined {
  const reader = journalReader(db);
  const stored = reader.run(q.run);
  return stored && (q.side === "out" ? outItems(db, reader, stored, q) : inItems(db, reader, stored, q));
}

const startedFrom = (stored: StoredRun): number => (stored.rerunFrom === undefined ? 0 : Number(stored.rerunFrom));

function outItems(db: ReadDb, reader: JournalReader, stored: StoredRun, q: ItemsQuery): ItemsPage {
  if (stored.rerunOf !== undefined && q.step < startedFrom(stored)) return loadItems(db, { ...q, run: stored.rerunOf }) ?? NONE;
  const entry = stepEntry(db, q.run, q.step);
  if (!entry) return q.step === 0 ? fromInput(reader, q) : NONE;
  if (!entry.outputs) {
    const rows = entry.tables.results.flatMap((result) => result.rows.map((json) => ({ json })));
    return q.port === 0 ? { total: rows.length, items: rows.slice(q.offset, q.offset + q.limit) } : NONE;
  }
  const out = entry.outputs[q.port];
  if (!out) return NONE;
  return out.kind === "inline" ? cut(out.text, q.offset, q.limit) : fromPages(db, q, out.count);
}

function inItems(db: ReadDb, reader: JournalReader, stored: StoredRun, q: ItemsQuery): ItemsPage {
  if (stored.rerunOf !== undefined && q.step < startedFrom(stored)) return loadItems(db, { ...q, run: stored.rerunOf }) ?? NONE;
  // A run that did not begin at a trigger was given what its first step received.
  if (stored.rerunFrom !== undefined && q.step === startedFrom(stored)) return fromInput(reader, q);
  const wire = stepEntry(db, q.run, q.step)?.inputs[q.port] ?? q.wire;
  if (!wire) return NONE;
  if (wire.step < 0) return fromInput(reader, q);
  return outItems(db, reader, stored, { ...q, side: "out", step: wire.step, port: wire.port });
}
