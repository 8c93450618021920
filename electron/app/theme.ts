import { nativeTheme } from "electron";
import type { Theme } from "./ports.ts";

/** The page's own --bg-app in light and dark, as the window is filled before the page has drawn. */
const BACKGROUND = { light: "#f5f6f8", dark: "#0f1115" } as const;

export const theme: Theme = {
  follow(wanted) {
    nativeTheme.themeSource = wanted;
  },
  background: () => (nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light),
};
