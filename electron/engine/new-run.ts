import type { Answer } from "#kit/context.ts";
import type { RunId } from "#shared/model/ids.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import type { CalledBy, RunMode } from "#shared/model/run.ts";
import type { ActiveRun, RunOptions } from "./active-run.ts";
import type { Core, Scope } from "./core.ts";
import { ancestors, type Plan, type PlanNode } from "./plan.ts";
import type { Clock } from "./ports.ts";
import type { Services } from "./services.ts";
import { Turns } from "./turns.ts";

export interface RunAbout {
  mode: RunMode;
  version: number | null;
  options: RunOptions;
  at: number;
  /** Characters of what it starts with, as JSON. */
  size: number;
  /** The workflow is published. */
  active: boolean;
  calledBy?: CalledBy | undefined;
}

export interface StartRun {
  plan: Plan;
  version: number | null;
  /** JSON of the document, for runs of no published version. */
  document?: string;
  mode: RunMode;
  /** A trigger whose event this is, or the step to start at. */
  at: PlanNode;
  /** The trigger's outputs by port, or the step's inputs. */
  items: readonly (readonly Item[])[];
  options?: RunOptions;
  active: boolean;
  rerunOf?: RunId;
  rerunFrom?: string;
  calledBy?: CalledBy;
  answer?: (answer: Answer) => void;
}

export function newRun(id: RunId, core: Core, about: RunAbout, deps: { clock: Clock; services: Services }): ActiveRun {
  const { workflow } = core.plan;
  const { clock, services } = deps;
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  return {
    id,
    core,
    mode: about.mode,
    version: about.version,
    options: about.options,
    calledBy: about.calledBy,
    startedAt: about.at,
    size: about.size,
    facts: {
      id,
      mode: about.mode === "live" ? "production" : "test",
      workflow: { id: workflow.id, name: workflow.name, active: about.active },
      zone: workflow.settings.timezone ?? services.zone,
      vars: workflow.variables as JsonObject,
      env: services.env,
      // Signed, so not for free, and few runs ask for it.
      get resumeUrl() {
        return services.resumeUrl(id);
      },
      now: () => clock.now(),
    },
    works: new Map(),
    turns: new Turns(),
    abort: new AbortController(),
    abandoned: undefined,
    status: "queued",
    waitingFor: undefined,
    until: undefined,
    error: undefined,
    driving: false,
    holds: false,
    timeLeft: workflow.settings.timeout,
    stopWatch: undefined,
    answer: undefined,
    answered: undefined,
    statics: undefined,
    ended,
    resolveEnded,
  };
}

/** A test run up to a node runs only what leads there; a single node runs alone. */
export function limitOf(plan: Plan, options: RunOptions | undefined): Scope | undefined {
  const name = options?.only ?? options?.upTo;
  const upTo = name === undefined ? undefined : (plan.byId.get(name) ?? plan.byName.get(name));
  if (!upTo) return undefined;
  return { only: options?.only === undefined ? ancestors(plan, upTo) : new Set([upTo.index]), upTo };
}
