import * as Y from "yjs";
import { fromBase64 } from "#shared/draft/base64.ts";
import { emptyDocument } from "#shared/draft/document.ts";
import { DraftView } from "#shared/draft/draft-view.ts";
import type { Editing } from "#shared/draft/edit.ts";
import { watchTouched } from "#shared/draft/touched.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { Fault } from "../../../bridge/index.ts";
import { type Answer, Outbox, type SaveState } from "./outbox.ts";

/** What the session needs of the world. */
export interface DraftWorld {
  open(): Promise<{ state: string; problems: Problem[] }>;
  /** `from` names who sends it. */
  edit(update: string, from: string): Promise<Answer>;
  toFault(error: unknown): Fault;
  readUnsent(): string;
  keepUnsent(unsent: string): void;
  newId(): string;
}

export interface SessionEvents {
  /** The drawing changed: by this person, by undo, or by somebody else. */
  workflow(workflow: Workflow): void;
  saveState(state: SaveState): void;
  problems(problems: readonly Problem[]): void;
  /** A merge was repaired: what changed, in words. */
  repaired(words: readonly string[]): void;
  /** The last edits can't be kept; the session is over and must be opened anew. */
  refused(fault: Fault): void;
  /** An undo or redo was done: what was selected before that gesture. */
  restored(selection: readonly string[]): void;
}

const REMOTE = "remote";
/** Edits of one field that follow each other within this many milliseconds are undone together. */
const SAME_GESTURE_MS = 1500;

/** One person's work on one draft: edits at once here, saved as they are made, merged with what others do. */
export class DraftSession {
  readonly doc: Y.Doc;
  /** Names this window's edits among those that come back with the changes. */
  readonly clientId: string;
  readonly #world: DraftWorld;
  readonly #events: SessionEvents;
  readonly #undo: Y.UndoManager;
  readonly #view: DraftView;
  readonly #touched: ReturnType<typeof watchTouched>;
  readonly #outbox: Outbox;
  readonly #editing: Editing;
  #gesture: { key: string; at: number } | undefined;
  #selection: readonly string[] = [];
  #closed = false;

  static async open(world: DraftWorld, clientId: string, events: SessionEvents): Promise<DraftSession> {
    const { state, problems } = await world.open();
    const session = new DraftSession(world, clientId, events, state);
    events.problems(problems);
    return session;
  }

  private constructor(world: DraftWorld, clientId: string, events: SessionEvents, state: string) {
    this.#world = world;
    this.#events = events;
    this.clientId = clientId;
    this.doc = emptyDocument();
    Y.applyUpdate(this.doc, decode(state), REMOTE);
    this.#touched = watchTouched(this.doc);
    this.#view = new DraftView(this.doc);
    this.#editing = { doc: this.doc, origin: this, newId: () => world.newId() };
    this.#undo = new Y.UndoManager(this.doc, { trackedOrigins: new Set([this]), captureTimeout: Number.MAX_SAFE_INTEGER });
    this.#outbox = new Outbox({
      send: (update) => world.edit(update, clientId),
      toFault: (error) => world.toFault(error),
      accepted: (answer) => this.#accepted(answer),
      refused: (fault) => this.#closed || events.refused(fault),
      catchUp: async () => (await this.#catchUp()).missing,
      keep: (unsent) => world.keepUnsent(unsent ?? ""),
      changed: (save) => this.#closed || events.saveState(save),
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this || origin === this.#undo) this.#outbox.push(update);
    });
    this.doc.on("afterTransaction", () => this.#tell());
    this.#undo.on("stack-item-added", ({ stackItem, type }) => {
      if (type === "undo" && !stackItem.meta.has("selection")) stackItem.meta.set("selection", this.#selection);
    });
    this.#resendUnsent();
  }

  get workflow(): Workflow {
    return this.#view.workflow;
  }
  get saveState(): SaveState {
    return this.#outbox.state;
  }
  get canUndo(): boolean {
    return this.#undo.canUndo();
  }
  get canRedo(): boolean {
    return this.#undo.canRedo();
  }

  /** Kept with each gesture, so that undo brings the selection back too. */
  setSelection(ids: readonly string[]): void {
    this.#selection = ids;
  }

  /** Does one gesture. With a key, gestures of the same key that follow each other closely are undone as one. */
  edit<T>(change: (editing: Editing) => T, key?: string): T {
    const now = Date.now();
    const goesOn = key !== undefined && this.#gesture?.key === key && now - this.#gesture.at < SAME_GESTURE_MS;
    if (!goesOn) this.#undo.stopCapturing();
    this.#gesture = key === undefined ? undefined : { key, at: now };
    return change(this.#editing);
  }

  undo(): void {
    this.#gesture = undefined;
    const item = this.#undo.undo();
    const selection: unknown = item?.meta.get("selection");
    if (Array.isArray(selection)) this.#events.restored(selection);
  }

  redo(): void {
    this.#gesture = undefined;
    this.#undo.redo();
  }

  /** Resolves when the engine has every edit made so far. */
  whenSaved(): Promise<void> {
    return this.#outbox.whenSaved();
  }

  /** Somebody else's edit, as it came with the changes. */
  receive(update: string, from: string): void {
    if (from === this.clientId) return;
    Y.applyUpdate(this.doc, decode(update), REMOTE);
  }

  /** The way to the engine stands again, or changes were missed: asks for what is there and sends what is not. */
  async resync(): Promise<void> {
    try {
      const { missing, some } = await this.#catchUp();
      if (some) this.#outbox.push(missing);
    } catch {
      // Still away: what is unsent is tried again by itself, and the next call of this brings what others did.
    }
    this.#outbox.retry();
  }

  /** Before the window goes. */
  keepUnsent(): void {
    this.#outbox.keepUnsent();
  }

  close(): void {
    this.#closed = true;
    this.#outbox.close();
    this.#undo.destroy();
    this.doc.destroy();
  }

  #tell(): void {
    const touched = this.#touched.take();
    if (touched.nodes.size + touched.edges.size + touched.notes.size === 0 && !touched.rest) return;
    this.#events.workflow(this.#view.update(touched));
  }

  #accepted({ problems, changed, correction }: Answer): void {
    if (this.#closed) return;
    if (correction !== undefined) Y.applyUpdate(this.doc, decode(correction), REMOTE);
    if (changed.length > 0) this.#events.repaired(changed);
    this.#events.problems(problems);
  }

  /** Takes what the engine has; answers with what it lacks. Deletions alone don't show in the clocks: those were sent in order. */
  async #catchUp(): Promise<{ missing: Uint8Array; some: boolean }> {
    const { state, problems } = await this.#world.open();
    const theirs = decode(state);
    const vector = Y.encodeStateVectorFromUpdate(theirs);
    const known = Y.decodeStateVector(vector);
    const mine = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    const missing = Y.encodeStateAsUpdate(this.doc, vector);
    Y.applyUpdate(this.doc, theirs, REMOTE);
    this.#events.problems(problems);
    return { missing, some: [...mine].some(([client, clock]) => (known.get(client) ?? 0) < clock) };
  }

  #resendUnsent(): void {
    const unsent = fromBase64(this.#world.readUnsent());
    if (!unsent || unsent.length === 0) return;
    try {
      Y.applyUpdate(this.doc, unsent, REMOTE);
      this.#outbox.pushKept(unsent);
    } catch {
      // Cut off while it was written: what it held had not been confirmed as saved.
      this.#world.keepUnsent("");
    }
    this.#tell();
  }
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes) throw new Error("The engine sent an edit that is no base64.");
  return bytes;
}
