import { screen } from "electron";
import type { Settings, WindowStates } from "./ports.ts";
import { placeWindow } from "./window-bounds.ts";

export function createWindowStates(settings: Settings): WindowStates {
  return {
    next: () =>
      placeWindow(
        settings.get().window,
        [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea),
      ),
    remember: (state) => settings.set({ window: state }),
  };
}
