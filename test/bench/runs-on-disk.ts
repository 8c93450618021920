import { RunId } from "#shared/model/ids.ts";
import { openReader } from "../../electron/store/journal-reader.ts";
import type { Workspace } from "./server.ts";
import type { Flow } from "./workflows.ts";

interface Counted {
  status: string;
  runs: number;
  first: number;
  last: number;
}

/**
 * Looks into the journal once the server is gone: as many runs as there were answers (a load that ends leaves at most
 * `open` requests whose answer nobody took), all ended well, each of these steps on record.
 */
export function checkRuns(workspace: Workspace, { workflow, steps }: Flow, answers: number, open = 0): void {
  const reader = openReader(workspace.dir);
  const workflowId = workspace.ids.get(workflow.id) ?? "";
  try {
    const rows = reader.db
      .prepare<Counted>("SELECT status, count(*) AS runs, min(id) AS first, max(id) AS last FROM runs WHERE workflow = ? GROUP BY status")
      .all(workflowId);
    const wrong = rows.find((row) => row.status !== "succeeded");
    if (wrong) throw new Error(`${workflow.name}: ${wrong.runs} runs are on record as ${wrong.status}`);
    const { runs, first, last } = rows[0] ?? { runs: 0, first: 0, last: 0 };
    if (runs < answers || runs > answers + open) throw new Error(`${workflow.name}: ${answers} answers, but ${runs} runs are on record`);
    for (const id of new Set([first, Math.floor((first + last) / 2), last])) {
      const stored = reader.run(RunId.parse(String(id)));
      if (stored?.workflow !== workflowId) continue;
      const done = reader
        .history(stored.run)
        .flatMap((entry) => (entry.kind === "step" && entry.status === "succeeded" ? [entry.node] : []));
      if (done.join() !== steps.join())
        throw new Error(`${workflow.name}: run ${id} has steps ${done.join()} on record, not ${steps.join()}`);
    }
  } finally {
    reader.close();
  }
}
