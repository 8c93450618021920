import { z } from "zod";
import { COMMAND_MESSAGE, MENU_COMMANDS, type MenuCommand, PORT_MESSAGE, READY_MESSAGE } from "#shared/screens/window-messages.ts";

// What the page may ask of its window; nobody else reads `window`.

/**
 * In the desktop window calls go over a port; in the browser form over HTTP on the same origin. The desktop serves its
 * screens from a scheme of its own (or, where that can't be had, from a `.localhost` name).
 */
export const isDesktop = (): boolean => !/^https?:$/.test(window.location.protocol) || window.location.hostname.endsWith(".localhost");

export const rpcUrl = (): string => new URL("/rpc", window.location.href).href;

/** Calls back with each port that the preload hands over: the first, and one more after each restart of the engine. */
export function onPort(take: (port: MessagePort) => void): void {
  window.addEventListener("message", (event) => {
    if (event.source !== window || event.data !== PORT_MESSAGE) return;
    const [port] = event.ports;
    if (port) take(port);
  });
  window.postMessage(READY_MESSAGE, window.location.origin === "null" ? "*" : window.location.origin);
}

const CommandMessage = z.object({ type: z.literal(COMMAND_MESSAGE), command: z.enum(MENU_COMMANDS) });

/** An item of the native menu that acts on what the page shows. */
export function onMenuCommand(run: (command: MenuCommand) => void): () => void {
  const listen = (event: MessageEvent) => {
    if (event.source !== window) return;
    const message = CommandMessage.safeParse(event.data);
    if (message.success) run(message.data.command);
  };
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}

export function onOnline(tell: (online: boolean) => void): void {
  window.addEventListener("online", () => tell(true));
  window.addEventListener("offline", () => tell(false));
}

export const isOnline = (): boolean => window.navigator.onLine;
export const systemLanguages = (): readonly string[] => window.navigator.languages;
export const systemTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Follows a media query; calls back at once with its state. */
export function watchMedia(query: string, tell: (matches: boolean) => void): () => void {
  const list = window.matchMedia(query);
  const listen = () => tell(list.matches);
  list.addEventListener("change", listen);
  listen();
  return () => list.removeEventListener("change", listen);
}

/** A key anywhere in the window. */
export function onKey(listener: (event: KeyboardEvent) => void): () => void {
  window.addEventListener("keydown", listener);
  return () => window.removeEventListener("keydown", listener);
}

export const copyText = (text: string): Promise<void> => window.navigator.clipboard.writeText(text);

/** Saves a text as a file, as the window does with any download. */
export function saveFile(name: string, text: string, type = "application/json"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** How this person likes a view: a width, a folded part. Lost without harm. */
export function readPreference(name: string): string | null {
  try {
    return window.localStorage.getItem(`imx.${name}`);
  } catch {
    return null;
  }
}
export function writePreference(name: string, value: string): void {
  try {
    window.localStorage.setItem(`imx.${name}`, value);
  } catch {
    // Storage may be full or forbidden; the view then starts as it was made.
  }
}

/** Text pasted while no field has the focus. The listener says whether it took it. */
export function onPaste(take: (text: string) => boolean): () => void {
  const listen = (event: ClipboardEvent) => {
    const [target] = event.composedPath();
    if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName))) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text !== "" && take(text)) event.preventDefault();
  };
  window.addEventListener("paste", listen);
  return () => window.removeEventListener("paste", listen);
}
