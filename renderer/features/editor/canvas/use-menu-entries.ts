import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FlaskConical,
  Maximize,
  PanelRight,
  Pencil,
  Plus,
  Power,
  Replace,
  StickyNote,
  Trash2,
  WandSparkles,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { setNote } from "#shared/draft/edit.ts";
import { copyText } from "../../../bridge/index.ts";
import type { MenuEntry } from "../../../ui/index.ts";
import { defaultPlace } from "../actions/add-step.ts";
import {
  addNoteHere,
  alignSelection,
  copySelection,
  duplicateSelection,
  removeSelection,
  selectAll,
  toggleDisabled,
} from "../actions/edit-selection.ts";
import { useArrange } from "../actions/use-arrange.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { useEditorParts } from "../store/use-editor.ts";
import { NOTE_COLORS } from "./note-node.tsx";
import { usePaste } from "./use-canvas-keys.ts";

export type MenuTarget = { kind: "canvas" | "step" | "note" | "wires" | "several" };

const ALIGNMENTS = [
  ["left", AlignStartVertical],
  ["center", AlignCenterVertical],
  ["right", AlignEndVertical],
  ["top", AlignStartHorizontal],
  ["middle", AlignCenterHorizontal],
  ["bottom", AlignEndHorizontal],
  ["spreadAcross", AlignHorizontalSpaceAround],
  ["spreadDown", AlignVerticalSpaceAround],
] as const;

/** Entries of the canvas's menus; each is also a key, a button or a command. */
export function useMenuEntries(): (target: MenuTarget) => MenuEntry[] {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const paste = usePaste();
  const arrange = useArrange();
  const { testUpTo } = useTestRun();
  const { store, canvas, clip, say } = parts;

  const copy = () => {
    const text = copySelection(parts);
    if (text !== undefined) copyText(text).catch(() => undefined);
  };
  const pasteHere = () => {
    navigator.clipboard.readText().then(
      (text) => paste(text || clip.current),
      // Where the page may not read the clipboard, what was copied here can still be pasted; the key works for all else.
      () => (clip.current === "" ? say(t("editor.paste.useKey"), "warning") : paste(clip.current)),
    );
  };
  const line = (id: string): MenuEntry => ({ kind: "separator", id });
  const copies: MenuEntry[] = [
    { label: t("editor.menu.copy"), icon: Copy, shortcut: ["mod", "c"], onSelect: copy },
    { label: t("editor.menu.duplicate"), icon: CopyPlus, shortcut: ["mod", "d"], onSelect: () => duplicateSelection(parts) },
  ];
  const remove: MenuEntry = {
    label: t("editor.menu.remove"),
    icon: Trash2,
    shortcut: ["delete"],
    danger: true,
    onSelect: () => removeSelection(parts),
  };
  const toggle = (): MenuEntry => {
    const { workflow, selection } = store.getState();
    const off = workflow.nodes.filter((node) => selection.steps.includes(node.id)).every((node) => node.disabled);
    return {
      label: t(off ? "editor.menu.turnOn" : "editor.menu.turnOff"),
      icon: Power,
      shortcut: ["d"],
      onSelect: () => toggleDisabled(parts),
    };
  };
  const addNext: MenuEntry = {
    label: t("editor.menu.addStep"),
    icon: Plus,
    shortcut: ["/"],
    onSelect: () => store.setState({ picker: defaultPlace(store.getState()) }),
  };

  return ({ kind }) => {
    switch (kind) {
      case "canvas":
        return [
          addNext,
          {
            label: t("editor.menu.addNote"),
            icon: StickyNote,
            shortcut: ["shift", "n"],
            onSelect: () => addNoteHere(parts, canvas.current?.pointer()),
          },
          { label: t("editor.menu.paste"), icon: ClipboardPaste, shortcut: ["mod", "v"], onSelect: pasteHere },
          line("view"),
          { label: t("editor.menu.selectAll"), shortcut: ["mod", "a"], onSelect: () => selectAll(parts) },
          { label: t("editor.menu.arrange"), icon: WandSparkles, shortcut: ["shift", "l"], onSelect: arrange },
          { label: t("editor.menu.fit"), icon: Maximize, shortcut: ["shift", "1"], onSelect: () => canvas.current?.fit() },
        ];
      case "step": {
        const [id] = store.getState().selection.steps;
        return [
          {
            label: t("editor.menu.open"),
            icon: PanelRight,
            shortcut: ["enter"],
            onSelect: () => store.setState({ panelOpen: true, focusPanel: true }),
          },
          { label: t("editor.menu.testUpTo"), icon: FlaskConical, onSelect: () => id !== undefined && testUpTo(id) },
          { ...addNext, label: t("editor.menu.addAfter") },
          line("edit"),
          { label: t("editor.menu.rename"), icon: Pencil, shortcut: ["F2"], onSelect: () => store.setState({ renaming: id ?? null }) },
          {
            label: t("editor.menu.replace"),
            icon: Replace,
            onSelect: () => id !== undefined && store.setState({ picker: { kind: "replace", node: id } }),
          },
          ...copies,
          toggle(),
          line("remove"),
          remove,
        ];
      }
      case "note": {
        const [id] = store.getState().selection.notes;
        const color = store.getState().workflow.notes.find((note) => note.id === id)?.color;
        return [
          { label: t("editor.menu.editNote"), icon: Pencil, shortcut: ["enter"], onSelect: () => store.setState({ renaming: id ?? null }) },
          {
            kind: "sub",
            label: t("editor.menu.color"),
            items: NOTE_COLORS.map((one) => ({
              label: t(`editor.note.colors.${one}`),
              checked: color === one,
              onSelect: () => id !== undefined && store.session.edit((editing) => setNote(editing, id, { color: one })),
            })),
          },
          ...copies,
          line("remove"),
          remove,
        ];
      }
      case "wires":
        return [
          { ...addNext, label: t("editor.wire.insert") },
          { ...remove, label: t("editor.wire.remove") },
        ];
      case "several":
        return [
          ...copies,
          toggle(),
          {
            kind: "sub",
            label: t("editor.menu.align"),
            icon: AlignStartVertical,
            items: ALIGNMENTS.map(([how, icon]) => ({ label: t(`editor.align.${how}`), icon, onSelect: () => alignSelection(parts, how) })),
          },
          { label: t("editor.menu.arrangeThese"), icon: WandSparkles, shortcut: ["shift", "l"], onSelect: arrange },
          { label: t("editor.menu.noteAround"), icon: StickyNote, shortcut: ["shift", "n"], onSelect: () => addNoteHere(parts) },
          line("remove"),
          remove,
        ];
    }
  };
}
