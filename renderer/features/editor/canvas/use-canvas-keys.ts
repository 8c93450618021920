import { type ClipboardEvent, type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { client, toFault } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { defaultPlace } from "../actions/add-step.ts";
import type { EditorContext } from "../actions/context.ts";
import {
  copySelection,
  type Direction,
  duplicateSelection,
  goTo,
  nudge,
  removeSelection,
  selectAll,
  toggleDisabled,
} from "../actions/edit-selection.ts";
import { pasteText } from "../actions/paste-text.ts";
import { GRID } from "../graph/geometry.ts";
import { useEditorParts } from "../store/use-editor.ts";

interface CanvasKeys {
  onKeyDown: (event: KeyboardEvent) => void;
  onCopy: (event: ClipboardEvent) => void;
  onCut: (event: ClipboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
}

const ARROWS: Readonly<Record<string, [Direction, number, number]>> = {
  ArrowLeft: ["left", -1, 0],
  ArrowRight: ["right", 1, 0],
  ArrowUp: ["up", 0, -1],
  ArrowDown: ["down", 0, 1],
};

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Keys that mean something only while the canvas has the focus. Those that always do are commands. */
export function useCanvasKeys(): CanvasKeys {
  const parts = useEditorParts();
  const paste = usePaste();
  return useMemo(
    () => ({
      onKeyDown: (event) => {
        if (event.defaultPrevented || isTyping(event.target) || event.nativeEvent.isComposing) return;
        if (!pressed(parts, event)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onCopy: (event) => {
        const text = isTyping(event.target) ? undefined : copySelection(parts);
        if (text === undefined) return;
        event.clipboardData.setData("text/plain", text);
        event.preventDefault();
      },
      onCut: (event) => {
        const text = isTyping(event.target) ? undefined : copySelection(parts);
        if (text === undefined) return;
        event.clipboardData.setData("text/plain", text);
        event.preventDefault();
        removeSelection(parts);
      },
      onPaste: (event) => {
        if (isTyping(event.target)) return;
        event.preventDefault();
        paste(event.clipboardData.getData("text/plain"));
      },
    }),
    [parts, paste],
  );
}

/** True when the key was one of the canvas. */
function pressed(parts: EditorContext, event: KeyboardEvent): boolean {
  const { store } = parts;
  const mod = event.ctrlKey || event.metaKey;
  const arrow = ARROWS[event.key];
  const { selection } = store.getState();
  const some = selection.steps.length + selection.notes.length > 0;
  if (arrow) {
    const [direction, x, y] = arrow;
    if (event.altKey || mod || !some) goTo(parts, direction);
    else nudge(parts, x * GRID * (event.shiftKey ? 5 : 1), y * GRID * (event.shiftKey ? 5 : 1));
    return true;
  }
  if (mod) {
    if (event.key.toLowerCase() === "a") selectAll(parts);
    else if (event.key.toLowerCase() === "d") duplicateSelection(parts);
    else return false;
    return true;
  }
  // By its place on the keyboard: with Shift the key itself is another sign.
  if (event.shiftKey && event.code === "Digit1") {
    parts.canvas.current?.fit();
    return true;
  }
  const [step] = selection.steps;
  switch (event.key) {
    case "Delete":
    case "Backspace":
      removeSelection(parts);
      return true;
    case "Tab":
      // Without a selection Tab leaves the canvas, as everywhere.
      if (event.shiftKey || (selection.steps.length !== 1 && selection.wires.length !== 1)) return false;
      store.setState({ picker: defaultPlace(store.getState()) });
      return true;
    case "Escape":
      store.select([]);
      return true;
    case "Enter":
      if (selection.notes.length === 1 && !step) store.setState({ renaming: selection.notes[0] ?? null });
      else if (step) store.setState({ panelOpen: true, focusPanel: true });
      else return false;
      return true;
    case "F2":
      if (!step) return false;
      store.setState({ renaming: step });
      return true;
    case "d":
    case "D":
      toggleDisabled(parts);
      return true;
    default:
      return false;
  }
}

/** Pastes text, and says what came of it. */
export function usePaste(): (text: string) => void {
  const parts = useEditorParts();
  const { t } = useTranslation();
  return useMemo(() => {
    const engine = {
      import: (text: string) => client.workflows.import({ text, from: "n8n" }),
      get: (id: Parameters<typeof client.workflows.get>[0]["id"]) => client.workflows.get({ id }),
      remove: (id: Parameters<typeof client.workflows.get>[0]["id"]) => client.workflows.remove({ id }),
    };
    return (text) => {
      pasteText(parts, text, engine).then(
        (pasted) => {
          if (pasted.kind === "nothing") parts.say(t("editor.paste.nothing"), "warning");
          if (pasted.kind !== "converted") return;
          const said = t("editor.paste.converted", { count: pasted.count });
          parts.say(
            pasted.open > 0 ? `${said} ${t("editor.paste.open", { count: pasted.open })}` : said,
            pasted.open > 0 ? "warning" : "success",
          );
        },
        (error: unknown) => parts.say(faultText(t, toFault(error)), "danger"),
      );
    };
  }, [parts, t]);
}
