import type { Change } from "#shared/contract/engine.ts";
import type { RunSummary } from "#shared/model/run.ts";
import { screenRoute } from "#shared/screens/routes.ts";
import type { Notice } from "./ports.ts";
import { fill, type Words } from "./words/words.ts";

type RunChange = Extract<Change, { type: "run" }>;

/** Waits that only a person ends. */
const PERSONAL_WAITS: ReadonlyMap<string, "waitsApproval" | "waitsConnection" | "waitsDecision"> = new Map([
  ["approval", "waitsApproval"],
  ["connection", "waitsConnection"],
  ["decision", "waitsDecision"],
]);
const personalWait = (waitingFor: string | undefined) => PERSONAL_WAITS.get(waitingFor ?? "");

/** Notices at once; beyond them one line that counts the rest. */
export const MOST_AT_ONCE = 3;

/** Runs in a batch of changes that may be worth a word: failed, or waiting for a person. Each once. */
export function runsToLookAt(batch: readonly Change[]): RunChange[] {
  const latest = new Map<string, RunChange>();
  for (const change of batch) if (change.type === "run") latest.set(change.runId, change);
  return [...latest.values()].filter(
    (change) => change.status === "failed" || (change.status === "waiting" && personalWait(change.waitingFor) !== undefined),
  );
}

/** What to say of runs as they are now. Tests and simulations have their author in front of them: nothing. */
export function noticesFor(runs: readonly RunSummary[], words: Words): Notice[] {
  const notices = runs.flatMap((run) => noticeFor(run, words) ?? []);
  const rest = notices.length - MOST_AT_ONCE;
  if (rest <= 0) return notices;
  const summary = { title: fill(words.moreNeedYou, { count: rest }), body: words.moreNeedYouBody, route: screenRoute.runs() };
  return [...notices.slice(0, MOST_AT_ONCE), summary];
}

function noticeFor(run: RunSummary, words: Words): Notice | undefined {
  if (run.mode !== "live") return undefined;
  const route = screenRoute.run(run.runId);
  const name = run.workflowName;
  if (run.status === "failed") return { title: fill(words.runFailed, { name }), body: run.error?.message ?? words.runFailedBody, route };
  if (run.status !== "waiting") return undefined;
  const wait = personalWait(run.waitingFor);
  return wait && { title: fill(words.runNeedsYou, { name }), body: words[wait], route };
}
