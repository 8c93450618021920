import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { RunId, WorkflowId } from "../model/ids.ts";
import { Item } from "../model/item.ts";
import { Problem } from "../model/problem.ts";
import { RunStatus } from "../model/run.ts";
import { Workflow } from "../model/workflow.ts";
import { base } from "./errors.ts";

export const WorkflowRow = z.object({
  id: WorkflowId,
  name: z.string(),
  /** A published version answers to its triggers. */
  active: z.boolean(),
  liveVersion: z.number().int().nullable(),
  /** The newest published version; none where it was never published. */
  lastVersion: z.number().int().nullable(),
  /** The draft differs from the live version. */
  changed: z.boolean(),
  /** `detail` says in words what each waits for; `params` lets a window say it in another language, where they are filled in. */
  triggers: z.array(z.object({ type: z.string(), title: z.string(), detail: z.string(), params: z.unknown().optional() })),
  /** The trigger at which the live version can be set off by a person. */
  startsBy: z.enum(["manual", "schedule"]).nullable(),
  updatedAt: z.number(),
  lastRun: z.object({ runId: RunId, status: RunStatus, at: z.number() }).nullable(),
  nextRun: z.number().nullable(),
  /** Of the ended live runs of the last 30 days. */
  runs: z.object({ succeeded: z.number().int(), failed: z.number().int() }),
  problems: z.number().int(),
});
export type WorkflowRow = z.infer<typeof WorkflowRow>;

export const BinRow = z.object({
  id: WorkflowId,
  name: z.string(),
  deletedAt: z.number(),
  /** When it is deleted for good by itself. */
  goneAt: z.number(),
});
export type BinRow = z.infer<typeof BinRow>;

export const VersionRow = z.object({ version: z.number().int(), at: z.number(), by: z.string(), note: z.string() });
export type VersionRow = z.infer<typeof VersionRow>;

const ById = z.object({ id: WorkflowId });
/** Base64 of a Yjs update; capped so that one call can't fill memory. */
const Update = z.string().max(8_000_000);

export const Hook = z.object({ node: z.string(), path: z.string(), url: z.string().optional() });

