import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it } from "vitest";
import { type MenuParts, menuTemplate } from "../../../electron/app/menu-template.ts";
import { trayTemplate } from "../../../electron/app/tray-template.ts";
import { en } from "../../../electron/app/words/en.ts";
import { es } from "../../../electron/app/words/es.ts";
import { fill, wordsFor } from "../../../electron/app/words/words.ts";

const done: string[] = [];
const act: MenuParts["act"] = {
  send: (command) => void done.push(command),
  show: (route) => void done.push(route),
  newWindow: () => void done.push("new window"),
  openDataFolder: () => void done.push("folder"),
  pause: (paused) => void done.push(paused ? "pause" : "resume"),
};
const menu = (change: Partial<MenuParts> = {}) =>
  menuTemplate({ platform: "linux", words: en, devTools: false, paused: false, act, ...change });
const itemsOf = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);

describe("the application menu", () => {
  it("has the menus that users of the platform look for", () => {
    expect(menu().map((item) => item.label)).toEqual(["File", "Edit", "View", "Workflow", "Window", "Help"]);
    expect(menu({ platform: "darwin" })[0]?.label).toBe("Infinite Matrix");
  });

  it.each(["darwin", "win32", "linux"] as const)("gives no key to two items on %s", (platform) => {
    const keys = itemsOf(menu({ platform })).flatMap((item) =>
      item.accelerator === undefined ? [] : [item.accelerator.replace("CmdOrCtrl", platform === "darwin" ? "Cmd" : "Ctrl")],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("can be zoomed, and has developer tools only in a checkout", () => {
    const roles = (devTools: boolean) => itemsOf(menu({ devTools })).map((item) => item.role);
    expect(roles(false)).toEqual(expect.arrayContaining(["resetZoom", "zoomIn", "zoomOut"]));
    expect([roles(false).includes("toggleDevTools"), roles(true).includes("toggleDevTools")]).toEqual([false, true]);
  });

  it("does what it says: every item has a role, a submenu or an action", () => {
    const idle = itemsOf(menu()).filter((item) => item.type !== "separator" && !item.role && !item.submenu && !item.click);
    expect(idle).toEqual([]);
  });

  it("offers to pause, or to go on", () => {
    const press = (paused: boolean) => {
      const item = itemsOf(menu({ paused })).find((candidate) => candidate.label === (paused ? en.resumeEngine : en.pauseEngine));
      // Electron's own arguments are not used.
      (item?.click as (() => void) | undefined)?.();
    };
    done.length = 0;
    press(false);
    press(true);
    expect(done).toEqual(["pause", "resume"]);
  });
});

describe("the tray", () => {
  const state = { engine: "running", active: 3, needsYou: 2, startsAtLogin: true } as const;
  const trayAct = { open() {}, showRuns() {}, pause() {}, startAtLogin() {}, quit() {} };
  it("says how it stands and what needs a person", () => {
    expect(
      trayTemplate(state, en, trayAct)
        .slice(0, 2)
        .map((item) => item.label),
    ).toEqual(["Running, 3 at work", "2 need you"]);
    expect(trayTemplate({ ...state, needsYou: 0, engine: "paused" }, en, trayAct).map((item) => item.label)).toContain(
      "Resume all workflows",
    );
  });
  it("can't pause an engine that is not there", () => {
    expect(trayTemplate({ ...state, engine: "starting" }, en, trayAct).find((item) => item.label === en.pauseEngine)?.enabled).toBe(false);
  });
});

describe("the desktop's words", () => {
  it("follow the system's language, or the one that was chosen", () => {
    expect([wordsFor("system", "es-MX").file, wordsFor("system", "de").file, wordsFor("es", "en-US").file]).toEqual([
      "Archivo",
      "File",
      "Archivo",
    ]);
  });
  it("fill the same places in both languages", () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, places(es[key])]).toEqual([key, places(en[key])]);
    expect(fill(en.runFailed, { name: "Send {count} invoices" })).toBe("Send {count} invoices failed");
  });
});
