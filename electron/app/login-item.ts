import { app } from "electron";
import { linuxAutostart } from "./linux-autostart.ts";
import type { LoginItem } from "./ports.ts";

/** Started at login the app stays in the tray: workflows run, no window opens. */
export const HIDDEN_START = "--hidden";

export function createLoginItem(): LoginItem {
  // Electron knows macOS and Windows; Linux desktops read a file.
  if (process.platform === "linux") return linuxAutostart(app.getPath("appData"), process.env.APPIMAGE ?? process.execPath, HIDDEN_START);
  return {
    enabled: () => app.getLoginItemSettings({ args: [HIDDEN_START] }).openAtLogin,
    set: (enabled) => app.setLoginItemSettings({ openAtLogin: enabled, args: [HIDDEN_START] }),
  };
}
