import { useEffect } from "react";
import type { MenuCommand } from "#shared/screens/window-messages.ts";
import { onKey, onMenuCommand } from "../bridge/index.ts";
import { matchesChord } from "./chord.ts";
import { type Command, useCommandList } from "./registry.ts";

const MODIFIERS = ["mod", "shift", "alt"];
/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1200;

const isSequence = (keys: readonly string[]): boolean => keys.length === 2 && !MODIFIERS.includes(keys[0] ?? "");

/** Typing goes to the field, not to commands without a modifier. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** What lies over the screen takes its own keys; nothing happens behind it. */
const isInDialog = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest("[role=dialog], [role=alertdialog]") !== null;

/** Runs commands by their keys, anywhere in the window. */
export function useCommandKeys(): void {
  const commands = useCommandList();
  useEffect(() => {
    let first: { key: string; at: number } | undefined;
    return onKey((event) => {
      if (event.defaultPrevented || event.isComposing) return;
      const plain = !(event.ctrlKey || event.metaKey || event.altKey);
      if ((plain && isTyping(event)) || isInDialog(event)) return;
      const before = first && event.timeStamp - first.at < SEQUENCE_MS ? first.key : undefined;
      first = plain ? { key: event.key.toLowerCase(), at: event.timeStamp } : undefined;
      const pressed = (keys: readonly string[]): boolean =>
        isSequence(keys) ? plain && before === keys[0] && event.key.toLowerCase() === keys[1] : matchesChord(event, keys);
      const fits = ({ keys, alsoKeys }: Command): boolean =>
        (keys !== undefined && pressed(keys)) || (alsoKeys !== undefined && pressed(alsoKeys));
      const command = commands.find(fits);
      if (!command) return;
      event.preventDefault();
      first = undefined;
      command.run();
    });
  }, [commands]);
}

/** Ids of the commands that the desktop's menu stands for. */
const MENU: Readonly<Record<MenuCommand, string>> = {
  palette: "palette",
  shortcuts: "shortcuts",
  "new-workflow": "new-workflow",
  import: "import-workflow",
  test: "editor.test",
  publish: "editor.publish",
  tidy: "editor.arrange",
  fit: "editor.fit",
};

/** Runs commands chosen in the native menu; what the present screen does not offer is left alone. */
export function useMenuCommands(): void {
  const commands = useCommandList();
  useEffect(() => onMenuCommand((chosen) => commands.find(({ id }) => id === MENU[chosen])?.run()), [commands]);
}
