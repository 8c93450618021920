import { type Fault, toFault } from "./fault.ts";
import type { QueryKey } from "./invalidation.ts";

export interface Snapshot<T> {
  data: T | undefined;
  fault: Fault | null;
  /** Nothing to show yet. */
  loading: boolean;
  /** What is shown is being asked for anew. */
  refreshing: boolean;
}

export type Fetcher<T> = (signal: AbortSignal) => Promise<T>;

interface Entry {
  key: QueryKey;
  snapshot: Snapshot<unknown>;
  listeners: Set<() => void>;
  fetcher: Fetcher<unknown> | undefined;
  /** Set while it is being asked for. */
  flight: AbortController | undefined;
  /** Something changed while it was being asked for, or while nobody looked. */
  stale: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  lastStart: number;
}

export interface QueryCache {
  read: (key: QueryKey) => Snapshot<unknown>;
  /** Asks at once when there is nothing yet or it is stale. */
  watch: (key: QueryKey, fetcher: Fetcher<unknown>, listener: () => void) => () => void;
  reload: (key: QueryKey) => void;
  /** Marks what the test says as stale; what is on screen is asked for anew, at most every `gap` ms. */
  invalidate: (test: (key: QueryKey) => boolean) => void;
  /** Puts a value there at once, ahead of the engine's word. */
  update: <T>(key: QueryKey, change: (data: T) => T) => void;
}

const EMPTY: Snapshot<unknown> = { data: undefined, fault: null, loading: true, refreshing: false };
const KEPT = 100;

/** What the engine answered, kept until a change says that it may be old. Old data stays on screen while it is asked for anew. */
export function createQueryCache(options: { gap?: number; now?: () => number } = {}): QueryCache {
  const { gap = 400, now = () => performance.now() } = options;
  const entries = new Map<string, Entry>();

  const entryOf = (key: QueryKey): Entry => {
    const id = JSON.stringify(key);
    let entry = entries.get(id);
    if (!entry) {
      entry = {
        key,
        snapshot: EMPTY,
        listeners: new Set(),
        fetcher: undefined,
        flight: undefined,
        stale: true,
        timer: undefined,
        lastStart: Number.NEGATIVE_INFINITY,
      };
      entries.set(id, entry);
      forgetOld();
    }
    return entry;
  };

  const forgetOld = () => {
    if (entries.size <= KEPT) return;
    for (const [id, entry] of entries) {
      if (entries.size <= KEPT) return;
      if (entry.listeners.size === 0 && entry.snapshot.data !== undefined) entries.delete(id);
    }
  };

  const show = (entry: Entry, snapshot: Snapshot<unknown>) => {
    entry.snapshot = snapshot;
    for (const listener of entry.listeners) listener();
  };

  const load = (entry: Entry) => {
    const { fetcher } = entry;
    if (!fetcher || entry.flight) {
      entry.stale = true;
      return;
    }
    const flight = new AbortController();
    entry.flight = flight;
    entry.stale = false;
    entry.lastStart = now();
    const { data } = entry.snapshot;
    show(entry, { ...entry.snapshot, loading: data === undefined, refreshing: data !== undefined });
    const land = (snapshot: Snapshot<unknown>) => {
      if (entry.flight !== flight) return;
      entry.flight = undefined;
      show(entry, snapshot);
      if (entry.stale && entry.listeners.size > 0) soon(entry);
    };
    fetcher(flight.signal).then(
      (fresh) => land({ data: fresh, fault: null, loading: false, refreshing: false }),
      (error: unknown) => land({ data: entry.snapshot.data, fault: toFault(error), loading: false, refreshing: false }),
    );
  };

  const soon = (entry: Entry) => {
    entry.stale = true;
    if (entry.timer !== undefined) return;
    const wait = Math.max(0, entry.lastStart + gap - now());
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      if (entry.listeners.size > 0) load(entry);
    }, wait);
  };

  return {
    read: (key) => entries.get(JSON.stringify(key))?.snapshot ?? EMPTY,
    watch(key, fetcher, listener) {
      const entry = entryOf(key);
      entry.fetcher = fetcher;
      entry.listeners.add(listener);
      if (entry.stale || entry.snapshot.fault) load(entry);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0 || !entry.flight) return;
        // Nobody waits for the answer any more.
        entry.flight.abort();
        entry.flight = undefined;
        entry.stale = true;
        entry.snapshot = { ...entry.snapshot, refreshing: false };
      };
    },
    reload: (key) => load(entryOf(key)),
    invalidate(test) {
      for (const entry of entries.values()) {
        if (!test(entry.key)) continue;
        if (entry.listeners.size > 0) soon(entry);
        else entry.stale = true;
      }
    },
    update<T>(key: QueryKey, change: (data: T) => T) {
      const entry = entries.get(JSON.stringify(key));
      if (entry?.snapshot.data === undefined) return;
      // The key names the type, here as in useQuery.
      show(entry, { ...entry.snapshot, data: change(entry.snapshot.data as T) });
    },
  };
}
