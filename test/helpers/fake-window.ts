import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { type FakeApi, startFakeApi } from "./fake-api.ts";
import { type FakeState, fakeState, NOW } from "./fake-data.ts";
import { builtScreens, launchBrowser, openPage } from "./screens.ts";

export interface FakeWindow {
  page: Page;
  api: FakeApi;
  /** Errors of the page and its console so far. */
  errors: string[];
  /** Goes to a place and waits until it stands there. */
  goTo: (hash: string) => Promise<void>;
  close: () => Promise<void>;
}

export interface Windows {
  open: (hash: string, options?: BrowserContextOptions & { state?: FakeState }) => Promise<FakeWindow>;
  close: () => Promise<void>;
}

/** One browser for a test file; each window has an engine of its own in memory, and a clock that stands at `NOW`. */
export async function openWindows(): Promise<Windows> {
  const root = await builtScreens();
  const browser: Browser = await launchBrowser();
  return {
    async open(hash, { state = fakeState(), ...options } = {}) {
      const api = await startFakeApi(root, state);
      const { page, errors, close } = await openPage(browser, options);
      await page.clock.setFixedTime(NOW);
      const goTo = async (place: string) => {
        await page.goto(`${api.url}/${place}`);
        await page
          .locator("footer")
          .getByText(/Engine (running|paused)|Motor en/)
          .waitFor();
        await page.locator("main").getByRole("progressbar").first().waitFor({ state: "detached" });
      };
      await goTo(hash);
      return {
        page,
        api,
        errors,
        goTo,
        async close() {
          await close();
          await api.close();
        },
      };
    },
    close: () => browser.close(),
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

declare global {
  // Put into the page by `findings`.
  var axe: {
    run: (
      root: Document,
      options: object,
    ) => Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
  };
}

/** What axe finds on the page as it is now, one line each. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(`${AXE};0`);
  return page.evaluate(async (rules) => {
    // Transitions that still run would be judged half-way.
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map((animation) => animation.finished));
    const { violations } = await globalThis.axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary ?? ""}`),
    );
  }, RULES);
}
