import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { client, type Route, useQuery } from "./bridge/index.ts";
import { CatalogPage, ToolPage } from "./features/catalog/index.ts";
import { ConnectionsPage } from "./features/connections/index.ts";
import { RunPage, RunsPage } from "./features/runs/index.ts";
import { SettingsPage } from "./features/settings/index.ts";
import { TablePage, TablesPage } from "./features/tables/index.ts";
import { BinPage, WorkflowsPage } from "./features/workflows/index.ts";
import styles from "./screen.module.css";
import { ScreenBoundary } from "./screen-boundary.tsx";
import { Progress } from "./ui/index.ts";

/** The canvas is the largest part; the lists are there without it. */
const EditorPage = lazy(async () => ({ default: (await import("./features/editor/index.ts")).EditorPage }));

/** The screen for a place. */
export function Screen({ route }: { route: Route }) {
  const { t } = useTranslation();
  const key = "id" in route ? `${route.screen} ${route.id}` : route.screen;
  return (
    <ScreenBoundary key={key}>
      <Suspense
        fallback={
          <div className={styles.loading}>
            <Progress label={t("frame.loading")} value={null} />
          </div>
        }
      >
        {screenOf(route)}
      </Suspense>
    </ScreenBoundary>
  );
}

/** The window is named after the workflow in it. */
function WorkflowTitle({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const name = data?.find((row) => row.id === id)?.name ?? t("frame.workflows");
  return <title>{t("ui.windowTitle", { title: name })}</title>;
}

function screenOf(route: Route): ReactNode {
  switch (route.screen) {
    case "workflows":
      return <WorkflowsPage isImporting={route.import === true} />;
    case "workflow":
      return (
        <>
          <WorkflowTitle id={route.id} />
          <EditorPage workflowId={route.id} tests={route.tests === true} />
        </>
      );
    case "runs":
      return <RunsPage query={route.query} />;
    case "run":
      return <RunPage id={route.id} />;
    case "catalog":
      return <CatalogPage />;
    case "tool":
      return <ToolPage id={route.id} />;
    case "connections":
      return <ConnectionsPage connect={route.connect} />;
    case "bin":
      return <BinPage />;
    case "tables":
      return <TablesPage />;
    case "table":
      return <TablePage name={route.id} />;
    case "settings":
      return <SettingsPage />;
  }
}
