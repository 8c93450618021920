import { app } from "./app.ts";
import { BrowserWindow } from "./browser-window.ts";
import { MessageChannelMain, MessagePortMain } from "./message-channel.ts";
import { dialog, ipcMain, Menu, Notification, nativeImage, nativeTheme, safeStorage, screen, shell, Tray } from "./parts.ts";
import { protocol } from "./protocol.ts";
import { session } from "./session.ts";
import { utilityProcess } from "./utility-process.ts";

// A stand-in for electron in plain Node: windows are pages of a real Chromium, everything else is recorded.

const all: Record<string, unknown> = {
  app,
  BrowserWindow,
  MessageChannelMain,
  MessagePortMain,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};
// For the test that looks into this process through its inspector.
Object.defineProperty(globalThis, "electronModule", { value: all });

// electron-store takes the module whole.
// biome-ignore lint/style/noDefaultExport: electron has one
export default all;
export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  MessagePortMain,
  Notification,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};
