import { powerMonitor } from "electron";
import type { Power } from "./ports.ts";

export const power: Power = {
  onResume(listener) {
    powerMonitor.on("resume", listener);
  },
};
