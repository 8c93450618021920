import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { app, preventable } from "./app.ts";
import { type Browser, launchBrowser } from "./browser.ts";
import { handledSchemes, serveProtocols } from "./protocol.ts";
import { WebContents } from "./web-contents.ts";

interface WindowOptions {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  show?: boolean;
  webPreferences?: Record<string, unknown> & { preload?: string };
}

/** What no window of ours may have, whatever the value it is missing. */
const REQUIRED: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
};

let browser: Promise<Browser> | undefined;
let isTold = false;

async function startBrowser(): Promise<Browser> {
  const { port } = await serveProtocols();
  const hosts = Object.fromEntries([...handledSchemes()].map((scheme) => [`app.${scheme}.localhost`, port]));
  const started = await launchBrowser(join(app.getPath("userData"), "chromium"), hosts);
  await started.cdp.send("Target.setDiscoverTargets", { discover: true });
  return started;
}

/** A test connects once the first window shows something: a page that is only being made would escape it. */
async function tellTest(): Promise<void> {
  if (isTold || browser === undefined) return;
  isTold = true;
  process.send?.({ browser: (await browser).endpoint });
}

const closeTarget = (which: Browser, targetId: string) => which.cdp.send("Target.closeTarget", { targetId }).catch(() => {});

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: WindowOptions;
  readonly webContents: WebContents;
  #opened: Promise<void>;
  #bounds: { x: number; y: number; width: number; height: number };
  #maximized = false;
  #visible: boolean;
  #destroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    for (const [name, value] of Object.entries(REQUIRED))
      if (options.webPreferences?.[name] !== value) throw new Error(`stand-in: a window needs ${name}: ${value}`);
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    this.webContents = new WebContents();
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
    this.#opened = this.#open();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.all.at(-1) ?? null;
  }
  static async closeAll(): Promise<void> {
    await Promise.all(BrowserWindow.getAllWindows().map((window) => window.#end(true)));
  }

  async loadURL(address: string): Promise<void> {
    await this.#opened;
    await this.webContents.navigate(address);
    await tellTest();
  }
  close(): void {
    void this.#end(true);
  }
  destroy(): void {
    void this.#end(false);
  }
  show(): void {
    this.#visible = true;
  }
  hide(): void {
    this.#visible = false;
  }
  isVisible(): boolean {
    return this.#visible;
  }
  focus(): void {
    BrowserWindow.all.push(...BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1));
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {
    this.#maximized = true;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  getBounds(): { x: number; y: number; width: number; height: number } {
    return this.#bounds;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return this.#bounds;
  }
  setBounds(bounds: { x: number; y: number; width: number; height: number }): void {
    this.#bounds = bounds;
  }

  async #open(): Promise<void> {
    browser ??= startBrowser();
    const running = await browser;
    const { width, height } = this.#bounds;
    const { targetId } = await running.cdp.send("Target.createTarget", { url: "about:blank", newWindow: true, width, height });
    running.cdp.on("Target.targetDestroyed", undefined, ({ targetId: gone }) => {
      if (gone === targetId) this.#gone();
    });
    const { sessionId } = await running.cdp.send("Target.attachToTarget", { targetId, flatten: true });
    const { preload } = this.options.webPreferences ?? {};
    await this.webContents.attach(running, String(targetId), String(sessionId), preload === undefined ? "" : readFileSync(preload, "utf8"));
    this.webContents.once("did-finish-load", () => this.emit("ready-to-show"));
  }

  async #end(ask: boolean): Promise<void> {
    if (this.#destroyed) return;
    const event = preventable({});
    if (ask) this.emit("close", event);
    if (event.defaultPrevented) return;
    await this.#opened;
    if (browser) await closeTarget(await browser, this.webContents.target);
    this.#gone();
  }

  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.webContents.destroyed();
    this.emit("closed");
    if (BrowserWindow.all.length === 0) app.emit("window-all-closed");
  }
}

app.endWith({
  closeWindows: () => BrowserWindow.closeAll(),
  closeBrowser: async () => {
    if (browser) await (await browser).close();
  },
});
