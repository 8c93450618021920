import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { EditorContext } from "../actions/context.ts";
import type { EditorState } from "./editor-store.ts";
import type { RunState, RunStore } from "./run-store.ts";

export interface EditorParts extends EditorContext {
  run: RunStore;
}

/** What every part of one open editor works with. */
export const EditorPartsContext = createContext<EditorParts | null>(null);

export function useEditorParts(): EditorParts {
  const parts = useContext(EditorPartsContext);
  if (!parts) throw new Error("not inside an editor");
  return parts;
}

export const useEditor = <T>(select: (state: EditorState) => T): T => useStore(useEditorParts().store, select);
export const useRun = <T>(select: (state: RunState) => T): T => useStore(useEditorParts().run, select);
