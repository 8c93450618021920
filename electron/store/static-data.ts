import type { WorkflowId } from "#shared/model/ids.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { ReadDb, WriteDb } from "./connection.ts";

/** What a workflow keeps from run to run. */
export function loadStaticData(db: ReadDb, workflow: WorkflowId): JsonObject {
  const row = db.prepare<{ data: string }>("SELECT data FROM static_data WHERE workflow = ?").get(workflow);
  return row ? (JSON.parse(row.data) as JsonObject) : {};
}

export function saveStaticData(db: WriteDb, args: { workflow: WorkflowId; data: JsonObject; at: number }): void {
  db.prepare("INSERT OR REPLACE INTO static_data (workflow, data, updated_at) VALUES (?, ?, ?)").run(
    args.workflow,
    JSON.stringify(args.data),
    args.at,
  );
}
