import { ipcMain } from "electron";
import Store from "electron-store";
import { AppSettings } from "./app-settings.ts";
import type { Settings } from "./ports.ts";

/** App settings in electron-store: a JSON file in userData, replaced whole at each change. */
export function createSettings(): Settings {
  const store = new Store<Record<string, unknown>>({ name: "settings", clearInvalidConfig: true, configFileMode: 0o600 });
  // The store offers its folder to renderers; no renderer of ours may ask main for anything.
  ipcMain.removeAllListeners("electron-store-get-data");
  let current = AppSettings.parse(store.store);
  return {
    get: () => current,
    set(change) {
      current = AppSettings.parse({ ...current, ...change });
      store.store = current;
    },
  };
}
