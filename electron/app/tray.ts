import { Menu, nativeImage, Tray } from "electron";
import type { TrayPort } from "./ports.ts";
import { type TrayActions, trayLine, trayTemplate } from "./tray-template.ts";
import type { Words } from "./words/words.ts";

/** The icon beside the clock; where a desktop has no such place (some Linux ones), the menus do the same. */
export function createTray(icon: string, words: () => Words, act: TrayActions): TrayPort {
  const image = nativeImage.createFromPath(icon);
  image.setTemplateImage(process.platform === "darwin");
  const tray = new Tray(image);
  tray.on("click", () => act.open());
  return {
    show(state) {
      tray.setToolTip(`Infinite Matrix: ${trayLine(state, words())}`);
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(state, words(), act)));
    },
  };
}
