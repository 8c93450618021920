import type { EngineStatus } from "#shared/contract/engine.ts";
import { showMenu } from "./menu.ts";
import type { MenuActions } from "./menu-template.ts";
import type { LoginItem, TrayPort, TrayState } from "./ports.ts";
import { type Words, wordsFor } from "./words/words.ts";

export interface Face {
  words(): Words;
  speak(language: "system" | "en" | "es"): void;
  engine(state: "starting" | "stopped" | EngineStatus): void;
  /** Draws tray and menu anew. */
  refresh(): void;
}

export interface FaceParts {
  locale: string;
  devTools: boolean;
  act: MenuActions;
  loginItem: LoginItem;
  /** Made on first use: it needs the words. */
  tray: (words: () => Words) => TrayPort;
}

/** What the desktop shows of itself outside its windows: the menu and the tray, in the language of the workspace. */
export function createFace({ locale, devTools, act, loginItem, tray: makeTray }: FaceParts): Face {
  let words = wordsFor("system", locale);
  let state: Omit<TrayState, "startsAtLogin"> = { engine: "starting", active: 0, needsYou: 0 };
  const tray = makeTray(() => words);
  const refresh = () => {
    tray.show({ ...state, startsAtLogin: loginItem.enabled() });
    showMenu({ platform: process.platform, words, devTools, paused: state.engine === "paused", act });
  };
  return {
    words: () => words,
    speak(language) {
      words = wordsFor(language, locale);
      refresh();
    },
    engine(now) {
      state =
        typeof now === "string"
          ? { engine: now, active: 0, needsYou: 0 }
          : { engine: now.state, active: now.active, needsYou: now.needsYou };
      refresh();
    },
    refresh,
  };
}
