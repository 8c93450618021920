import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { Workflow } from "#shared/model/workflow.ts";
import { startEditorApi } from "../helpers/editor-api.ts";
import { builtScreens, launchBrowser } from "../helpers/screens.ts";

/**
 * The canvas with 1,000 steps, in a browser without a GPU: how long it takes to open, and frames per second while it is
 * panned and while a step is dragged, at a readable zoom and with everything in view.
 * `node test/bench/canvas.ts`
 */
const STEPS = 1000;
const COLUMNS = 32;
const TYPES = ["core.set", "twilio.send_sms", "core.if", "stripe.create_invoice", "hubspot.create_contact"];

const large = (): Workflow =>
  Workflow.parse({
    format: 1,
    id: "wf_large",
    name: "A thousand steps",
    nodes: Array.from({ length: STEPS }, (_, i) => ({
      id: `n${i}`,
      name: `Step ${i + 1}`,
      type: i === 0 ? "core.webhook" : TYPES[i % TYPES.length],
      position: { x: (i % COLUMNS) * 300, y: Math.floor(i / COLUMNS) * 140 },
      params: {},
    })),
    edges: Array.from({ length: STEPS - 1 }, (_, i) => ({
      id: `e${i}`,
      from: { node: `n${i}`, port: i > 0 && TYPES[i % TYPES.length] === "core.if" ? "true" : "out" },
      to: { node: `n${i + 1}`, port: "in" },
    })),
  });

/** Frames while the mouse goes round with its button down. */
async function drive(page: Page, at: { x: number; y: number }, ms: number): Promise<number[]> {
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const step = (): void => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (Reflect.get(window, "counting")) requestAnimationFrame(step);
    };
    Reflect.set(window, "frames", frames);
    Reflect.set(window, "counting", true);
    requestAnimationFrame(step);
  });
  const begun = Date.now();
  for (let i = 0; Date.now() - begun < ms; i += 1)
    await page.mouse.move(at.x + 180 * Math.sin(i / 15), at.y + 120 * (Math.cos(i / 15) - 1));
  const frames = await page.evaluate((): number[] => {
    Reflect.set(window, "counting", false);
    const counted: unknown = Reflect.get(window, "frames");
    return Array.isArray(counted) ? counted.slice(2).map(Number) : [];
  });
  await page.mouse.up();
  return frames;
}

/** The step nearest to the middle of the canvas: from there the mouse goes round without reaching an edge, where the view would move along. */
async function middleCard(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector(".react-flow")?.getBoundingClientRect() ?? new DOMRect();
    const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 + 60 };
    const far = (box: DOMRect): number => Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y);
    const [first] = [...document.querySelectorAll(".react-flow__node")]
      .map((node) => node.getBoundingClientRect())
      .sort((a, b) => far(a) - far(b));
    if (!first) throw new Error("no step is in view");
    return { x: first.x, y: first.y, width: first.width, height: first.height };
  });
}

const rate = (frames: number[]): string => {
  const sorted = frames.toSorted((a, b) => a - b);
  const mean = frames.reduce((sum, one) => sum + one, 0) / frames.length;
  return `${(1000 / mean).toFixed(0)} frames/s (p95 ${(sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(0)} ms)`;
};

const root = process.env.SCREENS ?? (await builtScreens());
const api = await startEditorApi(root, large());
const browser = await launchBrowser();
try {
  for (const fit of [false, true]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    if (fit) await page.addInitScript(() => localStorage.setItem("imx.view.wf_edit", "[20,20,0.1]"));
    await page.goto(`${api.url}/#/workflows`);
    await page.waitForSelector("role=heading[name=Workflows]");
    const opened = await page.evaluate(
      (id) =>
        new Promise<number>((resolve) => {
          const begun = performance.now();
          const look = (): void => {
            if (document.querySelector(".react-flow__node") && document.querySelector(".react-flow__edge, [data-far-wires]"))
              requestAnimationFrame(() => resolve(performance.now() - begun));
            else requestAnimationFrame(look);
          };
          location.hash = `#/workflow/${id}`;
          look();
        }),
      api.workflowId,
    );
    const card = await middleCard(page);
    const drag = await drive(page, { x: card.x + card.width / 2, y: card.y + card.height / 2 }, 3000);
    const beside = await middleCard(page);
    const pan = await drive(page, { x: beside.x + beside.width / 2, y: beside.y + beside.height + (fit ? 2 : 8) }, 3000);
    const drawn = await page.locator(".react-flow__node").count();
    console.log(
      `${STEPS} steps, ${fit ? "all in view" : "readable"} (${drawn} drawn): open ${opened.toFixed(0)} ms, pan ${rate(pan)}, drag ${rate(drag)}`,
    );
    await context.close();
  }
} finally {
  await browser.close();
  await api.close();
  rmSync(join(tmpdir(), "imx-bench"), { recursive: true, force: true });
}
