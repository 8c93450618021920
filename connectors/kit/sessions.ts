import { isIP } from "node:net";
import { StepError } from "#shared/model/failure.ts";
import { networkFault } from "./faults.ts";
import { checkAddress, dnsLookup, type Lookup } from "./guard.ts";
import type { Limiter } from "./limiter.ts";

/** A service that speaks no HTTP, as its connection names it. */
export interface Place {
  host: string;
  port: number;
}
/** The place, checked: `address` is what to connect to, `host` is the name that its certificate has to bear. */
export interface Reached extends Place {
  address: string;
  /** It lies in this machine's own network. */
  local: boolean;
}

/** How a connector speaks with its service. */
export interface SessionKind<S> {
  open(to: Reached, signal: AbortSignal | undefined): Promise<S>;
  /** Whether a session that was left idle can still be used. */
  alive(session: S): boolean;
  /** Asks the service whether it still knows the session: a write must not be the one to find out. */
  check(session: S): Promise<unknown>;
  /** Makes it as new, before it is left for the next item, which has to find nothing of this one. Where it fails it is ended. */
  reset?(session: S): Promise<unknown>;
  /** Ends it at once, whatever is under way. */
  close(session: S): void;
}

/** The door to services that speak no HTTP: their addresses are checked as those of requests are. */
export interface Sessions {
  /**
   * Hands `work` a session of its own: one that the item before has left, or a new one. It is left for the next item
   * unless the work fails or is stopped. Throws StepError where the place may not or can't be reached.
   */
  use<S, T>(place: Place, kind: SessionKind<S>, signal: AbortSignal | undefined, work: (session: S) => Promise<T>): Promise<T>;
}

export interface SessionPool {
  /** Sessions of one connection; `key` names it and its login, so that a changed password opens new ones. */
  of(key: string, limiter?: Limiter): Sessions;
  /** Ends those that are idle. */
  close(): void;
}

/** Servers keep room for few: what nobody uses is given back soon. */
const IDLE_MS = 5_000;
const MOST_IDLE = 5;
/** What was left this long ago may have been ended by the other side meanwhile, unnoticed. */
const CHECK_MS = 1_000;
/** A check or a reset that takes longer costs more than a new session. */
const ANSWER_MS = 3_000;

interface Idle {
  session: unknown;
  end(): void;
  alive(): boolean;
  check(): Promise<unknown>;
  since: number;
  timer: NodeJS.Timeout;
}

/** Whether it is done soon; neither silence nor a stopped step holds anybody up. */
function inTime(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (done: boolean) => (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", lost);
      resolve(done);
    };
    const lost = settle(false);
    const timer = setTimeout(lost, ANSWER_MS);
    signal?.addEventListener("abort", lost, { once: true });
    work.then(settle(true), lost);
    if (signal?.aborted) lost();
  });
}

export function createSessionPool(options: { lookup?: Lookup } = {}): SessionPool {
  const idle = new Map<string, Idle[]>();

  async function take(key: string, signal: AbortSignal | undefined): Promise<unknown> {
    const list = idle.get(key) ?? [];
    for (let last = list.pop(); last !== undefined; last = list.pop()) {
      clearTimeout(last.timer);
      const usable = last.alive() && (Date.now() - last.since < CHECK_MS || (await inTime(last.check(), signal)));
      if (usable && !signal?.aborted) return last.session;
      last.end();
    }
    return undefined;
  }

  async function leave<S>(key: string, session: S, kind: SessionKind<S>, signal: AbortSignal | undefined): Promise<void> {
    const full = () => (idle.get(key)?.length ?? 0) >= MOST_IDLE;
    const fresh = !full() && (kind.reset === undefined || (kind.alive(session) && (await inTime(kind.reset(session), signal))));
    if (!fresh || full() || !kind.alive(session)) {
      kind.close(session);
      return;
    }
    const list = idle.get(key) ?? [];
    idle.set(key, list);
    const timer = setTimeout(() => {
      list.splice(list.indexOf(entry), 1);
      if (list.length === 0) idle.delete(key);
      kind.close(session);
    }, IDLE_MS);
    timer.unref();
    const entry: Idle = {
      session,
      alive: () => kind.alive(session),
      check: () => kind.check(session),
      end: () => kind.close(session),
      since: Date.now(),
      timer,
    };
    list.push(entry);
  }

  return {
    of: (connection, limiter) => ({
      async use(place, kind, signal, work) {
        const release = await limiter?.acquire(signal);
        try {
          const key = `${connection}\n${place.host}:${place.port}`;
          const session =
            ((await take(key, signal)) as Awaited<ReturnType<typeof kind.open>> | undefined) ??
            (await open(place, kind, signal, options.lookup));
          const stop = (): void => kind.close(session);
          signal?.addEventListener("abort", stop, { once: true });
          try {
            if (signal?.aborted) throw stoppedBefore(place, signal);
            const result = await work(session);
            await leave(key, session, kind, signal);
            return result;
          } catch (error) {
            kind.close(session);
            throw error;
          } finally {
            signal?.removeEventListener("abort", stop);
          }
        } finally {
          release?.();
        }
      },
    }),
    close() {
      for (const list of idle.values()) {
        for (const entry of list) {
          clearTimeout(entry.timer);
          entry.end();
        }
      }
      idle.clear();
    },
  };
}

const stoppedBefore = (place: Place, signal: AbortSignal): StepError =>
  networkFault({ error: signal.reason, effect: "write", host: `${place.host}:${place.port}`, sent: false, cancelled: true });

async function open<S>(place: Place, kind: SessionKind<S>, signal: AbortSignal | undefined, lookup: Lookup | undefined): Promise<S> {
  const host = `${place.host}:${place.port}`;
  try {
    signal?.throwIfAborted();
    return await kind.open(await reach(place, lookup), signal);
  } catch (error) {
    if (error instanceof StepError) throw error;
    throw networkFault({ error, effect: "write", host, sent: false, cancelled: signal?.aborted });
  }
}

/**
 * Its owner has written the place into the connection, which is as good as a grant; a cloud's key service stays out of
 * reach. What the name resolves to is what is connected to.
 */
async function reach(place: Place, lookup: Lookup = dnsLookup): Promise<Reached> {
  const host = place.host.trim().replace(/^\[(.*)\]$/, "$1");
  const written = isIP(host) === 6 ? `[${host}]` : host;
  if (!URL.canParse(`http://${written}:${place.port}/`) || /[/\\@?#\s]/.test(host) || host === "")
    throw new StepError({
      kind: "connection",
      message: `"${place.host.slice(0, 200)}" is no host name.`,
      fix: "Open the connection and enter the server's name or address, without a protocol or path.",
      field: "host",
    });
  const checked = await checkAddress(new URL(`http://${written}:${place.port}/`), {
    grants: [`${written}:${place.port}`],
    guard: "granted",
    lookup,
  });
  const [first] = checked.addresses;
  if (first === undefined) throw new Error(`No address for ${host}`);
  return { host, port: place.port, address: first.address, local: checked.local };
}

/** Where nothing may leave the machine. */
export const noSessions: Sessions = {
  use: (place) =>
    Promise.reject(
      new StepError({
        kind: "user",
        name: "ReplayError",
        message: `A replay holds no answers of ${place.host}: it speaks no HTTP.`,
        fix: "Pin the step's output, or run it without a replay.",
      }),
    ),
};
