import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem } from "#shared/model/problem.ts";
import type { Position, Workflow } from "#shared/model/workflow.ts";
import type { End } from "../graph/connection-rules.ts";
import { type CanvasNode, type Picture, toPicture, type Wire } from "../graph/to-flow.ts";
import type { DraftSession } from "../session/draft-session.ts";
import type { SaveState } from "../session/outbox.ts";
import { type CatalogIndex, operationOf } from "./catalog-index.ts";
import { type AskPorts, PortCache } from "./port-cache.ts";

/** Where a step that is being chosen will go. */
export type PickerPlace =
  | { kind: "free"; at?: Position }
  /** Behind a port, or before one; dropped somewhere or not. */
  | { kind: "port"; end: End; side: "inputs" | "outputs"; at?: Position }
  | { kind: "wire"; edge: string }
  /** In the stead of a step, whose name and wires stay. */
  | { kind: "replace"; node: string };

export interface Selection {
  steps: readonly string[];
  notes: readonly string[];
  wires: readonly string[];
}

export type ViewKind = "canvas" | "list";

export interface EditorState {
  workflow: Workflow;
  nodes: CanvasNode[];
  wires: Wire[];
  selection: Selection;
  catalog: CatalogIndex;
  problems: readonly Problem[];
  save: SaveState;
  canUndo: boolean;
  canRedo: boolean;
  view: ViewKind;
  picker: PickerPlace | null;
  /** Step whose name is being typed on the canvas. */
  renaming: string | null;
  /** The step search is open: the how manieth call for it, so that each takes the cursor there. 0 = it is not. */
  finding: number;
  panelOpen: boolean;
  /** The panel takes the focus when it next draws. */
  focusPanel: boolean;
  /** The name field in the panel takes the focus. */
  focusName: boolean;
  /** What stands open above the bottom bar. */
  drawer: "problems" | "run" | null;
  /** A step just added and not yet left: that its fields are empty is no news to whoever fills them in. */
  fresh: string | null;
  dialog: "publish" | "versions" | "test" | "tests" | null;
  /** Wire under the pointer: its tools are shown. */
  hoverWire: string | null;
}

export interface EditorStore extends StoreApi<EditorState> {
  session: DraftSession;
  nodesChanged(changes: NodeChange<CanvasNode>[]): void;
  wiresChanged(changes: EdgeChange<Wire>[]): void;
  setCatalog(catalog: CatalogIndex): void;
  select(ids: Iterable<string>): void;
  /** Called by the session's events. */
  workflowChanged(workflow: Workflow): void;
}

export const NOTHING_SELECTED: Selection = { steps: [], notes: [], wires: [] };

/** State of one open editor. The draft is the session's; here is how it is drawn and what the person is doing. */
export function createEditorStore(session: DraftSession, askPorts: AskPorts, firstCatalog: CatalogIndex): EditorStore {
  let catalog = firstCatalog;
  const ports = new PortCache(askPorts, () => redraw());
  const draw = (workflow: Workflow, before: Picture): Picture =>
    toPicture(
      workflow,
      {
        operation: (node) => operationOf(catalog, node),
        ports: (node) => ports.of(node, operationOf(catalog, node)),
      },
      before,
    );
  const first = draw(session.workflow, { nodes: [], wires: [] });
  const store = createStore<EditorState>()(() => ({
    workflow: session.workflow,
    ...first,
    selection: NOTHING_SELECTED,
    catalog,
    problems: [],
    save: session.saveState,
    canUndo: false,
    canRedo: false,
    view: "canvas",
    picker: null,
    renaming: null,
    finding: 0,
    panelOpen: true,
    focusPanel: false,
    focusName: false,
    drawer: null,
    fresh: null,
    dialog: null,
    hoverWire: null,
  }));

  const redraw = (): void =>
    store.setState(({ workflow, nodes, wires, selection }) => {
      const picture = draw(workflow, { nodes, wires });
      return { ...picture, selection: selectionOf(picture, selection) };
    });

  return {
    ...store,
    session,
    nodesChanged(changes) {
      store.setState((state) => {
        const nodes = applyNodeChanges(changes.filter(isViewChange), state.nodes);
        const selection = selectionOf({ nodes, wires: state.wires }, state.selection);
        return { nodes, selection, fresh: stillFresh(state.fresh, selection) };
      });
      session.setSelection(selectedIds(store.getState().selection));
    },
    wiresChanged(changes) {
      store.setState((state) => {
        const wires = applyEdgeChanges(
          changes.filter((change) => change.type === "select"),
          state.wires,
        ).map((wire) => hold(wire, wire.selected ?? false));
        return { wires, selection: selectionOf({ nodes: state.nodes, wires }, state.selection) };
      });
      session.setSelection(selectedIds(store.getState().selection));
    },
    setCatalog(next) {
      catalog = next;
      store.setState({ catalog });
      redraw();
    },
    select(ids) {
      const wanted = new Set(ids);
      store.setState((state) => {
        const nodes = state.nodes.map((node) => mark(node, wanted.has(node.id)));
        const wires = state.wires.map((wire) => hold(wire, wanted.has(wire.id)));
        const selection = selectionOf({ nodes, wires }, state.selection);
        return { nodes, wires, selection, fresh: stillFresh(state.fresh, selection) };
      });
      session.setSelection(selectedIds(store.getState().selection));
    },
    workflowChanged(workflow) {
      store.setState((state) => {
        const picture = draw(workflow, state);
        return {
          workflow,
          ...picture,
          selection: selectionOf(picture, state.selection),
          canUndo: session.canUndo,
          canRedo: session.canRedo,
        };
      });
    },
  };
}

const stillFresh = (fresh: string | null, { steps }: Selection): string | null => (fresh !== null && steps.includes(fresh) ? fresh : null);

/** What a hand does on the canvas before it is an edit: the draft learns of it when the hand lets go. */
const isViewChange = (change: NodeChange<CanvasNode>): boolean => change.type === "select" || change.type === "position";

const mark = <T extends { selected?: boolean }>(part: T, selected: boolean): T =>
  (part.selected ?? false) === selected ? part : { ...part, selected };

/** A selected wire can be taken by its ends; for all others nothing is drawn there. */
const hold = (wire: Wire, selected: boolean): Wire =>
  (wire.selected ?? false) === selected && (wire.reconnectable ?? false) === selected
    ? wire
    : { ...wire, selected, reconnectable: selected };

export const selectedIds = ({ steps, notes, wires }: Selection): string[] => [...steps, ...notes, ...wires];

function selectionOf({ nodes, wires }: Picture, old: Selection): Selection {
  const ids = (type: CanvasNode["type"]): string[] => nodes.flatMap((node) => (node.selected && node.type === type ? node.id : []));
  const steps = keepSame(ids("step"), old.steps);
  const notes = keepSame(ids("note"), old.notes);
  const chosen = keepSame(
    wires.flatMap((wire) => (wire.selected ? wire.id : [])),
    old.wires,
  );
  return steps === old.steps && notes === old.notes && chosen === old.wires ? old : { steps, notes, wires: chosen };
}

const keepSame = (next: readonly string[], old: readonly string[]): readonly string[] =>
  next.length === old.length && next.every((id, i) => id === old[i]) ? old : next;
