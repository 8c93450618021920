import type { MenuItemConstructorOptions } from "electron";
import { screenRoute } from "#shared/screens/routes.ts";
import type { MenuCommand } from "#shared/screens/window-messages.ts";
import type { Words } from "./words/words.ts";

/** What menu items do. */
export interface MenuActions {
  send(command: MenuCommand): void;
  show(route: string): void;
  newWindow(): void;
  openDataFolder(): void;
  pause(paused: boolean): void;
}

export interface MenuParts {
  platform: NodeJS.Platform;
  words: Words;
  /** Developer tools are for checkouts, not for a user's app. */
  devTools: boolean;
  paused: boolean;
  act: MenuActions;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: "separator" };

/** The application menu, in the order and with the keys that each platform's users expect. */
export function menuTemplate(parts: MenuParts): Item[] {
  const onMac = parts.platform === "darwin";
  return [
    ...(onMac ? [appMenu(parts)] : []),
    fileMenu(parts, onMac),
    editMenu(parts, onMac),
    viewMenu(parts),
    workflowMenu(parts),
    windowMenu(parts, onMac),
    helpMenu(parts, onMac),
  ];
}

const appMenu = ({ words, act }: MenuParts): Item => ({
  label: "Infinite Matrix",
  submenu: [
    { role: "about", label: words.about },
    line,
    { label: words.settings, accelerator: "Cmd+,", click: () => act.show(screenRoute.settings()) },
    line,
    { role: "services", label: words.services },
    line,
    { role: "hide", label: words.hideApp },
    { role: "hideOthers", label: words.hideOthers },
    { role: "unhide", label: words.showAll },
    line,
    { role: "quit", label: words.quit },
  ],
});

const fileMenu = ({ words, act }: MenuParts, onMac: boolean): Item => ({
  label: words.file,
  submenu: [
    { label: words.newWorkflow, accelerator: "CmdOrCtrl+N", click: () => act.send("new-workflow") },
    { label: words.import, accelerator: "CmdOrCtrl+O", click: () => act.send("import") },
    line,
    { label: words.newWindow, accelerator: "CmdOrCtrl+Shift+N", click: () => act.newWindow() },
    { role: "close", label: words.closeWindow, accelerator: "CmdOrCtrl+W" },
    line,
    { label: words.openDataFolder, click: () => act.openDataFolder() },
    ...(onMac
      ? []
      : [
          { label: words.settings, accelerator: "Ctrl+,", click: () => act.show(screenRoute.settings()) },
          line,
          { role: "quit", label: words.quit, accelerator: "Ctrl+Q" } satisfies Item,
        ]),
  ],
});

const editMenu = ({ words }: MenuParts, onMac: boolean): Item => ({
  label: words.edit,
  submenu: [
    { role: "undo", label: words.undo },
    { role: "redo", label: words.redo, accelerator: onMac ? "Cmd+Shift+Z" : "Ctrl+Y" },
    line,
    { role: "cut", label: words.cut },
    { role: "copy", label: words.copy },
    { role: "paste", label: words.paste },
    { role: "delete", label: words.delete },
    line,
    { role: "selectAll", label: words.selectAll },
  ],
});

const viewMenu = ({ words, act, devTools }: MenuParts): Item => ({
  label: words.view,
  submenu: [
    { label: words.palette, accelerator: "CmdOrCtrl+K", click: () => act.send("palette") },
    line,
    ...(
      [
        [words.workflows, screenRoute.workflows()],
        [words.catalog, screenRoute.catalog()],
        [words.connections, screenRoute.connections()],
        [words.runs, screenRoute.runs()],
      ] as const
    ).map(([label, route], index): Item => ({ label, accelerator: `CmdOrCtrl+${index + 1}`, click: () => act.show(route) })),
    line,
    { role: "resetZoom", label: words.actualSize },
    { role: "zoomIn", label: words.zoomIn },
    { role: "zoomOut", label: words.zoomOut },
    { role: "togglefullscreen", label: words.fullScreen },
    line,
    { role: "reload", label: words.reload },
    ...(devTools ? [{ role: "toggleDevTools", label: words.developerTools } satisfies Item] : []),
  ],
});

const workflowMenu = ({ words, act, paused }: MenuParts): Item => ({
  label: words.workflow,
  submenu: [
    { label: words.test, accelerator: "CmdOrCtrl+Enter", click: () => act.send("test") },
    { label: words.publish, accelerator: "CmdOrCtrl+Shift+P", click: () => act.send("publish") },
    line,
    { label: words.tidy, click: () => act.send("tidy") },
    { label: words.fit, click: () => act.send("fit") },
    line,
    { label: paused ? words.resumeEngine : words.pauseEngine, click: () => act.pause(!paused) },
  ],
});

const windowMenu = ({ words }: MenuParts, onMac: boolean): Item => ({
  label: words.window,
  role: "window",
  submenu: [
    { role: "minimize", label: words.minimize },
    ...(onMac
      ? [{ role: "zoom", label: words.zoom } satisfies Item, line, { role: "front", label: words.bringToFront } satisfies Item]
      : [{ role: "close", label: words.closeWindow } satisfies Item]),
  ],
});

const helpMenu = ({ words, act }: MenuParts, onMac: boolean): Item => ({
  label: words.help,
  role: "help",
  submenu: [
    { label: words.shortcuts, click: () => act.send("shortcuts") },
    ...(onMac ? [] : [line, { role: "about", label: words.about } satisfies Item]),
  ],
});
