import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Names of a Chromium on the PATH, and where it stands on systems that don't put it there. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser that tests drive: CHROMIUM_BIN, or the system's. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_BIN;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find((file) => existsSync(file));
}

export function requireChromium(): string {
  const file = findChromium();
  if (file === undefined) throw new Error("No Chromium found: apt-get install -y chromium (or set CHROMIUM_BIN).");
  return file;
}

/** Works without a GPU, as root, and without asking the network for anything. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;
