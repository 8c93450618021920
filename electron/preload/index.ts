import { ipcRenderer } from "electron";
import { COMMAND_MESSAGE, type CommandMessage, PORT_MESSAGE, READY_MESSAGE } from "#shared/screens/window-messages.ts";

// The page's only tie to the desktop: the engine's port, handed on once the page listens, and the menu's commands.
// Nothing is exposed, so there is nothing to call.

let isListening = false;
let held: readonly MessagePort[] = [];

const handOut = (): void => {
  if (!isListening || held.length === 0) return;
  const ports = [...held];
  held = [];
  window.postMessage(PORT_MESSAGE, window.location.origin, ports);
};

window.addEventListener("message", (event) => {
  if (event.source !== window || event.data !== READY_MESSAGE) return;
  isListening = true;
  handOut();
});

ipcRenderer.on(PORT_MESSAGE, (event) => {
  held = event.ports;
  handOut();
});

ipcRenderer.on(COMMAND_MESSAGE, (_event, command: CommandMessage["command"]) => {
  window.postMessage({ type: COMMAND_MESSAGE, command } satisfies CommandMessage, window.location.origin);
});
