import { useTranslation } from "react-i18next";
import { navigate } from "../../bridge/index.ts";
import { Badge, Button, Dialog } from "../../ui/index.ts";
import type { ImportReport } from "./use-import.ts";
import styles from "./workflows.module.css";

/** What became of each imported step: nothing is dropped in silence. */
export function ImportReports({ reports, onClose }: { reports: readonly ImportReport[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [first] = reports;
  const open = (id: string) => {
    onClose();
    navigate({ screen: "workflow", id });
  };
  return (
    <Dialog
      open={reports.length > 0}
      onOpenChange={(next) => !next && onClose()}
      title={t("workflows.imported", { count: reports.length })}
      description={t("workflows.importedDetail")}
      size="lg"
      foot={
        <>
          <Button onClick={onClose}>{t("ui.close")}</Button>
          {first && reports.length === 1 ? (
            <Button variant="primary" data-first onClick={() => open(first.id)}>
              {t("workflows.openImported")}
            </Button>
          ) : null}
        </>
      }
    >
      {reports.map((report) => (
        <OneReport key={report.id} report={report} onOpen={reports.length > 1 ? () => open(report.id) : undefined} />
      ))}
    </Dialog>
  );
}

function OneReport({ report, onOpen }: { report: ImportReport; onOpen: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { source, mapped, partial, unsupported } = report;
  return (
    <section className={styles.report}>
      <div className={styles.reportHead}>
        <h3>{source}</h3>
        <Badge tone="success">{t("workflows.mapped", { count: mapped.length })}</Badge>
        {partial.length > 0 ? <Badge tone="warning">{t("workflows.partial", { count: partial.length })}</Badge> : null}
        {unsupported.length > 0 ? <Badge tone="danger">{t("workflows.unsupported", { count: unsupported.length })}</Badge> : null}
        {onOpen ? (
          <Button size="sm" onClick={onOpen}>
            {t("workflows.open")}
          </Button>
        ) : null}
      </div>
      {unsupported.length > 0 ? (
        <div className={styles.section}>
          <h4>{t("workflows.unsupportedHead")}</h4>
          <ul className={styles.reportList} data-selectable>
            {unsupported.map(({ node, type, reason }) => (
              <li key={node}>
                <strong>{node}</strong> <code>{type}</code>
                <br />
                {reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {partial.length > 0 ? (
        <div className={styles.section}>
          <h4>{t("workflows.partialHead")}</h4>
          <ul className={styles.reportList} data-selectable>
            {partial.map(({ node, reason }) => (
              <li key={`${node} ${reason}`}>
                <strong>{node}</strong>
                <br />
                {reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
