import { editor } from "./editor.ts";
import { faults } from "./faults.ts";
import { ui } from "./ui.ts";

/** Every string of the product in English; `es/` has the same keys. */
export const en = { editor, faults, ui };
