import * as Y from "yjs";
import { err, ok, type Result } from "../lib/result.ts";
import type { Workflow } from "../model/workflow.ts";
import { emptyDocument, foreignParts, partsOf } from "./document.ts";
import { DraftView } from "./draft-view.ts";
import { nestsTooDeep } from "./nesting.ts";
import { normalise } from "./normalise.ts";
import { watchTouched } from "./touched.ts";

export interface Accepted {
  /** What to store and to tell other windows and devices: the update as it took effect, repair included. */
  update: Uint8Array;
  workflow: Workflow;
  /** What the repair changed, in words. */
  changed: string[];
  /** The repair alone, for the sender. */
  correction?: Uint8Array;
}

/**
 * - `too-large`: more than an edit may be, or the draft would grow past its limit.
 * - `unreadable`: no update of ours. `invalid`: readable, but what comes out is no workflow.
 * - `incomplete`: it builds on edits that never arrived; the sender must open the draft and send what is missing there.
 */
export interface Refusal {
  reason: "too-large" | "unreadable" | "incomplete" | "invalid";
  message: string;
}

export interface Limits {
  /** Of one update. */
  maxBytes: number;
  /** Of the whole document. */
  maxStateBytes?: number;
}

const MAX_STATE_BYTES = 64_000_000;
/** As the workflow schema has it. */
const MAX_NODES = 5000;
const MAX_EDGES = 20_000;

const refuse = (reason: Refusal["reason"], message: string): Result<never, Refusal> => err({ reason, message });

/**
 * A draft kept open on the receiving side. An update costs by its own size, not by the workflow's; a refused one leaves no
 * trace. The state it starts from must have come from here or from `fromWorkflow`.
 */
export class HeldDraft {
  /** The document as last written out, and what was accepted since. */
  #base: Uint8Array;
  #since: Uint8Array[] = [];
  #open: { doc: Y.Doc; view: DraftView; touched: ReturnType<typeof watchTouched> };

  constructor(state: Uint8Array) {
    this.#base = state;
    this.#open = openState([state]);
  }

  get workflow(): Workflow {
    return this.#open.view.workflow;
  }

  /** The whole document. */
  state(): Uint8Array {
    if (this.#since.length > 0) {
      this.#base = Y.encodeStateAsUpdate(this.#open.doc);
      this.#since = [];
    }
    return this.#base;
  }

  /** Nothing of an update is kept unless the draft, once repaired, is a sound workflow. */
  apply(update: Uint8Array, { maxBytes, maxStateBytes = MAX_STATE_BYTES }: Limits): Result<Accepted, Refusal> {
    if (update.byteLength > maxBytes) return refuse("too-large", "This change is larger than one edit may be.");
    const { doc } = this.#open;
    const steps: Uint8Array[] = [];
    const collect = (step: Uint8Array): number => steps.push(step);
    doc.on("update", collect);
    const tried = this.#try(update, steps);
    doc.off("update", collect);
    if (tried.ok) this.#since.push(tried.value.update);
    if (tried.ok && this.#size() <= maxStateBytes) return tried;
    if (tried.ok) this.#since.pop();
    this.#open = openState([this.#base, ...this.#since]);
    return tried.ok
      ? refuse("too-large", "With this change the draft would be too large. Remove pinned data or split the workflow.")
      : tried;
  }

  /** Bytes of the whole; the sum of what came in is no less, so the exact figure is asked for only near a limit. */
  #size(): number {
    return this.#since.reduce((sum, step) => sum + step.byteLength, this.#base.byteLength);
  }

  #try(update: Uint8Array, steps: Uint8Array[]): Result<Accepted, Refusal> {
    const { doc, view, touched } = this.#open;
    const { id } = view.workflow;
    try {
      if (nestsTooDeep(update)) return refuse("invalid", "This change nests values too deeply.");
      Y.applyUpdate(doc, update);
    } catch {
      return refuse("unreadable", "This change can't be read.");
    }
    if (doc.store.pendingStructs || doc.store.pendingDs) {
      return refuse("incomplete", "This change builds on earlier ones that did not arrive. Open the workflow again.");
    }
    if (foreignParts(doc).length > 0) return refuse("unreadable", "This change is not one of a workflow.");
    if (partsOf(doc).meta.get("id") !== id) return refuse("invalid", "This change belongs to another workflow.");
    const received = steps.length;
    try {
      const changed = normalise(doc, touched.peek());
      const workflow = view.update(touched.take());
      if (workflow.nodes.length > MAX_NODES || workflow.edges.length > MAX_EDGES) {
        return refuse("too-large", "A workflow holds at most 5,000 steps and 20,000 wires.");
      }
      const repair = steps.slice(received);
      return ok({
        update: steps.length === 0 ? update : Y.mergeUpdates(steps),
        workflow,
        changed,
        ...(repair.length > 0 && { correction: Y.mergeUpdates(repair) }),
      });
    } catch {
      return refuse("invalid", "With this change the draft would no longer be a usable workflow.");
    }
  }
}

function openState(updates: readonly Uint8Array[]): { doc: Y.Doc; view: DraftView; touched: ReturnType<typeof watchTouched> } {
  const doc = emptyDocument();
  for (const update of updates) Y.applyUpdate(doc, update);
  return { doc, view: new DraftView(doc), touched: watchTouched(doc) };
}
