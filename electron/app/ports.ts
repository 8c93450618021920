import type { MenuCommand } from "#shared/screens/window-messages.ts";
import type { AppSettings, WindowState } from "./app-settings.ts";

/** What the shell needs of the desktop around it. One file each implements it with Electron; logic takes the interface. */

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The app's own settings, apart from any workspace's. */
export interface Settings {
  get(): AppSettings;
  set(change: Partial<AppSettings>): void;
}

export interface WindowStates {
  /** Where the next window opens, on a screen that is there. */
  next(): WindowState;
  remember(state: WindowState): void;
}

export interface Windows {
  /** The window in front, or a new one; `route` is a hash address of a screen. */
  show(route?: string): void;
  /** One more window. */
  open(): void;
  /** Acts in the window in front. */
  send(command: MenuCommand): void;
  count(): number;
}

/** Opens an address outside the app; false where it is refused. */
export interface ShellOpen {
  openExternal(address: string): Promise<boolean>;
  showFolder(path: string): Promise<void>;
}

export interface Notice {
  title: string;
  body: string;
  /** The screen that a click leads to. */
  route: string;
}
export interface Notifications {
  show(notice: Notice): void;
}

export interface Dialogs {
  /** Asks with named answers; resolves to the number of the one chosen. The last is taken when the dialog is closed. */
  ask(question: { title: string; detail: string; answers: readonly string[] }): Promise<number>;
}

export interface Theme {
  follow(theme: "system" | "light" | "dark"): void;
  /** The colour to fill a window with before its page has drawn. */
  background(): string;
}

export interface LoginItem {
  enabled(): boolean;
  set(enabled: boolean): void;
}

/** What the tray says and offers. */
export interface TrayState {
  engine: "starting" | "running" | "paused" | "stopped";
  active: number;
  needsYou: number;
  startsAtLogin: boolean;
}
export interface TrayPort {
  show(state: TrayState): void;
}
