import type { MenuItemConstructorOptions } from "electron";
import type { TrayState } from "./ports.ts";
import { fill, type Words } from "./words/words.ts";

export interface TrayActions {
  open(): void;
  showRuns(): void;
  pause(paused: boolean): void;
  startAtLogin(enabled: boolean): void;
  quit(): void;
}

/** The state in one line: the tray's tooltip and its menu's first item. */
export function trayLine(state: TrayState, words: Words): string {
  switch (state.engine) {
    case "starting":
      return words.stateStarting;
    case "running":
      return fill(words.stateRunning, { active: state.active });
    case "paused":
      return words.statePaused;
    case "stopped":
      return words.stateStopped;
  }
}

export function trayTemplate(state: TrayState, words: Words, act: TrayActions): MenuItemConstructorOptions[] {
  const paused = state.engine === "paused";
  return [
    { label: trayLine(state, words), enabled: false },
    ...(state.needsYou > 0 ? [{ label: fill(words.needsYou, { count: state.needsYou }), click: () => act.showRuns() }] : []),
    { type: "separator" },
    { label: words.open, click: () => act.open() },
    {
      label: paused ? words.resumeEngine : words.pauseEngine,
      enabled: paused || state.engine === "running",
      click: () => act.pause(!paused),
    },
    { type: "separator" },
    { label: words.startAtLogin, type: "checkbox", checked: state.startsAtLogin, click: () => act.startAtLogin(!state.startsAtLogin) },
    { label: words.quit, click: () => act.quit() },
  ];
}
