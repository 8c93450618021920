import { bin } from "./bin.ts";
import { catalog } from "./catalog.ts";
import { connections } from "./connections.ts";
import { editor } from "./editor.ts";
import { faults } from "./faults.ts";
import { forms } from "./forms.ts";
import { frame } from "./frame.ts";
import { runs } from "./runs.ts";
import { settings } from "./settings.ts";
import { tables } from "./tables.ts";
import { testing } from "./testing.ts";
import { tests } from "./tests.ts";
import { ui } from "./ui.ts";
import { workflows } from "./workflows.ts";

export const es = { bin, catalog, connections, editor, faults, forms, frame, runs, settings, tables, testing, tests, ui, workflows };
