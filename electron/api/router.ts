import type { Connector } from "#kit/connector.ts";
import { os } from "./base.ts";
import { catalogHandlers } from "./handlers/catalog.ts";
import { connectionHandlers } from "./handlers/connections.ts";
import { engineHandlers } from "./handlers/engine.ts";
import { runHandlers } from "./handlers/runs.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { tableHandlers } from "./handlers/tables.ts";
import { testHandlers } from "./handlers/tests.ts";
import { workflowHandlers } from "./handlers/workflows.ts";
import type { Workspace } from "./workspace.ts";

/** The contract, answered. The same router serves every transport. */
export const createRouter = (workspace: Workspace, connectors: readonly Connector[]) =>
  os.router({
    catalog: catalogHandlers(workspace),
    workflows: workflowHandlers(workspace),
    tests: testHandlers(workspace),
    runs: runHandlers(workspace),
    connections: connectionHandlers(workspace, connectors),
    tables: tableHandlers(workspace),
    settings: settingsHandlers(workspace),
    engine: engineHandlers(workspace),
  });
export type Router = ReturnType<typeof createRouter>;
