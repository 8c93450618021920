import type { ClientContext, ClientLink, ClientOptions } from "@orpc/client";
import type { ConnectionStore } from "./connection.ts";
import { EngineRestarted, EngineUnreachable } from "./fault.ts";
import { fetchLane, type Lane, portLane } from "./lane.ts";

export interface LinkParts {
  connection: ConnectionStore;
  /** Calls that change nothing: safe to ask again after a restart. */
  isRead: (path: readonly string[]) => boolean;
  /** Set in the browser form: the address of the calls. */
  url?: string;
  /** Milliseconds that a call waits for an engine that is about to come. */
  patience?: number;
}

export interface EngineLink extends ClientLink<ClientContext> {
  /** A port from the preload: the first one, or that of a restarted engine. Replaces the way in use. */
  usePort: (port: MessagePort) => void;
}

/** The way to the engine that is there now. Calls wait while none is there; reads are asked again after a restart. */
export function createLink({ connection, isRead, url, patience = 15_000 }: LinkParts): EngineLink {
  let lane: Lane | undefined;
  let closePort: (() => void) | undefined;
  const waiting = new Set<(lane: Lane) => void>();

  const use = (next: Lane) => {
    lane = next;
    for (const resolve of waiting) resolve(next);
    waiting.clear();
  };

  const current = (signal: AbortSignal | undefined): Promise<Lane> => {
    if (lane && !lane.gone.aborted) return Promise.resolve(lane);
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        waiting.delete(found);
        signal?.removeEventListener("abort", stop);
      };
      const found = (next: Lane) => {
        settle();
        resolve(next);
      };
      const stop = () => {
        settle();
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new EngineUnreachable());
      }, patience);
      waiting.add(found);
      signal?.addEventListener("abort", stop);
    });
  };

  if (url !== undefined) {
    const become = (state: "ready" | "unreachable" | "signedOut") => () => connection.setState({ state });
    use(fetchLane(url, { answered: become("ready"), unreachable: become("unreachable"), signedOut: become("signedOut") }));
  }

  return {
    usePort(port) {
      closePort?.();
      const { lane: next, close } = portLane(port);
      closePort = close;
      next.gone.addEventListener("abort", () => {
        if (lane === next) connection.setState({ state: "restarting" });
      });
      use(next);
      connection.setState({ state: "ready" });
    },
    async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
      for (;;) {
        const way = await current(options.signal);
        const signal = options.signal ? AbortSignal.any([options.signal, way.gone]) : way.gone;
        try {
          return await way.link.call(path, input, { ...options, signal });
        } catch (error) {
          if (!way.gone.aborted || options.signal?.aborted) throw error;
          if (!isRead(path)) throw new EngineRestarted();
        }
      }
    },
  };
}