export const workflows = {
  list: base.route({ method: "GET", path: "/workflows", summary: "All workflows" }).output(z.array(WorkflowRow)),
  create: base
    .route({ method: "POST", path: "/workflows", summary: "A new, empty draft" })
    .input(z.object({ name: z.string().min(1).max(200) }))
    .output(ById),
  get: base.route({ method: "GET", path: "/workflows/{id}", summary: "The draft as plain JSON" }).input(ById).output(Workflow),
  /** Replaces the draft whole: for files and scripts; the editor sends updates. */
  put: base
    .route({ method: "PUT", path: "/workflows/{id}", summary: "Replace the draft" })
    .input(z.object({ id: WorkflowId, workflow: Workflow }))
    .output(z.object({ problems: z.array(Problem) })),
  remove: base
    .route({ method: "DELETE", path: "/workflows/{id}", summary: "Move to the bin for 30 days" })
    .input(ById)
    .output(z.object({})),
  restore: base.route({ method: "POST", path: "/workflows/{id}/restore", summary: "Take out of the bin" }).input(ById).output(z.object({})),
  bin: base.route({ method: "GET", path: "/bin", summary: "Workflows in the bin, newest first" }).output(z.array(BinRow)),
  erase: base.route({ method: "DELETE", path: "/bin/{id}", summary: "Delete for good, with its runs" }).input(ById).output(z.object({})),
  duplicate: base.route({ method: "POST", path: "/workflows/{id}/duplicate", summary: "Copy the draft" }).input(ById).output(ById),
  /** The draft's Yjs document: state to start from. Later updates come by the event stream. */
  open: base
    .route({ method: "GET", path: "/workflows/{id}/draft", summary: "The draft's document state" })
    .input(ById)
    .output(z.object({ state: Update, problems: z.array(Problem) })),
  edit: base
    .route({ method: "POST", path: "/workflows/{id}/draft", summary: "Apply an update to the draft" })
    .input(z.object({ id: WorkflowId, update: Update, from: z.string().max(64) }))
    /** What normalising changed, in words, beside the problems now in the draft. `correction` undoes what was not acceptable. */
    .output(z.object({ problems: z.array(Problem), changed: z.array(z.string()), correction: Update.optional() })),
  validate: base
    .route({ method: "GET", path: "/workflows/{id}/problems", summary: "Problems in the draft" })
    .input(ById)
    .output(z.array(Problem)),
  publish: base
    .route({ method: "POST", path: "/workflows/{id}/publish", summary: "Make the draft the live version" })
    .input(z.object({ id: WorkflowId, note: z.string().max(2000).default("") }))
    .output(z.object({ version: z.number().int(), hooks: z.array(Hook) })),
  /** Publishes nothing new: the newest version, as it was. CONFLICT where it was never published. */
  activate: base
    .route({ method: "POST", path: "/workflows/{id}/activate", summary: "Answer to triggers again, with the newest version" })
    .input(ById)
    .output(z.object({ version: z.number().int(), hooks: z.array(Hook) })),
  unpublish: base
    .route({ method: "POST", path: "/workflows/{id}/unpublish", summary: "Stop answering to triggers" })
    .input(ById)
    .output(z.object({})),
  /**
   * A live run of the published version, now: from its start by hand, else from its schedule, or from the trigger named (id
   * or name). CONFLICT where it is off or too many runs wait.
   */
  run: base
    .route({ method: "POST", path: "/workflows/{id}/run", summary: "Run the published version now" })
    .input(z.object({ id: WorkflowId, trigger: z.string().optional() }))
    .output(z.object({ runId: RunId, version: z.number().int() })),
  /** Live workflows that fail without this one: their steps that call it, and whether it starts when a run of theirs fails. */
  usedBy: base
    .route({ method: "GET", path: "/workflows/{id}/used-by", summary: "Live workflows that depend on it" })
    .input(ById)
    .output(z.array(z.object({ id: WorkflowId, name: z.string(), steps: z.array(z.string()), onFailure: z.boolean() }))),
  versions: base
    .route({ method: "GET", path: "/workflows/{id}/versions", summary: "Published versions, newest first" })
    .input(ById)
    .output(z.array(VersionRow)),
  version: base
    .route({ method: "GET", path: "/workflows/{id}/versions/{version}", summary: "One version as plain JSON" })
    .input(z.object({ id: WorkflowId, version: z.coerce.number().int() }))
    .output(Workflow),
  hooks: base.route({ method: "GET", path: "/workflows/{id}/hooks", summary: "Live webhook addresses" }).input(ById).output(z.array(Hook)),
  import: base
    .route({ method: "POST", path: "/workflows/import", summary: "Import a file of ours or of n8n as a new draft" })
    .input(
      z.object({
        text: z.string().max(20_000_000),
        from: z.enum(["auto", "imx", "n8n"]).default("auto"),
        /** For a workflow whose file gives none. */ name: z.string().max(200).optional(),
      }),
    )
    .output(
      z.object({
        id: WorkflowId,
        mapped: z.array(z.object({ node: z.string(), from: z.string(), to: z.string() })),
        partial: z.array(z.object({ node: z.string(), reason: z.string() })),
        unsupported: z.array(z.object({ node: z.string(), type: z.string(), reason: z.string() })),
      }),
    ),
  /** Runs the draft now, as a test. `upTo` ends it after that node; `only` runs one node on the items given. */
  test: base
    .route({ method: "POST", path: "/workflows/{id}/test", summary: "Run the draft as a test" })
    .input(
      z.object({
        id: WorkflowId,
        trigger: z.string().optional(),
        items: z.array(Item).max(10_000).optional(),
        upTo: z.string().optional(),
        only: z.string().optional(),
        usePinned: z.boolean().default(true),
        /** What steps change in data tables stays. Else the test alone sees it, and it is put back. */
        keepTables: z.boolean().default(false),
      }),
    )
    .output(z.object({ runId: RunId })),
  /**
   * Waits for one real call at the test address of a webhook trigger and starts a test of the draft with it. Tells the
   * address first, then the run. Ends after ten minutes without a call, or when the caller lets go.
   */
  listen: base
    .route({ method: "POST", path: "/workflows/{id}/listen", summary: "Wait for one call to test the draft with" })
    .input(z.object({ id: WorkflowId, trigger: z.string().optional(), keepTables: z.boolean().default(false) }))
    .output(
      eventIterator(
        z.discriminatedUnion("state", [
          z.object({ state: z.literal("listening"), path: z.string(), url: z.string().nullable(), until: z.number() }),
          z.object({ state: z.literal("called"), runId: RunId }),
        ]),
      ),
    ),
  /**
   * What a step would put out by its fields, by port, and the first item's fields of each step before it, by node id; nothing
   * runs and nothing leaves. A run's data stand where it got that far.
   */
  example: base
    .route({ method: "GET", path: "/workflows/{id}/example", summary: "Example data of a step of the draft" })
    .input(z.object({ id: WorkflowId, node: z.string(), runId: RunId.optional() }))
    .output(z.object({ outputs: z.array(z.array(Item)), before: z.record(z.string(), z.record(z.string(), z.unknown())) })),
  /** The value of an expression for one item of a step's input in a recorded run, for the field beside it. */
  preview: base
    .route({ method: "POST", path: "/workflows/{id}/preview", summary: "Evaluate an expression on recorded data" })
    .input(
      z.object({
        id: WorkflowId,
        node: z.string(),
        text: z.string().max(100_000),
        /** Left out: the newest run that ended. null: none, so by an example. */
        runId: RunId.nullable().optional(),
        item: z.number().int().nonnegative().default(0),
      }),
    )
    .output(
      z.discriminatedUnion("ok", [
        z.object({
          ok: z.literal(true),
          value: z.unknown(),
          type: z.string(),
          warning: z.string().optional(),
          example: z.literal(true).optional(),
        }),
        z.object({ ok: z.literal(false), message: z.string(), at: z.number().int().optional() }),
      ]),
    ),
};
