import { type Connector, defineConnector } from "#kit/connector.ts";
import { dataTableAction } from "./actions/data-table.ts";
import { filterAction } from "./actions/filter.ts";
import { httpAction } from "./actions/http.ts";
import { ifAction } from "./actions/if.ts";
import { noOpAction } from "./actions/no-op.ts";
import { respondAction } from "./actions/respond.ts";
import { setAction } from "./actions/set.ts";
import { stopErrorAction } from "./actions/stop-error.ts";
import { coreAuth } from "./auth.ts";
import { manifest } from "./manifest.ts";

export const core: Connector = defineConnector({
  manifest,
  auth: coreAuth,
  actions: [setAction, ifAction, filterAction, noOpAction, stopErrorAction, respondAction, dataTableAction, httpAction],
  triggers: [],
});
