import { createServer } from "node:http";
import { implement } from "@orpc/server";
import { RPCHandler } from "@orpc/server/node";
import * as Y from "yjs";
import type { Change } from "#shared/contract/engine.ts";
import { contract } from "#shared/contract/index.ts";
import { fromBase64, toBase64 } from "#shared/draft/base64.ts";
import { toWorkflow } from "#shared/draft/read.ts";
import { fromWorkflow } from "#shared/draft/write.ts";
import { ConnectionId, RunId, WorkflowId } from "#shared/model/ids.ts";
import { emptyWorkflow, type FakeState, fakeState, NOW } from "./fake-data.ts";
import { sendFile } from "./fake-files.ts";
import { fakeStream } from "./fake-stream.ts";
import { fakeTables } from "./fake-tables.ts";
import { fakeTests, onTests } from "./fake-tests.ts";

export interface FakeApi {
  url: string;
  state: FakeState;
  /** Calls made so far: `runs.settle`, with their input. */
  calls: { name: string; input: unknown }[];
  /** The call that a draft listens for comes in. */
  callTestAddress: () => void;
  emit: (change: DistributiveOmit<Change, "seq">) => void;
  /** Answers of this call fail from now on, or (with undefined) work again. */
  fail: (name: string, code?: "NOT_FOUND" | "CONFLICT" | "BUSY" | "FORBIDDEN") => void;
  close: () => Promise<void>;
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The contract in memory, and the built screens beside it: a window can be tested without an engine. */
export async function startFakeApi(root: string, state: FakeState = fakeState(), port = 0): Promise<FakeApi> {
  const stream = fakeStream();
  const calls: FakeApi["calls"] = [];
  const failing = new Map<string, "NOT_FOUND" | "CONFLICT" | "BUSY" | "FORBIDDEN">();
  const os = implement(contract).use(({ next, path, errors }, input) => {
    const name = path.join(".");
    if (name !== "engine.changes") calls.push({ name, input });
    const code = failing.get(name);
    if (code) throw errors[code]();
    return next();
  });
  const workflow = (id: string) => state.workflows.find(({ row }) => row.id === id);
  const drafts = new Map<string, Y.Doc>();
  const draftOf = ({ row, document }: FakeState["workflows"][number]): Y.Doc => {
    const draft = drafts.get(row.id) ?? fromWorkflow(document);
    drafts.set(row.id, draft);
    return draft;
  };
  const needsYou = () => state.runs.filter(({ run }) => run.waitingFor === "decision").length;
  const called = Promise.withResolvers<void>();
  let made = 0;
  const newId = (kind: string) => `${kind}_new${++made}`;

  const tests = onTests(fakeTests());
  const router = os.router({
    tests: {
      list: os.tests.list.handler(() => tests.list()),
      run: os.tests.run.handler(({ input }) => tests.run(input.test)),
      record: os.tests.record.handler(({ input }) => tests.record(input.name)),
      accept: os.tests.accept.handler(({ input }) => tests.accept(input.testId)),
      rename: os.tests.rename.handler(({ input }) => {
        tests.rename(input.testId, input.name);
        return {};
      }),
      remove: os.tests.remove.handler(({ input }) => {
        tests.remove(input.testId);
        return {};
      }),
    },
    catalog: {
      list: os.catalog.list.handler(() => state.tools),
      ports: os.catalog.ports.handler(() => ({ inputs: [{ id: "in", label: "" }], outputs: [{ id: "out", label: "" }] })),
    },
    workflows: {
      list: os.workflows.list.handler(() => state.workflows.filter(({ removed }) => !removed).map(({ row }) => row)),
      create: os.workflows.create.handler(({ input }) => {
        const id = WorkflowId.parse(newId("wf"));
        add(id, input.name);
        stream.emit({ type: "workflows" });
        return { id };
      }),
      get: os.workflows.get.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        return found.document;
      }),
      put: os.workflows.put.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        found.document = input.workflow;
        found.row.name = input.workflow.name;
        stream.emit({ type: "workflows" });
        return { problems: [] };
      }),
      remove: os.workflows.remove.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        found.removed = true;
        stream.emit({ type: "workflows" });
        return {};
      }),
      restore: os.workflows.restore.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        found.removed = false;
        stream.emit({ type: "workflows" });
        return {};
      }),
      bin: os.workflows.bin.handler(() =>
        state.workflows
          .filter(({ removed }) => removed)
          .map(({ row: { id, name } }) => ({ id, name, deletedAt: NOW - 86_400_000, goneAt: NOW + 29 * 86_400_000 })),
      ),
      erase: os.workflows.erase.handler(({ input }) => {
        state.workflows = state.workflows.filter(({ row }) => row.id !== input.id);
        stream.emit({ type: "workflows" });
        return {};
      }),
      activate: os.workflows.activate.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found?.row.lastVersion) throw errors.CONFLICT();
        found.row.active = true;
        found.row.liveVersion = found.row.lastVersion;
        stream.emit({ type: "workflows" });
        return { version: found.row.lastVersion, hooks: [] };
      }),
      duplicate: os.workflows.duplicate.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        const id = WorkflowId.parse(newId("wf"));
        add(id, `${found.row.name} (copy)`);
        stream.emit({ type: "workflows" });
        return { id };
      }),
      open: os.workflows.open.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        return { state: toBase64(Y.encodeStateAsUpdate(draftOf(found))), problems: [] };
      }),
      edit: os.workflows.edit.handler(({ input, errors }) => {
        const found = workflow(input.id);
        const update = fromBase64(input.update);
        if (!found || !update) throw errors.NOT_FOUND();
        const draft = draftOf(found);
        Y.applyUpdate(draft, update);
        found.document = toWorkflow(draft);
        stream.emit({ type: "draft", workflowId: input.id, update: input.update, from: input.from });
        return { problems: [], changed: [] };
      }),
      validate: os.workflows.validate.handler(() => []),
      publish: os.workflows.publish.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        found.row.active = true;
        found.row.changed = false;
        found.row.liveVersion = (found.row.lastVersion ?? 0) + 1;
        found.row.lastVersion = found.row.liveVersion;
        stream.emit({ type: "workflows" });
        return { version: found.row.liveVersion, hooks: [] };
      }),
      unpublish: os.workflows.unpublish.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        found.row.active = false;
        stream.emit({ type: "workflows" });
        return {};
      }),
      run: os.workflows.run.handler(({ input, errors }) => {
        const found = workflow(input.id);
        const run = state.runs[0]?.run;
        if (!found?.row.liveVersion || !run) throw errors.CONFLICT();
        return { runId: run.runId, version: found.row.liveVersion };
      }),
      usedBy: os.workflows.usedBy.handler(({ input }) => state.usedBy.get(input.id) ?? []),
      versions: os.workflows.versions.handler(({ input }) => workflow(input.id)?.versions ?? []),
      version: os.workflows.version.handler(({ input, errors }) => {
        const found = workflow(input.id);
        if (!found) throw errors.NOT_FOUND();
        return found.document;
      }),
      hooks: os.workflows.hooks.handler(() => []),
      import: os.workflows.import.handler(({ input, errors }) => {
        if (!input.text.trim().startsWith("{"))
          throw errors.UNUSABLE({
            data: {
              problems: [
                {
                  severity: "error",
                  code: "not-json",
                  message: "This file is no workflow: it is not JSON.",
                  fix: "Choose a file that was exported from here or from n8n.",
                },
              ],
            },
          });
        const id = WorkflowId.parse(newId("wf"));
        add(id, "Imported leads");
        stream.emit({ type: "workflows" });
        return {
          id,
          mapped: [
            { node: "Webhook", from: "n8n-nodes-base.webhook", to: "core.webhook" },
            { node: "Edit Fields", from: "n8n-nodes-base.set", to: "core.set" },
          ],
          partial: [{ node: "Edit Fields", reason: "The expression in “total” uses a look-behind; rewrite it." }],
          unsupported: [{ node: "Airtop", type: "n8n-nodes-base.airtop", reason: "There is no such tool here. Its settings are kept." }],
        };
      }),
      test: os.workflows.test.handler(() => ({ runId: RunId.parse(newId("run")) })),
      listen: os.workflows.listen.handler(async function* ({ input }) {
        yield { state: "listening" as const, path: "test/lead", url: "http://127.0.0.1:5678/hook/test/lead", until: NOW + 600_000 };
        await called.promise;
        yield { state: "called" as const, runId: RunId.parse(input.trigger ? "run_00060" : "run_00057") };
      }),
      example: os.workflows.example.handler(() => ({ outputs: [], before: {} })),
      preview: os.workflows.preview.handler(
        ({ input }) => state.previews.get(input.text) ?? { ok: true as const, value: "Ana Morales", type: "string" },
      ),
    },
    runs: {
      list: os.runs.list.handler(({ input }) => {
        const after = input.before ? state.runs.findIndex(({ run }) => run.runId === input.before) + 1 : 0;
        return state.runs
          .slice(after)
          .map(({ run }) => run)
          .filter((run) => !input.workflowId || run.workflowId === input.workflowId)
          .filter((run) => !input.status || input.status.includes(run.status))
          .filter((run) => !input.needsYou || run.waitingFor === "decision")
          .filter((run) => !input.mode || run.mode === input.mode)
          .filter((run) => input.from === undefined || run.startedAt >= input.from)
          .slice(0, input.limit);
      }),
      get: os.runs.get.handler(({ input, errors }) => {
        const found = state.runs.find(({ run }) => run.runId === input.runId);
        if (!found) throw errors.NOT_FOUND();
        return { run: found.run, steps: found.steps, log: found.log };
      }),
      workflow: os.runs.workflow.handler(({ input, errors }) => {
        const found = state.runs.find(({ run }) => run.runId === input.runId);
        const document = found && workflow(found.run.workflowId)?.document;
        if (!document) throw errors.NOT_FOUND();
        return document;
      }),
      items: os.runs.items.handler(({ input, errors }) => {
        const found = state.runs.find(({ run }) => run.runId === input.runId);
        if (!found) throw errors.NOT_FOUND();
        const step = found.steps[input.step];
        const from = input.side === "in" ? step?.inputs[input.port] : { step: input.step, port: input.port };
        const list = (from ? found.out[from.step]?.[from.port] : undefined) ?? [];
        return { total: list.length, items: list.slice(input.offset, input.offset + input.limit) };
      }),
      seen: os.runs.seen.handler(() => {
        state.failed = 0;
        stream.emit({ type: "engine", state: state.paused ? "paused" : "running" });
        return {};
      }),
      cancel: os.runs.cancel.handler(({ input }) => {
        for (const { run } of state.runs)
          if (run.runId === input.runId) Object.assign(run, { status: "cancelled", endedAt: NOW, waitingFor: undefined });
        stream.emit({ type: "workflows" });
        return {};
      }),
      rerun: os.runs.rerun.handler(({ input, errors }) => {
        const found = state.runs.find(({ run }) => run.runId === input.runId);
        if (!found) throw errors.NOT_FOUND();
        const runId = RunId.parse(newId("run"));
        const run = {
          ...found.run,
          runId,
          status: "queued" as const,
          startedAt: NOW,
          endedAt: undefined,
          error: undefined,
          rerunOf: { runId: input.runId },
        };
        state.runs.unshift({ run, steps: [], log: [], out: {} });
        stream.emit({ type: "run", runId, workflowId: run.workflowId, status: "queued", at: NOW });
        return { runId };
      }),
      settle: os.runs.settle.handler(({ input, errors }) => {
        const found = state.runs.find(({ run }) => run.runId === input.runId);
        if (!found) throw errors.NOT_FOUND();
        for (const step of found.steps)
          if (step.status === "unknown")
            Object.assign(step, { status: "succeeded", unknownItems: undefined, failure: undefined, counts: [3] });
        Object.assign(found.run, { status: "succeeded", waitingFor: undefined, endedAt: NOW });
        stream.emit({ type: "run", runId: input.runId, workflowId: found.run.workflowId, status: "succeeded", at: NOW });
        return { settled: 1 };
      }),
    },
    connections: {
      list: os.connections.list.handler(() => state.connections),
      create: os.connections.create.handler(({ input }) => {
        const { name, connector, auth, fields, hosts } = input;
        const made = {
          id: ConnectionId.parse(newId("con")),
          name,
          connector,
          auth,
          fields: {},
          secretsSet: Object.keys(fields),
          hosts,
          createdAt: NOW,
          updatedAt: NOW,
        };
        state.connections.push(made);
        stream.emit({ type: "connections" });
        return made;
      }),
      update: os.connections.update.handler(({ input, errors }) => {
        const found = state.connections.find(({ id }) => id === input.id);
        if (!found) throw errors.NOT_FOUND();
        if (input.name) found.name = input.name;
        stream.emit({ type: "connections" });
        return found;
      }),
      remove: os.connections.remove.handler(({ input }) => {
        state.connections = state.connections.filter(({ id }) => id !== input.id);
        stream.emit({ type: "connections" });
        return {};
      }),
      test: os.connections.test.handler(({ input }) => {
        const found = state.connections.find(({ id }) => id === input.id);
        const answer = { ok: true, label: "Brandt Roofing Ltd" };
        if (found) found.lastTest = { at: NOW, ...answer };
        stream.emit({ type: "connections" });
        return answer;
      }),
      usage: os.connections.usage.handler(({ input }) =>
        state.workflows
          .filter(({ document }) => document.nodes.some(({ connection }) => connection === input.id))
          .map(({ row }) => ({ workflowId: row.id, name: row.name, nodes: ["Create the invoice"] })),
      ),
    },
    tables: fakeTables(os.tables, state),
    settings: {
      get: os.settings.get.handler(() => state.settings),
      set: os.settings.set.handler(({ input }) => {
        state.settings = { ...state.settings, ...input };
        return state.settings;
      }),
    },
    engine: {
      status: os.engine.status.handler(() => {
        const next = state.workflows.find(({ row }) => row.nextRun !== null)?.row;
        return {
          state: state.paused ? ("paused" as const) : ("running" as const),
          version: "0.1.0",
          dataDir: "/home/rosa/.config/infinite-matrix/workspaces/main",
          url: "http://127.0.0.1:5678",
          active: state.runs.filter(({ run }) => run.status === "running").length,
          queued: state.runs.filter(({ run }) => run.status === "queued").length,
          waiting: state.runs.filter(({ run }) => run.status === "waiting").length,
          needsYou: needsYou(),
          failed: state.failed,
          nextScheduled: next?.nextRun ? { at: next.nextRun, workflowId: next.id, name: next.name } : null,
          trouble: null,
        };
      }),
      pause: os.engine.pause.handler(() => {
        state.paused = true;
        stream.emit({ type: "engine", state: "paused" });
        return {};
      }),
      resume: os.engine.resume.handler(() => {
        state.paused = false;
        stream.emit({ type: "engine", state: "running" });
        return {};
      }),
      changes: os.engine.changes.handler(({ input, signal }) => stream.follow(input.after, signal)),
    },
  });

  const add = (id: WorkflowId, name: string): void => void state.workflows.push(emptyWorkflow(id, name));

  const handler = new RPCHandler(router);
  const server = createServer((request, response) => {
    void (async () => {
      const { matched } = await handler.handle(request, response, { prefix: "/rpc" });
      if (!matched) sendFile(root, request.url ?? "/", response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fake server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    calls,
    callTestAddress: called.resolve,
    emit: stream.emit,
    fail: (name, code) => (code ? failing.set(name, code) : failing.delete(name)),
    close: () =>
      new Promise((resolve) => {
        stream.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
