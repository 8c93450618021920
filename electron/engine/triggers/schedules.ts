import type { ScheduleTrigger } from "#kit/trigger.ts";
import type { Executor } from "../executor.ts";
import type { StartRun } from "../new-run.ts";
import type { Plan, PlanNode } from "../plan.ts";
import { runRecord } from "../records.ts";
import { NO_SCOPE } from "./no-scope.ts";

/** When a schedule last fired; kept on disk. */
export interface ScheduleStore {
  lastFired(workflow: string, node: string): number | undefined;
  setFired(workflow: string, node: string, at: number): void;
}

export interface Schedule {
  readonly plan: Plan;
  readonly version: number;
  readonly node: PlanNode;
  readonly trigger: ScheduleTrigger<unknown>;
  readonly zone: string;
}

interface Entry extends Schedule {
  readonly params: unknown;
  next: number | undefined;
  cancel: (() => void) | undefined;
}

/** While too many runs wait, a schedule looks this often whether there is room. */
const NO_ROOM_MS = 30_000;
/** Most missed times that `all` makes up for in one go. */
const CATCH_UP_LIMIT = 1_000;

/** Fires schedules; times missed while asleep or shut down are handled by each schedule's own rule. */
export class Schedules {
  readonly #executor: Executor;
  readonly #store: ScheduleStore;
  readonly #entries = new Set<Entry>();

  constructor(executor: Executor, store: ScheduleStore) {
    this.#executor = executor;
    this.#store = store;
  }

  /** From its publication there is nothing to catch up; from the record it goes on where the program stopped. */
  add(schedule: Schedule, from: "publication" | "record"): void {
    const { plan, node } = schedule;
    const entry: Entry = { ...schedule, params: node.params.resolve(NO_SCOPE), next: undefined, cancel: undefined };
    this.#entries.add(entry);
    const now = this.#executor.deps.clock.now();
    const last = from === "record" ? this.#store.lastFired(plan.workflow.id, node.node.id) : undefined;
    if (last === undefined) this.#store.setFired(plan.workflow.id, node.node.id, now);
    this.#arm(entry, last ?? now);
  }

  removeOf(workflow: string): void {
    for (const entry of this.#entries) {
      if (entry.plan.workflow.id !== workflow) continue;
      entry.cancel?.();
      this.#entries.delete(entry);
    }
  }

  /** The next firing of all, or of one workflow. */
  next(workflow?: string): { at: number; workflow: string } | undefined {
    let first: { at: number; workflow: string } | undefined;
    for (const e of this.#entries) {
      if (workflow !== undefined && e.plan.workflow.id !== workflow) continue;
      if (e.next !== undefined && (!first || e.next < first.at)) first = { at: e.next, workflow: e.plan.workflow.id };
    }
    return first;
  }

  #arm(entry: Entry, after: number): void {
    entry.next = entry.trigger.next(entry.params, after, entry.zone);
    if (entry.next !== undefined) this.#wakeAt(entry, entry.next);
  }

  #wakeAt(entry: Entry, at: number): void {
    entry.cancel = this.#executor.deps.clock.at(at, () => {
      this.#due(entry).catch((error: unknown) => this.#executor.halt(error));
    });
  }

  async #due(entry: Entry): Promise<void> {
    const now = this.#executor.deps.clock.now();
    if (!this.#executor.hasRoom) {
      this.#wakeAt(entry, now + NO_ROOM_MS);
      return;
    }
    const times: number[] = [];
    for (
      let at = entry.next;
      at !== undefined && at <= now && times.length < CATCH_UP_LIMIT;
      at = entry.trigger.next(entry.params, at, entry.zone)
    )
      times.push(at);
    const last = times.at(-1) ?? now;
    const rule = entry.trigger.catchUp(entry.params);
    const late = times.length > 1 || now - last > 60_000;
    const fire = !late ? times : rule === "all" ? times : rule === "once" ? [last] : now - last > 60_000 ? [] : [last];
    let reached = last;
    for (const at of fire) {
      // Taken back meanwhile, or no room for the rest yet.
      if (!this.#entries.has(entry)) return;
      if (!this.#executor.hasRoom) break;
      await this.#fire(entry, at);
      reached = at;
    }
    if (!this.#entries.has(entry)) return;
    if (fire.length === 0 || reached === fire.at(-1)) reached = last;
    this.#store.setFired(entry.plan.workflow.id, entry.node.node.id, reached);
    this.#arm(entry, reached);
  }

  /** Keyed by its time: a crash between firing and remembering starts no second run. */
  async #fire(entry: Entry, at: number): Promise<void> {
    const executor = this.#executor;
    const start: StartRun = {
      plan: entry.plan,
      version: entry.version,
      mode: "live",
      at: entry.node,
      items: [entry.trigger.items(at, entry.params, entry.zone)],
      active: true,
    };
    const id = executor.newRunId();
    const record = runRecord(id, start, executor.deps.clock.now());
    const reply = await executor.deps.journal.acceptKeyed(record, `schedule:${entry.node.node.id}:${at}`);
    if (reply.accepted) executor.begin(start, record);
  }
}
