import { findChromium } from "./chromium.ts";

/** Before any test: without a browser nothing that people see would be tested, so nothing is called passed. */
export function setup(): void {
  if (findChromium() !== undefined) return;
  process.stderr.write("Tests need a Chromium: apt-get install -y chromium (or set CHROMIUM_BIN to one).\n");
  process.exit(1);
}
