import { useTranslation } from "react-i18next";
import type { ConnectionId } from "#shared/model/ids.ts";
import { client, hrefOf, useQuery } from "../../bridge/index.ts";
import { Banner } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import styles from "./connections.module.css";

/** The workflows and steps that use a connection. */
export function WhereUsed({ id, warn }: { id: ConnectionId; warn?: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(["connections", "usage", id], (signal) => client.connections.usage({ id }, { signal }));
  return (
    <QueryView query={query} label={t("connections.loadingUsage")}>
      {(uses) => {
        if (uses.length === 0) return <p className={styles.muted}>{t("connections.notUsed")}</p>;
        const list = (
          <ul className={styles.uses}>
            {uses.map(({ workflowId, name, nodes }) => (
              <li key={workflowId}>
                <a className={styles.link} href={hrefOf({ screen: "workflow", id: workflowId })}>
                  {name}
                </a>
                <span className={styles.muted}>{nodes.join(", ")}</span>
              </li>
            ))}
          </ul>
        );
        return warn ? (
          <Banner tone="warning" title={t("connections.willStop", { count: uses.length })} className={styles.warn}>
            {list}
          </Banner>
        ) : (
          list
        );
      }}
    </QueryView>
  );
}
