import { WorkflowId } from "#shared/model/ids.ts";
import { countFailedSince, countOpenRuns } from "../../store/runs.ts";
import { runsSeenAt } from "../../store/settings.ts";
import { loadWorkflow } from "../../store/workflows.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export const engineHandlers = (w: Workspace) => ({
  status: os.engine.status.handler(() => {
    const { executor, schedules } = w.engine;
    const next = schedules.next();
    const open = countOpenRuns(w.db);
    const id = next && WorkflowId.parse(next.workflow);
    return {
      state: executor.paused ? ("paused" as const) : ("running" as const),
      version: w.version,
      dataDir: w.dir,
      url: w.url(),
      active: executor.admission.working,
      queued: executor.admission.queued,
      waiting: open.waiting,
      needsYou: open.needsYou,
      failed: countFailedSince(w.db, runsSeenAt(w.db), 100),
      nextScheduled: next && id ? { at: next.at, workflowId: id, name: loadWorkflow(w.db, id)?.name ?? "" } : null,
      trouble: executor.trouble ? `${executor.trouble.message} What was accepted is kept; restart when the disk is in order.` : null,
    };
  }),
  pause: os.engine.pause.handler(() => {
    w.engine.executor.pause();
    w.changes.publish({ type: "engine", state: "paused" });
    return {};
  }),
  resume: os.engine.resume.handler(() => {
    w.engine.executor.resume();
    w.changes.publish({ type: "engine", state: "running" });
    return {};
  }),
  changes: os.engine.changes.handler(({ input, signal }) => w.changes.stream(input.after, signal)),
});
