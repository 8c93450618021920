import { ORPCError } from "@orpc/server";
import * as Y from "yjs";
import { fromBase64, toBase64 } from "#shared/draft/base64.ts";
import { HeldDraft } from "#shared/draft/held-draft.ts";
import { structureProblems } from "#shared/draft/problems.ts";
import { fromWorkflow, writeWorkflow } from "#shared/draft/write.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { compilePlan, type Operations, type PlanNode } from "../engine/plan.ts";
import { typeProblems } from "../engine/problems.ts";
import { NO_SCOPE } from "../engine/triggers/no-scope.ts";
import type { ReadDb } from "../store/connection.ts";
import { type DraftFace, draftUpdates } from "../store/drafts.ts";
import type { Writer } from "../store/log-client.ts";
import type { Changes } from "./changes.ts";

/** Drafts kept open at once; the one that was touched longest ago is let go first. */
const OPEN = 20;
/** Bytes of one edit. */
const MAX_UPDATE = 6_000_000;

export interface Edited {
  problems: Problem[];
  changed: string[];
  correction?: string;
}

/** Drafts as their editors work on them: every accepted edit is on disk before it is confirmed, and told to the others. */
export class Drafts {
  readonly #db: ReadDb;
  readonly #writer: Writer;
  readonly #operations: Operations;
  readonly #changes: Changes;
  readonly #now: () => number;
  readonly #around: (workflow: Workflow) => Problem[];
  readonly #open = new Map<WorkflowId, HeldDraft>();

  /** `around`: problems that only the workspace around a draft tells. */
  constructor(deps: {
    db: ReadDb;
    writer: Writer;
    operations: Operations;
    changes: Changes;
    now: () => number;
    around: (workflow: Workflow) => Problem[];
  }) {
    this.#db = deps.db;
    this.#writer = deps.writer;
    this.#operations = deps.operations;
    this.#changes = deps.changes;
    this.#now = deps.now;
    this.#around = deps.around;
  }

  problems(workflow: Workflow): Problem[] {
    return [...this.#own(workflow), ...this.#around(workflow)];
  }

  /** Those that stay whatever happens around it: only they are kept with it. */
  #own(workflow: Workflow): Problem[] {
    return [
      ...structureProblems(workflow, (type) => this.#operations.trigger(type, 1) !== undefined),
      ...typeProblems(workflow, this.#operations),
    ];
  }

  #held(id: WorkflowId): HeldDraft {
    const open = this.#open.get(id);
    if (open) {
      this.#open.delete(id);
      this.#open.set(id, open);
      return open;
    }
    const updates = draftUpdates(this.#db, id);
    if (!updates) throw new ORPCError("NOT_FOUND", { message: `There is no workflow ${id}.` });
    const draft = new HeldDraft(updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates(updates));
    this.#open.set(id, draft);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= OPEN) break;
      this.#open.delete(oldest);
    }
    return draft;
  }

  workflow(id: WorkflowId): Workflow {
    return this.#held(id).workflow;
  }
  /** Base64 of the whole document. */
  state(id: WorkflowId): string {
    return toBase64(this.#held(id).state());
  }

  async create(workflow: Workflow): Promise<void> {
    const state = Y.encodeStateAsUpdate(fromWorkflow(workflow));
    await this.#writer.call("workflows.create", { id: workflow.id, state, ...this.#face(workflow) });
    this.#changes.publish({ type: "workflows" });
  }

  async edit(id: WorkflowId, update: string, from: string): Promise<Edited> {
    const bytes = fromBase64(update);
    if (!bytes) throw new ORPCError("BAD_REQUEST", { message: "update: must be base64." });
    return this.#apply(id, bytes, from);
  }

  /** Makes the draft this document, as one edit: other windows see what changed. */
  async put(id: WorkflowId, workflow: Workflow, from: string): Promise<Edited> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, this.#held(id).state());
    const before = Y.encodeStateVector(doc);
    writeWorkflow(doc, { ...workflow, id });
    return this.#apply(id, Y.encodeStateAsUpdate(doc, before), from);
  }

  async #apply(id: WorkflowId, update: Uint8Array, from: string): Promise<Edited> {
    const draft = this.#held(id);
    const applied = draft.apply(update, { maxBytes: MAX_UPDATE });
    if (!applied.ok) {
      const { reason, message } = applied.error;
      throw new ORPCError(reason === "too-large" ? "TOO_LARGE" : reason === "incomplete" ? "CONFLICT" : "BAD_REQUEST", { message });
    }
    const { update: taken, workflow, changed, correction } = applied.value;
    const face = this.#face(workflow);
    try {
      const { compact } = await this.#writer.call("drafts.save", { id, update: taken, from, ...face });
      if (compact) await this.#writer.call("drafts.compact", { id, state: draft.state(), at: this.#now() });
    } catch (error) {
      // What is in memory but not on disk is not what the others have: read it anew next time.
      this.#open.delete(id);
      throw error;
    }
    this.#changes.publish({ type: "draft", workflowId: id, update: toBase64(taken), from });
    return { problems: this.problems(workflow), changed, ...(correction ? { correction: toBase64(correction) } : {}) };
  }

  forget(id: WorkflowId): void {
    this.#open.delete(id);
  }

  #face(workflow: Workflow): DraftFace {
    return {
      name: workflow.name,
      document: JSON.stringify(workflow),
      triggers: this.#triggers(workflow),
      problems: this.#own(workflow).filter((p) => p.severity === "error").length,
      at: this.#now(),
    };
  }

  #triggers(workflow: Workflow): DraftFace["triggers"] {
    try {
      return compilePlan(workflow, this.#operations).nodes.flatMap((planned) => {
        const { node, trigger } = planned;
        if (!trigger || node.disabled) return [];
        return [{ type: node.type, title: trigger.title, ...detailOf(planned) }];
      });
    } catch {
      // Params that shape ports are unusable: its problems say so.
      return [];
    }
  }
}

function detailOf({ trigger, params: plan }: PlanNode): { detail: string; params?: unknown } {
  if (!trigger?.describe) return { detail: "" };
  try {
    const params = plan.resolve(NO_SCOPE);
    return { detail: trigger.describe(params), params };
  } catch {
    // Not filled in yet.
    return { detail: "" };
  }
}
