import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { build } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");
const BUILDS = join(ROOT, ".build/screens");
const SOURCES = ["renderer", "electron/shared", "vite.config.ts", "package-lock.json"];

/** The built screens: built once for each state of their sources, shared by all test files. */
export async function builtScreens(): Promise<string> {
  const out = join(BUILDS, fingerprint());
  if (existsSync(join(out, "index.html"))) return out;
  mkdirSync(BUILDS, { recursive: true });
  const made = mkdtempSync(join(BUILDS, "making-"));
  await build({
    configFile: join(ROOT, "vite.config.ts"),
    root: join(ROOT, "renderer"),
    logLevel: "error",
    build: { outDir: made, emptyOutDir: true },
  });
  try {
    renameSync(made, out);
  } catch {
    // Another test file was faster with the same sources.
    rmSync(made, { recursive: true, force: true });
  }
  return out;
}

function fingerprint(): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).toSorted()) add(join(path, name));
    else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const source of SOURCES) add(join(ROOT, source));
  return hash.digest("hex").slice(0, 16);
}

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The system's Chromium, or Playwright's own where there is one. */
export function launchBrowser(): Promise<Browser> {
  const path = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)) ?? chromium.executablePath();
  if (!existsSync(path)) throw new Error("No browser to test with: npx playwright install chromium");
  return chromium.launch({ executablePath: path, args: ARGS });
}

export interface OpenPage {
  page: Page;
  /** Errors of the page and of its console so far. */
  errors: string[];
  close: () => Promise<void>;
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return { page, errors, close: () => context.close() };
}
