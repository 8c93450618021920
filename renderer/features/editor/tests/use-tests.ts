import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TestRow } from "#shared/contract/tests.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import type { TestResult } from "#shared/model/test-case.ts";
import { client, type QueryResult, reloadQueries, useQuery } from "../../../bridge/index.ts";
import { useAction } from "../../actions/use-action.ts";
import { useEditorParts } from "../store/use-editor.ts";

export interface Tests {
  query: QueryResult<TestRow[]>;
  /** Of this sitting: they say nothing of a draft that has changed since. */
  results: ReadonlyMap<string, TestResult>;
  running: ReadonlySet<string>;
  /** One, or all. */
  run: (test?: string) => Promise<void>;
  accept: (test: TestRow) => Promise<void>;
  /** False where it did not work. */
  rename: (test: TestRow, name: string) => Promise<boolean>;
  remove: (test: TestRow) => Promise<void>;
}

/** The draft's tests as the engine has them, once all edits are saved. */
export function useTests(workflowId: WorkflowId): Tests {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const act = useAction();
  const query = useQuery(["workflow", workflowId, "tests"], (signal) => client.tests.list({ workflowId }, { signal }));
  const [results, setResults] = useState<ReadonlyMap<string, TestResult>>(new Map());
  const [running, setRunning] = useState<ReadonlySet<string>>(new Set());
  const reload = () => reloadQueries(([area, id, part]) => area === "workflow" && id === workflowId && part === "tests");
  const keep = (found: readonly TestResult[]) => setResults((known) => new Map([...known, ...found.map((one) => [one.id, one] as const)]));

  return {
    query,
    results,
    running,
    async run(test) {
      setRunning(new Set(test === undefined ? query.data?.map(({ id }) => id) : [test]));
      const found = await act(
        async () => {
          await store.session.whenSaved();
          return client.tests.run({ workflowId, ...(test === undefined ? {} : { test }) });
        },
        { failed: t("tests.runFailed") },
      );
      setRunning(new Set());
      if (found) keep(found);
    },
    async accept({ id, name }) {
      const result = await act(
        async () => {
          await store.session.whenSaved();
          return client.tests.accept({ workflowId, testId: id });
        },
        { done: { tone: "success", title: t("tests.accepted", { name }) }, failed: t("tests.acceptFailed") },
      );
      if (result) keep([result]);
      reload();
    },
    async rename({ id, name }, next) {
      const done = await act(() => client.tests.rename({ workflowId, testId: id, name: next }), {
        failed: t("tests.renameFailed", { name }),
      });
      reload();
      return done !== undefined;
    },
    async remove({ id, name }) {
      await act(() => client.tests.remove({ workflowId, testId: id }), { failed: t("tests.deleteFailed", { name }) });
      reload();
    },
  };
}
