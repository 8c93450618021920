import type { Item } from "#shared/model/item.ts";
import type { ActiveRun } from "./active-run.ts";
import type { Core } from "./core.ts";

/** What an error workflow is told of a run that failed. `url` = where a person can look at it; empty without a server. */
export function failedEvent(run: ActiveRun, { step, failure }: NonNullable<Core["failed"]>, url: string): Item {
  const { node } = step.node;
  const { workflow } = run.facts;
  return {
    json: {
      execution: {
        id: run.id,
        ...(url === "" ? {} : { url }),
        error: {
          message: failure.message,
          name: failure.name ?? failure.kind,
          ...(failure.fix === undefined ? {} : { fix: failure.fix }),
          node: { name: node.name, type: node.type },
        },
        lastNodeExecuted: node.name,
        mode: run.facts.mode === "production" ? "trigger" : "manual",
      },
      workflow: { id: workflow.id, name: workflow.name },
    },
  };
}
