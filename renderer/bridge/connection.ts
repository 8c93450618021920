import { create, type StoreApi, type UseBoundStore } from "zustand";

/**
 * - `connecting`: the window has just opened.
 * - `ready`: calls are answered.
 * - `restarting`: the engine thread went down and its successor is not there yet (desktop).
 * - `unreachable`: nobody answers; tried again by itself (browser).
 * - `signedOut`: the session has ended (browser).
 */
export type ConnectionState = "connecting" | "ready" | "restarting" | "unreachable" | "signedOut";

export interface Connection {
  state: ConnectionState;
  /** The machine has a network at all. */
  online: boolean;
}
export type ConnectionStore = UseBoundStore<StoreApi<Connection>>;

export const createConnectionStore = (online: boolean): ConnectionStore => create<Connection>(() => ({ state: "connecting", online }));
