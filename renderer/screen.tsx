import type { Route } from "./bridge/index.ts";
import { WorkflowsPage } from "./features/workflows/index.ts";

/** The screen for a place. */
export function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case "workflows":
      return <WorkflowsPage />;
    default:
      return null;
  }
}
