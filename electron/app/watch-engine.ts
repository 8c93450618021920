import { createEngineClient, type EngineClient } from "./engine-client.ts";
import type { EngineKeeper } from "./engine-keeper.ts";
import type { Face } from "./face.ts";
import { followEngine } from "./follow-engine.ts";
import type { Dialogs, Notifications, Settings, Theme } from "./ports.ts";
import { fill } from "./words/words.ts";

export interface WatchParts {
  keeper: EngineKeeper;
  face: Face;
  settings: Settings;
  theme: Theme;
  dialogs: Dialogs;
  notifications: Notifications;
  quit: () => void;
}

/** Ties the desktop to whichever engine is there: follows it, says so when there is none. */
export function watchEngine({ keeper, face, settings, theme, dialogs, notifications, quit }: WatchParts): {
  pause(paused: boolean): Promise<void>;
} {
  let client: EngineClient | undefined;
  keeper.onReady(() => {
    const port = keeper.port();
    if (port === undefined) return;
    client = createEngineClient(port);
    followEngine({
      client,
      notifications,
      words: () => face.words(),
      status: (status) => face.engine(status),
      settings: (workspace) => {
        // Kept, so that the next window opens in the right colours before the engine is up.
        // High contrast is the page's own; the system's parts know light and dark.
        const native = workspace.theme === "contrast" ? "system" : workspace.theme;
        settings.set({ theme: native });
        theme.follow(native);
        face.speak(workspace.language);
      },
      // It ends with its engine; the next one is followed anew.
    }).catch(() => port.close());
  });
  keeper.onDown(() => {
    client = undefined;
    face.engine("starting");
  });
  const askWhatToDo = async (reason: string): Promise<void> => {
    face.engine("stopped");
    const words = face.words();
    const answer = await dialogs.ask({
      title: words.engineTrouble,
      detail: fill(words.engineTroubleBody, { reason }),
      answers: [words.tryAgain, words.quit],
    });
    if (answer !== 0) return quit();
    face.engine("starting");
    keeper.start();
  };
  keeper.onTrouble((reason) => void askWhatToDo(reason));
  return {
    async pause(paused) {
      if (client === undefined) return;
      // Where the engine ends meanwhile, its successor comes as it was, and the tray shows that.
      await (paused ? client.engine.pause() : client.engine.resume()).catch(() => {});
    },
  };
}
