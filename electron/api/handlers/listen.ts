import type { RunId, WorkflowId } from "#shared/model/ids.ts";
import type { Workspace } from "../workspace.ts";

/** Milliseconds that a draft waits for a call. */
const PATIENCE = 600_000;

type News = { state: "listening"; path: string; url: string | null; until: number } | { state: "called"; runId: RunId };

/** Waits for one call to test a draft with. Whoever lets go of the answer ends it. Throws EngineError where nothing can be called. */
export function listenOnce(
  w: Workspace,
  input: { id: WorkflowId; trigger?: string | undefined; keepTables: boolean },
  signal: AbortSignal | undefined,
): AsyncGenerator<News> {
  const { promise: called, resolve } = Promise.withResolvers<RunId | undefined>();
  const { path, stop } = w.engine.listen(w.drafts.workflow(input.id), input.trigger, {
    options: input.keepTables ? {} : { trial: true },
    called: (run) => resolve(run.id),
  });
  const giveUp = (): void => {
    stop();
    resolve(undefined);
  };
  const timer = setTimeout(giveUp, PATIENCE);
  signal?.addEventListener("abort", giveUp);
  async function* news(): AsyncGenerator<News> {
    try {
      yield { state: "listening", path, url: w.hookUrl(path), until: w.now() + PATIENCE };
      const runId = signal?.aborted ? undefined : await called;
      if (runId === undefined) return;
      await w.writer.journal.durable();
      yield { state: "called", runId };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      stop();
    }
  }
  return news();
}
