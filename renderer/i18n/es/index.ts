import { editor } from "./editor.ts";
import { faults } from "./faults.ts";
import { ui } from "./ui.ts";

export const es = { editor, faults, ui };
