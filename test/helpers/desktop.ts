import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { _electron, type Browser, chromium, type Page } from "playwright";
import { build } from "../../electron/cli/launch/build.ts";
import { findElectron } from "../../electron/cli/launch/electron-binary.ts";
import { type Cdp, connectCdp } from "./electron/cdp.ts";

const root = resolve(import.meta.dirname, "..", "..");
const WAIT_MS = 60_000;
/** For hooks that start the app: the first of a run builds it. */
export const LAUNCH_MS = 240_000;

/** Electron's module as tests see it. What the stand-in records beyond it is for `kind: "stand-in"` alone. */
type ElectronModule = typeof import("./electron/index.ts");

export interface Desktop {
  /** Which of the two ran: real Electron where a binary was found. */
  kind: "electron" | "stand-in";
  page: Page;
  /** Runs a function in the app's main process: it sees electron's module and its argument, nothing around it. */
  evaluate<R, A = undefined>(work: (electron: ElectronModule, arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  pages(): Page[];
  /** Quits as a user would; resolves to the exit code. */
  quit(): Promise<number | null>;
  close(): Promise<void>;
}

export interface DesktopOptions {
  /** The app's own folder: settings, and the workspace under it. */
  userData: string;
  args?: readonly string[];
}

export const electronBinary = (): string | undefined => findElectron(root, process.env);

/** Starts the built app: its own main and preload bundles, in Electron or in the stand-in over the system's Chromium. */
export function launchDesktop(options: DesktopOptions): Promise<Desktop> {
  if (!build(root, ["main", "preload", "renderer"])) throw new Error("The app can't be built.");
  const binary = electronBinary();
  return binary === undefined ? launchStandIn(options) : launchElectron(binary, options);
}

async function launchElectron(binary: string, { userData, args = [] }: DesktopOptions): Promise<Desktop> {
  const sandbox = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const app = await _electron.launch({ executablePath: binary, args: [root, "--user-data", userData, ...sandbox, ...args] });
  const page = await app.firstWindow();
  const ended = once(app.process(), "exit");
  return {
    kind: "electron",
    page,
    evaluate: (work, arg) => app.evaluate(work as never, arg as never),
    pages: () => app.windows(),
    async quit() {
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => {});
      const [code] = await ended;
      return code;
    },
    close: () => app.close(),
  };
}

async function launchStandIn({ userData, args = [] }: DesktopOptions): Promise<Desktop> {
  const register = join(import.meta.dirname, "electron", "register.ts");
  const main = join(root, "dist", "main", "main.js");
  const child = spawn(process.execPath, ["--inspect=127.0.0.1:0", "--import", register, main, "--user-data", userData, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  try {
    const [inspectorUrl, endpoint] = await Promise.all([inspectorOf(child), browserOf(child)]);
    const [inspector, browser] = await Promise.all([connectCdp(inspectorUrl), chromium.connectOverCDP(endpoint)]);
    return await drive(child, inspector, browser);
  } catch (error) {
    child.kill();
    throw error;
  }
}

async function drive(child: ChildProcess, inspector: Cdp, browser: Browser): Promise<Desktop> {
  const ended = once(child, "exit");
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  for (const context of browser.contexts()) context.on("page", (page) => void closeIfForeign(page, inspector));
  const page = await firstPage(pages);
  return {
    kind: "stand-in",
    page,
    evaluate: (work, arg) => evaluateIn(inspector, `(${work.toString()})(electronModule, ${JSON.stringify(arg) ?? "undefined"})`),
    pages,
    async quit() {
      await evaluateIn(inspector, "electronModule.app.quit()");
      // A process whose inspector is attached would wait for it before it ends.
      inspector.close();
      const [code] = await ended;
      return code;
    },
    async close() {
      await browser.close().catch(() => {});
      inspector.close();
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await ended;
    },
  };
}

/**
 * Chromium opens what a page wants opened, where Electron asks first and opens nothing. The app has been asked too; what no
 * window of it stands for goes again, closed from here because only this side knows when the new page can be.
 */
async function closeIfForeign(page: Page, inspector: Cdp): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    const { targetInfo } = await session.send("Target.getTargetInfo");
    const ours = await evaluateIn<string[]>(inspector, "electronModule.BrowserWindow.all.map((window) => window.webContents.target)");
    if (!ours.includes(targetInfo.targetId)) await page.close();
  } catch (error) {
    if (!page.isClosed()) throw error;
  }
}

async function evaluateIn<R>(inspector: Cdp, expression: string): Promise<R> {
  const answer = await inspector.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  const { result, exceptionDetails } = answer as {
    result: { value: R };
    exceptionDetails?: { text: string; exception?: { description?: string } };
  };
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

function inspectorOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (chunk: string) => {
      text += chunk;
      const url = /Debugger listening on (ws:\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
      for (const line of chunk.split("\n")) if (line !== "" && !/^(Debugger|For help)/.test(line)) process.stderr.write(`[app] ${line}\n`);
    });
    child.once("exit", (code) => reject(new Error(`The app ended at its start (${code}):\n${text}`)));
  });
}

function browserOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on("message", (message: { browser?: string }) => message.browser !== undefined && resolve(message.browser));
    child.once("exit", (code) => reject(new Error(`The app ended before it opened a window (${code}).`)));
  });
}

/** The window's page once it has gone to its first address. */
async function firstPage(pages: () => Page[]): Promise<Page> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const page = pages().find((candidate) => candidate.url() !== "about:blank");
    if (page !== undefined) {
      await page.waitForLoadState();
      return page;
    }
    if (Date.now() > until)
      throw new Error(`The app's window went nowhere: ${JSON.stringify(pages().map((candidate) => candidate.url()))}.`);
    await new Promise((tick) => setTimeout(tick, 20));
  }
}
