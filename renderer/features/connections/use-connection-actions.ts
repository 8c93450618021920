import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { client, reloadQueries } from "../../bridge/index.ts";
import { useToast } from "../../ui/index.ts";
import { useAction } from "../actions/use-action.ts";

export interface TestResult {
  ok: boolean;
  /** Who it is connected as, or what is wrong. */
  label: string;
}

export interface ConnectionActions {
  /** Asks the service who this is, and says so. */
  test: (connection: ConnectionInfo) => Promise<TestResult | undefined>;
  remove: (connection: ConnectionInfo) => void;
}

export const reloadConnections = (): void => reloadQueries(([area]) => area === "connections");

export function useConnectionActions(): ConnectionActions {
  const { t } = useTranslation();
  const act = useAction();
  const toast = useToast();
  return useMemo(
    (): ConnectionActions => ({
      async test({ id, name }) {
        const result = await act(() => client.connections.test({ id }), { failed: t("connections.testFailed", { name }) });
        if (result?.ok) toast({ tone: "success", title: t("connections.connectedAs", { who: result.label }) });
        else if (result) toast({ tone: "danger", title: t("connections.testFailed", { name }), detail: result.label });
        reloadConnections();
        return result;
      },
      remove({ id, name }) {
        void act(() => client.connections.remove({ id }), {
          done: { title: t("connections.removed", { name }) },
          failed: t("connections.removeFailed", { name }),
        }).then(reloadConnections);
      },
    }),
    [act, t, toast],
  );
}
