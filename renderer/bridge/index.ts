import "./zod-jitless.ts";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { type ChangesListener, createChanges } from "./changes.ts";
import { type Client, createClient } from "./client.ts";
import { createConnectionStore } from "./connection.ts";
import { isDesktop, isOnline, onOnline, onPort, rpcUrl } from "./environment.ts";
import { affects, type QueryKey } from "./invalidation.ts";
import { createQueryCache, type Fetcher, type Snapshot } from "./query-cache.ts";

export type { ChangesListener } from "./changes.ts";
export type { Client } from "./client.ts";
export type { Connection, ConnectionState } from "./connection.ts";
export {
  copyText,
  onKey,
  onMenuCommand,
  onPaste,
  readPreference,
  saveFile,
  systemLanguages,
  systemTimezone,
  watchMedia,
  writePreference,
} from "./environment.ts";
export { type Fault, type FaultCode, toFault } from "./fault.ts";
export type { QueryKey } from "./invalidation.ts";
export { hrefOf, navigate, parseRoute, type Route, useHash } from "./route.ts";
export { useKept } from "./use-kept.ts";

const connection = createConnectionStore(isOnline());
const desktop = isDesktop();
const made = createClient(desktop ? { connection } : { connection, url: rpcUrl() });
const cache = createQueryCache();
const changes = createChanges(made.client);

/** Every call of the contract. Rejects with what `toFault` can read. */
export const client: Client = made.client;

/** Opens the way to the engine and follows its changes; called once, before anything is drawn. */
export function startBridge(): void {
  onPort(made.link.usePort);
  onOnline((online) => connection.setState({ online }));
  connection.subscribe((now, before) => {
    if (now.state === "ready" && before.state !== "ready" && before.state !== "connecting") cache.invalidate(() => true);
  });
  changes.subscribe((batch) => cache.invalidate((key) => batch.some((change) => affects(change, key))));
  changes.start();
}

/** State of the way to the engine: `useConnection((c) => c.state)`. */
export const useConnection = connection;

/** Calls back with each batch of changes, in order, after they are on disk. */
export function useChanges(listener: ChangesListener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => changes.subscribe((batch) => latest.current(batch)), []);
}

export interface QueryResult<T> extends Snapshot<T> {
  reload: () => void;
}

/**
 * What the engine says, kept under `key` and asked for anew when a change touches it. Old data stays while that goes on,
 * and also when it fails: then `fault` says why. `null` as key asks nothing.
 */
export function useQuery<T>(key: QueryKey | null, fetcher: Fetcher<T>): QueryResult<T> {
  const id = key === null ? null : JSON.stringify(key);
  const latest = useRef({ key, fetcher });
  latest.current = { key, fetcher };
  const subscribe = useRef<{ id: string | null; run: (listener: () => void) => () => void }>(undefined);
  if (subscribe.current?.id !== id || !subscribe.current) {
    subscribe.current = {
      id,
      run: (listener) => (key === null ? () => undefined : cache.watch(key, (signal) => latest.current.fetcher(signal), listener)),
    };
  }
  const snapshot = useSyncExternalStore(subscribe.current.run, () => (key === null ? IDLE : cache.read(key)));
  // The key names the type: one key is only ever used with one fetcher.
  return { ...(snapshot as Snapshot<T>), reload: () => key !== null && cache.reload(key) };
}

const IDLE: Snapshot<unknown> = { data: undefined, fault: null, loading: false, refreshing: false };

/** Shows a change at once, ahead of the engine's word; the next answer replaces it. */
export const updateQuery: <T>(key: QueryKey, change: (data: T) => T) => void = cache.update;
/** Asks for data anew, e.g. after a call of one's own that tells no change. */
export const reloadQueries = (test: (key: QueryKey) => boolean): void => cache.invalidate(test);
