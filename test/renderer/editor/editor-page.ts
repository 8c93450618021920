import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator, Page } from "playwright";
import { expect } from "vitest";
import type { ToolInfo } from "#shared/model/catalog.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { type EditorApi, startEditorApi } from "../../helpers/editor-api.ts";
import { builtScreens, launchBrowser, type OpenPage, openPage } from "../../helpers/screens.ts";

export interface OpenEditor extends OpenPage {
  api: EditorApi;
  step: (name: string) => Locator;
  /** Chooses in the open picker by typing. */
  pick: (text: string, title?: string) => Promise<void>;
  /** Drags from a step's port to a point or to another step's input. */
  wire: (from: string, port: string, to: { x: number; y: number } | Locator) => Promise<void>;
  /** Waits until the engine has every edit, and gives its draft. */
  saved: () => Promise<Workflow>;
}

export interface EditorBrowser {
  open: (workflow?: Workflow, options?: Parameters<typeof openPage>[1], tools?: readonly ToolInfo[]) => Promise<OpenEditor>;
  close: () => Promise<void>;
}

/** One browser for a test file; each editor has an engine of its own. */
export async function editorBrowser(): Promise<EditorBrowser> {
  const root = await builtScreens();
  const browser: Browser = await launchBrowser();
  const apis: EditorApi[] = [];
  return {
    async open(workflow, options, tools) {
      const api = await startEditorApi(root, workflow, tools);
      apis.push(api);
      const opened = await openPage(browser, options);
      const { page } = opened;
      await page.goto(`${api.url}/#/workflow/${api.workflowId}`);
      await page.getByRole("application", { name: "Workflow canvas" }).waitFor();
      const step = (name: string) => page.locator(".react-flow__node", { hasText: name });
      return {
        ...opened,
        api,
        step,
        async pick(text, title) {
          await page.getByRole("combobox", { name: "Find a step by what it does" }).fill(text);
          if (title) await page.getByRole("option", { name: title }).first().click();
          else await page.keyboard.press("Enter");
        },
        async wire(from, port, to) {
          const handle = await middle(step(from).locator(`.react-flow__handle.source[data-handleid="${port}"]`));
          const end = "x" in to ? to : await middle(to.locator(".react-flow__handle.target").first());
          await page.mouse.move(handle.x, handle.y);
          await page.mouse.down();
          await page.mouse.move((handle.x + end.x) / 2, (handle.y + end.y) / 2, { steps: 4 });
          await page.mouse.move(end.x, end.y, { steps: 4 });
          await page.mouse.up();
        },
        async saved() {
          await page.locator("[data-state=saved]").waitFor();
          return api.draft();
        },
      };
    },
    async close() {
      await browser.close();
      for (const api of apis) await api.close();
    },
  };
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** As `expect.poll`, with patience for a busy machine. */
export const eventually = <T>(look: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> =>
  expect.poll(look, { timeout: 15_000, interval: 50 });

/** The drawing in words: `Webhook:out > If:in`. */
export function wiresOf({ nodes, edges }: Workflow): string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  return edges.map(({ from, to }) => `${name(from.node)}:${from.port} > ${name(to.node)}:${to.port}`);
}

export const namesOf = ({ nodes }: Workflow): string[] => nodes.map((node) => node.name);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong by WCAG 2.2 AA, as `rule: element`. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate(async () => {
    const run: unknown = Reflect.get(Reflect.get(window, "axe"), "run");
    if (typeof run !== "function") throw new Error("axe is not there");
    const { violations } = await run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.flatMap((one: { id: string; nodes: { target: string[]; failureSummary?: string }[] }) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
  });
  return Array.isArray(found) ? found.map(String) : [];
}
