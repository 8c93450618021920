import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QueryResult } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { Banner, Button, Progress } from "../../ui/index.ts";
import styles from "./parts.module.css";

export interface QueryViewProps<T> {
  query: QueryResult<T>;
  /** What is being loaded: named while it takes. */
  label: string;
  children: (data: T) => ReactNode;
}

/** What the engine said; or that it is being asked; or why not, with a way to try again. Old data stays in sight. */
export function QueryView<T>({ query, label, children }: QueryViewProps<T>) {
  const { t } = useTranslation();
  const { data, fault, loading, reload } = query;
  return (
    <>
      {fault ? (
        <Banner
          tone="danger"
          urgent
          className={styles.fault}
          action={
            <Button size="sm" onClick={reload}>
              {t("faults.retry")}
            </Button>
          }
        >
          {faultText(t, fault)}
        </Banner>
      ) : null}
      {loading ? (
        <div className={styles.loading}>
          <Progress label={label} value={null} />
        </div>
      ) : null}
      {data === undefined ? null : children(data)}
    </>
  );
}
