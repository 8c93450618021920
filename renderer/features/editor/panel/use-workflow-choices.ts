import { useMemo } from "react";
import { client, useQuery } from "../../../bridge/index.ts";
import type { WorkflowChoice } from "../../forms/index.ts";

/** The workspace's workflows by name, for fields that name one. Undefined while they are being asked for. */
export function useWorkflowChoices(): readonly WorkflowChoice[] | undefined {
  const { data } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  return useMemo(
    () => data?.map(({ id, name, active }) => ({ id, name, live: active })).sort((a, b) => a.name.localeCompare(b.name)),
    [data],
  );
}
