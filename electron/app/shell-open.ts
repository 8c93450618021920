import { shell } from "electron";
import { checkExternalAddress } from "./external-address.ts";
import type { ShellOpen } from "./ports.ts";

export const shellOpen: ShellOpen = {
  async openExternal(address) {
    const checked = checkExternalAddress(address);
    if (checked === undefined) return false;
    await shell.openExternal(checked);
    return true;
  },
  async showFolder(path) {
    await shell.openPath(path);
  },
};
