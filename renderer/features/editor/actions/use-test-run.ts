import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import { client, toFault } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { useEditorParts } from "../store/use-editor.ts";

export interface TestInput {
  trigger?: string;
  items?: Item[];
  /** What steps change in data tables stays. */
  keepTables?: boolean;
}

export interface TestRuns {
  /** Runs all of the draft with data of one's own. */
  testWith: (input: TestInput) => void;
  /** Shows a test that began elsewhere: by a call that came in. */
  follow: (runId: RunId) => void;
  /** Runs all of the draft. */
  testAll: () => void;
  /** Runs as far as this step and no further. */
  testUpTo: (node: string) => void;
  /** Runs this step alone on what it received last; where that is not known, everything up to it. */
  testStep: (node: string) => void;
  cancel: () => void;
}

/** Items of the last input that a step is tried with. */
const TRIED = 1000;

/** Test runs of the draft as it stands, once all edits are saved. */
export function useTestRun(): TestRuns {
  const { store, run, say } = useEditorParts();
  const { t } = useTranslation();
  return useMemo(() => {
    const { id } = store.getState().workflow;
    const start = async (more: TestInput & { upTo?: string; only?: string }): Promise<void> => {
      run.expect();
      try {
        await store.session.whenSaved();
        const { runId } = await client.workflows.test({ id, ...more });
        run.begin(runId);
      } catch (error) {
        run.cancelExpected();
        say(faultText(t, toFault(error)), "danger");
      }
    };
    /** A selected trigger is the one that is meant. */
    const chosenTrigger = (): { trigger?: string } => {
      const { nodes, selection } = store.getState();
      const node = nodes.find((one) => one.id === selection.steps[0]);
      return node?.type === "step" && node.data.operation?.trigger !== undefined ? { trigger: node.id } : {};
    };
    const lastInput = async (node: string): Promise<Item[] | undefined> => {
      const { runId, nodes } = run.getState();
      const last = nodes.get(node)?.runs.at(-1);
      if (!runId || !last) return undefined;
      const { items } = await client.runs.items({ runId, step: last.step, side: "in", limit: TRIED });
      return items.length > 0 ? items : undefined;
    };
    return {
      testWith: (input) => void start(input),
      follow: (runId) => run.begin(runId, "called"),
      testAll: () => void start(chosenTrigger()),
      testUpTo: (upTo) => void start({ upTo }),
      testStep: (node) => {
        lastInput(node).then(
          (items) => start(items ? { only: node, items } : { upTo: node }),
          () => start({ upTo: node }),
        );
      },
      cancel() {
        const runId: RunId | null = run.getState().runId;
        if (runId) client.runs.cancel({ runId }).catch((error: unknown) => say(faultText(t, toFault(error)), "danger"));
      },
    };
  }, [store, run, say, t]);
}
