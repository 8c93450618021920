import type { MessagePort } from "node:worker_threads";
import type { Engine } from "./engine-port.ts";

/** Pauses before each restart in a row, in milliseconds; after the last a person is asked. */
export const RESTART_PAUSES = [0, 500, 2_000, 5_000, 15_000] as const;
/** An engine that has been up for so long counts as sound again. */
export const SOUND_MS = 60_000;

export interface EngineKeeper {
  /** Starts it, and again each time it ends by itself. */
  start(): void;
  /** A way in for one window, while an engine is there. */
  port(): MessagePort | undefined;
  /** A (new) engine answers now. */
  onReady(listener: () => void): void;
  /** It is gone; another comes by itself. */
  onDown(listener: () => void): void;
  /** It can't be started, or keeps ending: nothing more happens until `start`. */
  onTrouble(listener: (reason: string) => void): void;
  stop(): Promise<void>;
}

export interface KeeperParts {
  /** `afterFailure`: the one before has ended by itself. */
  startEngine: (afterFailure: boolean) => Promise<Engine>;
  now: () => number;
  after: (ms: number, run: () => void) => void;
}

/** Keeps one engine thread running: what it left unfinished its successor finds in the journal. */
export function keepEngine({ startEngine, now, after }: KeeperParts): EngineKeeper {
  const ready = new Set<() => void>();
  const down = new Set<() => void>();
  const trouble = new Set<(reason: string) => void>();
  let engine: Engine | undefined;
  let starting: Promise<void> | undefined;
  let stopping = false;
  let restarts = 0;
  let failed = false;

  const begin = (): void => {
    starting ??= startEngine(failed)
      .then(up, (error: unknown) => tell(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        starting = undefined;
      });
  };

  const up = async (started: Engine): Promise<void> => {
    if (stopping) return started.stop();
    engine = started;
    failed = false;
    const since = now();
    void started.ended.then((reason) => ended(started, reason, since));
    for (const listener of ready) listener();
  };

  const ended = (which: Engine, reason: string, since: number): void => {
    if (engine !== which || stopping) return;
    engine = undefined;
    failed = true;
    for (const listener of down) listener();
    if (now() - since >= SOUND_MS) restarts = 0;
    const pause = RESTART_PAUSES[restarts];
    restarts += 1;
    if (pause === undefined) tell(reason);
    else after(pause, begin);
  };

  const tell = (reason: string): void => {
    if (!stopping) for (const listener of trouble) listener(reason);
  };

  return {
    start() {
      restarts = 0;
      if (engine === undefined) begin();
    },
    port: () => engine?.port(),
    onReady: (listener) => void ready.add(listener),
    onDown: (listener) => void down.add(listener),
    onTrouble: (listener) => void trouble.add(listener),
    async stop() {
      stopping = true;
      await starting;
      await engine?.stop();
      engine = undefined;
    },
  };
}
