import { catalog } from "./catalog.ts";
import { connections } from "./connections.ts";
import { engine } from "./engine.ts";
import { runs } from "./runs.ts";
import { settings } from "./settings.ts";
import { tables } from "./tables.ts";
import { tests } from "./tests.ts";
import { workflows } from "./workflows.ts";

/** Every call there is. The same router serves the window, the browser, REST and `imx`. */
export const contract = { catalog, workflows, tests, runs, connections, tables, settings, engine };
