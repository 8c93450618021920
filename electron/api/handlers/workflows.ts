import { ORPCError } from "@orpc/server";
import { structureProblems } from "#shared/draft/problems.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import { isFinal } from "#shared/model/run.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { EngineError } from "../../engine/engine.ts";
import { exampleOf } from "../../engine/example.ts";
import type { Plan } from "../../engine/plan.ts";
import { type Preview, preview } from "../../engine/preview.ts";
import { lastVersion, listBin } from "../../store/bin.ts";
import { listRuns } from "../../store/runs.ts";
import { listWorkflows } from "../../store/workflow-list.ts";
import { listVersions, loadWorkflow, versionDocument } from "../../store/workflows.ts";
import { usedBy } from "../around.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";
import { listenOnce } from "./listen.ts";
import { readImport } from "./read-import.ts";

export function workflowHandlers(w: Workspace) {
  const must = (id: WorkflowId) => {
    const found = loadWorkflow(w.db, id);
    if (!found) throw new ORPCError("NOT_FOUND", { message: `There is no workflow ${id}.` });
    return found;
  };
  const hooksOf = (id: WorkflowId) =>
    w.engine.webhooks.pathsOf(id).map((h) => {
      const url = w.hookUrl(h.path);
      return { ...h, ...(url === null ? {} : { url }) };
    });
  /** Some work on the draft's plan, or what to say where the draft can't be planned. */
  const onDraft = async <T>(id: WorkflowId, work: (plan: Plan) => Promise<T>, unusable: (message: string) => T): Promise<T> => {
    try {
      return await work(w.engine.plan(w.drafts.workflow(id), null));
    } catch (error) {
      if (error instanceof EngineError) return unusable(error.message);
      throw error;
    }
  };
  const changed = (): void => w.changes.publish({ type: "workflows" });
  const newId = (): WorkflowId => Workflow.shape.id.parse(w.newId());

  return {
    list: os.workflows.list.handler(() =>
      listWorkflows(w.db, w.now()).map((row) => ({
        ...row,
        nextRun: w.engine.schedules.next(row.id)?.at ?? null,
        startsBy: w.engine.startsBy(row.id),
      })),
    ),
    create: os.workflows.create.handler(async ({ input }) => {
      const id = newId();
      await w.drafts.create(Workflow.parse({ format: 1, id, name: input.name, nodes: [], edges: [] }));
      return { id };
    }),
    get: os.workflows.get.handler(({ input }) => w.drafts.workflow(input.id)),
    put: os.workflows.put.handler(async ({ input }) => {
      const { problems } = await w.drafts.put(input.id, input.workflow, "put");
      return { problems };
    }),
    remove: os.workflows.remove.handler(async ({ input }) => {
      must(input.id);
      w.engine.deactivate(input.id);
      await w.writer.call("workflows.remove", { id: input.id, at: w.now() });
      w.drafts.forget(input.id);
      changed();
      return {};
    }),
    restore: os.workflows.restore.handler(async ({ input }) => {
      // What was deleted for good may not be cleared away yet.
      if (must(input.id).deletedAt !== null && !listBin(w.db, w.now()).some(({ id }) => id === input.id))
        throw new ORPCError("NOT_FOUND", { message: `There is no workflow ${input.id} in the bin any more.` });
      await w.writer.call("workflows.restore", { id: input.id });
      changed();
      return {};
    }),
    bin: os.workflows.bin.handler(() => listBin(w.db, w.now())),
    erase: os.workflows.erase.handler(async ({ input }) => {
      await w.writer.call("workflows.erase", { id: input.id });
      w.drafts.forget(input.id);
      changed();
      while ((await w.writer.call("workflows.clear", { id: input.id })).more);
      changed();
      return {};
    }),
    duplicate: os.workflows.duplicate.handler(async ({ input }) => {
      const source = w.drafts.workflow(input.id);
      const id = newId();
      await w.drafts.create({
        ...source,
        id,
        name: `${source.name} (copy)`.slice(0, 200),
        nodes: source.nodes.map((n) => freshPath(n, () => w.newId())),
      });
      return { id };
    }),
    open: os.workflows.open.handler(({ input }) => ({
      state: w.drafts.state(input.id),
      problems: w.drafts.problems(w.drafts.workflow(input.id)),
    })),
    edit: os.workflows.edit.handler(({ input }) => w.drafts.edit(input.id, input.update, input.from)),
    validate: os.workflows.validate.handler(({ input }) => w.drafts.problems(w.drafts.workflow(input.id))),
    publish: os.workflows.publish.handler(async ({ input, context, errors }) => {
      const workflow = w.drafts.workflow(input.id);
      const problems = w.drafts.problems(workflow).filter((p) => p.severity === "error");
      if (problems.length > 0)
        throw errors.UNUSABLE({ message: `It can't go live yet: ${problems[0]?.message ?? ""}`, data: { problems } });
      // Paths are checked before the version is written: a version that can't go live is none.
      w.engine.assertFree(workflow);
      const version = await w.writer.call("workflows.publish", {
        id: input.id,
        document: JSON.stringify(workflow),
        at: w.now(),
        by: context.by,
        note: input.note,
      });
      w.engine.activate(workflow, version);
      changed();
      return { version, hooks: hooksOf(input.id) };
    }),
    activate: os.workflows.activate.handler(async ({ input }) => {
      const { id } = must(input.id);
      const newest = lastVersion(w.db, id);
      if (!newest)
        throw new ORPCError("CONFLICT", { message: "It was never published, so there is nothing to turn on. Publish its draft." });
      const workflow = Workflow.parse(JSON.parse(newest.document));
      w.engine.assertFree(workflow);
      await w.writer.call("workflows.turnOn", { id, version: newest.version });
      w.engine.activate(workflow, newest.version);
      changed();
      return { version: newest.version, hooks: hooksOf(id) };
    }),
    unpublish: os.workflows.unpublish.handler(async ({ input }) => {
      must(input.id);
      w.engine.deactivate(input.id);
      await w.writer.call("workflows.unpublish", { id: input.id });
      changed();
      return {};
    }),
    run: os.workflows.run.handler(async ({ input }) => {
      const { id, version } = w.engine.runLive(must(input.id).id, input.trigger);
      await w.writer.journal.durable();
      return { runId: id, version: version ?? 0 };
    }),
    usedBy: os.workflows.usedBy.handler(({ input }) => usedBy(must(input.id).id, w.db)),
    versions: os.workflows.versions.handler(({ input }) => listVersions(w.db, must(input.id).id)),
    version: os.workflows.version.handler(({ input }) => {
      const text = versionDocument(w.db, input.id, input.version);
      if (text === undefined) throw new ORPCError("NOT_FOUND", { message: `Workflow ${input.id} has no version ${input.version}.` });
      return Workflow.parse(JSON.parse(text));
    }),
    hooks: os.workflows.hooks.handler(({ input }) => hooksOf(must(input.id).id)),
    import: os.workflows.import.handler(async ({ input }) => {
      const { workflow, ...report } = readImport(input.text, input.from, w.operations, input.name);
      const id = newId();
      // A draft is repaired on the way in: what that changes is part of the report.
      const repaired = structureProblems(workflow).map((p) => ({
        node: p.name ?? p.edge ?? workflow.name,
        reason: [p.message, p.fix].filter(Boolean).join(" "),
      }));
      await w.drafts.create({ ...workflow, id });
      return { id, ...report, partial: [...report.partial, ...repaired] };
    }),
    test: os.workflows.test.handler(async ({ input }) => {
      const workflow = w.drafts.workflow(input.id);
      const plan = w.engine.plan(workflow, null);
      const at = input.only === undefined ? w.engine.startNode(plan, input.trigger) : w.engine.startNode(plan, input.only);
      const pinned = at.trigger && input.usePinned ? at.node.pinned : undefined;
      const sample = at.trigger?.sample.map((json) => ({ json: { ...json } }));
      const items = input.items ?? pinned ?? (at.trigger?.kind === "manual" || !sample?.length ? [{ json: {} }] : sample);
      const run = w.engine.run(workflow, {
        plan,
        at,
        items: [items],
        mode: "test",
        options: { upTo: input.upTo, only: input.only, usePinned: input.usePinned, ...(input.keepTables ? {} : { trial: true }) },
      });
      await w.writer.journal.durable();
      return { runId: run.id };
    }),
    listen: os.workflows.listen.handler(({ input, signal }) => listenOnce(w, input, signal)),
    example: os.workflows.example.handler(({ input }) =>
      onDraft(
        input.id,
        (plan) => exampleOf(w.engine.executor, plan, input.runId ?? null, input.node),
        () => ({ outputs: [], before: {} }),
      ),
    ),
    preview: os.workflows.preview.handler(({ input }) => {
      const { id, runId, node, text, item } = input;
      const newest = () => listRuns(w.db, { workflowId: id, limit: 5 }).find((r) => isFinal(r.status) || r.status === "waiting")?.runId;
      const run = runId === undefined ? (newest() ?? null) : runId;
      return onDraft(
        id,
        (plan): Promise<Preview> => preview(w.engine.executor, plan, run, node, text, item),
        (message) => ({ ok: false, message }),
      );
    }),
  };
}

/** A copy answers at an address of its own. */
function freshPath(node: Workflow["nodes"][number], newId: () => string): Workflow["nodes"][number] {
  return node.type === "core.webhook" && typeof node.params["path"] === "string"
    ? { ...node, params: { ...node.params, path: newId() } }
    : node;
}
