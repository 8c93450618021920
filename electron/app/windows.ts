import { BrowserWindow, type WebContents } from "electron";
import { COMMAND_MESSAGE } from "#shared/screens/window-messages.ts";
import { START_URL } from "./origin.ts";
import type { Dialogs, Theme, WindowStates, Windows } from "./ports.ts";
import { webPreferences } from "./web-preferences.ts";
import { SMALLEST } from "./window-bounds.ts";
import type { Words } from "./words/words.ts";

export interface WindowParts {
  preload: string;
  icon: string;
  devTools: boolean;
  states: WindowStates;
  theme: Theme;
  dialogs: Dialogs;
  words: () => Words;
  transport: { attach(contents: WebContents): void };
  /** The last window has closed. */
  lastClosed: () => void;
}

const CASCADE = 28;

export function createWindows(parts: WindowParts): Windows {
  const open = new Set<BrowserWindow>();
  const front = (): BrowserWindow | undefined => BrowserWindow.getFocusedWindow() ?? [...open].at(-1);

  const create = (route: string): void => {
    const state = parts.states.next();
    const shift = open.size * CASCADE;
    const window = new BrowserWindow({
      width: state.width,
      height: state.height,
      ...(state.x === undefined || state.y === undefined ? {} : { x: state.x + shift, y: state.y + shift }),
      minWidth: Math.min(SMALLEST.width, state.width),
      minHeight: Math.min(SMALLEST.height, state.height),
      title: "Infinite Matrix",
      icon: parts.icon,
      // Shown when the page has drawn, on a background of its own colour: no white flash.
      show: false,
      backgroundColor: parts.theme.background(),
      webPreferences: webPreferences(parts.preload, parts.devTools),
    });
    open.add(window);
    parts.transport.attach(window.webContents);
    window.once("ready-to-show", () => {
      if (state.maximized) window.maximize();
      window.show();
    });
    window.on("close", () => parts.states.remember({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
    window.once("closed", () => {
      open.delete(window);
      if (open.size === 0) parts.lastClosed();
    });
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      if (reason !== "clean-exit") void recover(window, parts);
    });
    void load(window, route);
  };

  return {
    show(route) {
      const window = front();
      if (window === undefined) return create(route ?? "");
      if (route !== undefined) void load(window, route);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    open: () => create(""),
    send(command) {
      const window = front();
      if (window !== undefined) window.webContents.send(COMMAND_MESSAGE, command);
    },
    count: () => open.size,
  };
}

/** With another hash alone the page stays and follows it. */
async function load(window: BrowserWindow, route: string): Promise<void> {
  try {
    await window.loadURL(START_URL + route);
  } catch (error) {
    // A navigation that a newer one replaced rejects too, and so does one whose window is closed meanwhile.
    const isReplaced = error instanceof Error && "code" in error && error.code === "ERR_ABORTED";
    if (!isReplaced && !window.isDestroyed()) throw error;
  }
}

async function recover(window: BrowserWindow, { dialogs, words }: WindowParts): Promise<void> {
  const { pageGone, pageGoneBody, reload, closeWindow } = words();
  const answer = await dialogs.ask({ title: pageGone, detail: pageGoneBody, answers: [reload, closeWindow] });
  if (window.isDestroyed()) return;
  if (answer === 0) window.webContents.reload();
  else window.destroy();
}
