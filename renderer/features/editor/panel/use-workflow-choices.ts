import { useMemo } from "react";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { client, useQuery } from "../../../bridge/index.ts";
import type { WorkflowChoice } from "../../forms/index.ts";

const stateOf = ({ active, lastVersion }: WorkflowRow): WorkflowChoice["state"] =>
  active ? "live" : lastVersion === null ? "never" : "off";

/** The workspace's workflows by name, for fields that name one. Undefined while they are being asked for. */
export function useWorkflowChoices(): readonly WorkflowChoice[] | undefined {
  const { data } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  return useMemo(
    () => data?.map((row) => ({ id: row.id, name: row.name, state: stateOf(row) })).sort((a, b) => a.name.localeCompare(b.name)),
    [data],
  );
}
