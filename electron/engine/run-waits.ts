import type { WaitingFor } from "#shared/model/run.ts";
import type { ActiveRun } from "./active-run.ts";

/** What a person would name first when asked what a run waits for. */
const ORDER: readonly WaitingFor[] = ["decision", "approval", "connection", "event", "run", "limit", "network", "retry", "timer", "pause"];

/** What the run waits for, where nothing in it can go on by itself; undefined while something works. */
export function waitOf(run: ActiveRun): { for: WaitingFor; until: number | undefined } | undefined {
  const { core } = run;
  if (core.active.size === 0) return undefined;
  const waits: { for: WaitingFor; until?: number }[] = [];
  for (const step of core.active) {
    const waiting = run.works.get(step)?.waiting;
    if (!waiting) return undefined;
    waits.push(waiting);
  }
  const untils = waits.flatMap((w) => (w.until === undefined ? [] : [w.until]));
  const kind = ORDER.find((k) => waits.some((w) => w.for === k)) ?? "timer";
  return { for: kind, until: untils.length > 0 ? Math.min(...untils) : undefined };
}
