import type { RunId } from "#shared/model/ids.ts";
import type { HistoryEntry, Journal, JournalReader, JournalRecord, StoredRun, TableReply, TableStep } from "../../electron/engine/ports.ts";

/**
 * A journal whose disk is under the test's hand: records are durable at `sync`, and `crash` forgets the rest.
 * With `auto` each wait is a commit, as the writer thread does it.
 */
export class MemoryJournal implements Journal, JournalReader {
  readonly records: JournalRecord[] = [];
  #durable = 0;
  #waiters: { seq: number; resolve: () => void }[] = [];
  readonly #keys = new Map<string, RunId>();
  readonly #tables = new Map<string, HistoryEntry>();
  readonly rows = new Map<string, Record<string, unknown>[]>();
  auto = true;
  /** The process dies when this many records are queued: nothing after them is kept or confirmed. */
  crashAt = Number.POSITIVE_INFINITY;

  get crashed(): boolean {
    return this.records.length >= this.crashAt;
  }
  append(record: JournalRecord): number {
    if (this.crashed) return this.records.length + 1;
    this.records.push(record);
    return this.records.length;
  }
  durable(seq = this.records.length): Promise<void> | undefined {
    if (this.crashed) return new Promise(() => {});
    if (seq <= this.#durable) return undefined;
    return new Promise((resolve) => {
      this.#waiters.push({ seq, resolve });
      if (this.auto) setImmediate(() => this.sync());
    });
  }
  sync(upTo = this.records.length): void {
    if (this.crashed) return;
    this.#durable = Math.max(this.#durable, upTo);
    const ready = this.#waiters.filter((w) => w.seq <= this.#durable);
    this.#waiters = this.#waiters.filter((w) => w.seq > this.#durable);
    for (const w of ready) w.resolve();
  }
  get durableCount(): number {
    return this.#durable;
  }
  /** What a process that starts after a crash finds: the durable prefix, or a longer one that the test chooses. */
  afterCrash(keep = this.#durable): MemoryJournal {
    const next = new MemoryJournal();
    next.records.push(...this.records.slice(0, keep));
    next.#durable = next.records.length;
    for (const [key, run] of this.#keys) next.#keys.set(key, run);
    for (const [key, entry] of this.#tables) next.#tables.set(key, entry);
    for (const [table, rows] of this.rows) next.rows.set(table, structuredClone(rows));
    return next;
  }
  async acceptKeyed(
    record: Extract<JournalRecord, { kind: "run" }>,
    key: string,
  ): Promise<{ accepted: true } | { accepted: false; run: RunId }> {
    const full = `${record.workflow}\n${record.trigger}\n${key}`;
    const earlier = this.#keys.get(full);
    if (earlier !== undefined) return { accepted: false, run: earlier };
    this.#keys.set(full, record.run);
    await this.durable(this.append(record));
    return { accepted: true };
  }
  /** Inserts only, which is enough to see whether a row was written twice. */
  async commitTables(step: TableStep): Promise<TableReply> {
    if (this.records.length + 1 >= this.crashAt) {
      this.crashAt = this.records.length;
      return new Promise(() => {});
    }
    const { record } = step;
    const results = step.ops.map((op) => {
      const row = "row" in op ? { ...op.row } : {};
      const rows = this.rows.get(op.table) ?? [];
      this.rows.set(op.table, [...rows, row]);
      return { rows: [row] };
    });
    this.#tables.set(`${record.run}:${record.step}`, { ...record, tables: { ops: [...step.ops], results } });
    await this.durable(this.append({ ...record, outputs: [] }));
    return { ok: true, results };
  }

  #of(run: RunId): JournalRecord[] {
    return this.records.filter((r) => r.run === run);
  }
  run(run: RunId): StoredRun | undefined {
    const mine = this.#of(run);
    const start = mine.find((r) => r.kind === "run");
    if (start?.kind !== "run") return undefined;
    const end = mine.find((r) => r.kind === "end");
    return { ...start, status: end?.kind === "end" ? end.status : "running" };
  }
  unfinished(): StoredRun[] {
    return this.records.flatMap((r) => {
      const run = r.kind === "run" ? this.run(r.run) : undefined;
      return run && run.status === "running" ? [run] : [];
    });
  }
  input(run: RunId): string {
    const start = this.#of(run).find((r) => r.kind === "run");
    return start?.kind === "run" ? start.payload : "[]";
  }
  history(run: RunId): HistoryEntry[] {
    return this.#of(run).flatMap((r): HistoryEntry[] => {
      if (r.kind === "run" || r.kind === "page") return [];
      if (r.kind === "step") {
        const table = this.#tables.get(`${r.run}:${r.step}`);
        if (table) return [table];
      }
      return [r];
    });
  }
  page(run: RunId, step: number, port: number, page: number): string {
    const found = this.records.findLast((r) => r.kind === "page" && r.run === run && r.step === step && r.port === port && r.page === page);
    if (found?.kind !== "page") throw new Error(`no page ${page} of step ${step}`);
    return found.payload;
  }
  calledFrom(run: RunId): ReturnType<JournalReader["calledFrom"]> {
    return this.records.flatMap((r) => (r.kind === "run" && r.calledBy?.run === run ? [{ run: r.run, by: r.calledBy }] : []));
  }
  lastRun(): number {
    return this.records.reduce((n, r) => (r.kind === "run" ? Math.max(n, Number(r.run)) : n), 0);
  }
}
