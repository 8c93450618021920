import { createServer, request as forward } from "node:http";
import { implement } from "@orpc/server";
import { RPCHandler } from "@orpc/server/node";
import * as Y from "yjs";
import { contract } from "#shared/contract/index.ts";
import { fromBase64, toBase64 } from "#shared/draft/base64.ts";
import { HeldDraft } from "#shared/draft/held-draft.ts";
import { structureProblems } from "#shared/draft/problems.ts";
import { fromWorkflow } from "#shared/draft/write.ts";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { RunId, WorkflowId } from "#shared/model/ids.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { StepStatus } from "#shared/model/run.ts";
import { RunSummary, StepSummary } from "#shared/model/run.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";
import { fakeState, NOW } from "./fake-data.ts";

export interface EditorApi {
  url: string;
  api: FakeApi;
  workflowId: WorkflowId;
  /** The draft as the engine has it. */
  draft: () => Workflow;
  /** Somebody else's edit. */
  editElsewhere: (edit: (doc: Y.Doc) => void) => void;
  /** Calls to these are answered with 503 until it is called with nothing. */
  goAway: (away: boolean) => void;
  /** Edits are refused as unusable until it is called with nothing. */
  refuse: (refusing: boolean) => void;
  /** What a test run does with a step; all others succeed. */
  outcomes: Map<string, { status: StepStatus; message: string; fix?: string }>;
  /** Problems beyond those of the drawing, as the engine finds them in fields. */
  problems: Problem[];
  close: () => Promise<void>;
}

const LIMITS = { maxBytes: 6_000_000 };

/**
 * The contract in memory with true drafts and played test runs: what the editor needs beyond the fake API. `tools` stand in
 * place of those of the same id.
 */
export async function startEditorApi(root: string, given?: Workflow, tools: readonly ToolInfo[] = []): Promise<EditorApi> {
  const state = fakeState();
  state.tools = state.tools.map((tool) => tools.find(({ id }) => id === tool.id) ?? tool);
  const first = state.workflows[0];
  if (!first) throw new Error("the fake data has no workflow");
  const workflowId = WorkflowId.parse("wf_edit");
  const document = given
    ? { ...given, id: workflowId }
    : Workflow.parse({ format: 1, id: workflowId, name: "New workflow", nodes: [], edges: [] });
  state.workflows.unshift({
    removed: false,
    document,
    versions: [],
    row: {
      ...first.row,
      id: workflowId,
      name: document.name,
      active: false,
      liveVersion: null,
      lastVersion: null,
      changed: true,
      triggers: [],
      startsBy: null,
      lastRun: null,
      nextRun: null,
    },
  });
  const api = await startFakeApi(root, state);
  const held = new HeldDraft(Y.encodeStateAsUpdate(fromWorkflow(document)));
  const operations = new Map(state.tools.flatMap((tool) => [...tool.triggers, ...tool.actions]).map((one) => [one.type, one]));
  const triggers = new Set(state.tools.flatMap((tool) => tool.triggers.map((trigger) => trigger.type)));
  const found: Problem[] = [];
  const problems = () => [...structureProblems(held.workflow, (type) => triggers.has(type)), ...found];
  const outcomes: EditorApi["outcomes"] = new Map();
  let away = false;
  let refusing = false;
  let runs = 0;

  const os = implement(contract).use(({ next, path, errors }, input) => {
    if (away) throw errors.BUSY();
    api.calls.push({ name: path.join("."), input });
    return next();
  });
  const router = {
    catalog: {
      ports: os.catalog.ports.handler(({ input }) => ({
        inputs: [{ id: "in", label: "" }],
        outputs: Array.from({ length: Number(input.params.ways ?? 2) }, (_, i) => ({ id: `way${i}`, label: `Way ${i + 1}` })),
      })),
    },
    workflows: {
      open: os.workflows.open.handler(({ input, errors }) => {
        if (input.id !== workflowId) throw errors.NOT_FOUND();
        return { state: toBase64(held.state()), problems: problems() };
      }),
      edit: os.workflows.edit.handler(({ input, errors }) => {
        if (refusing) throw errors.UNUSABLE({ data: { problems: [] } });
        const tried = held.apply(fromBase64(input.update) ?? new Uint8Array(), LIMITS);
        if (!tried.ok) throw tried.error.reason === "incomplete" ? errors.CONFLICT() : errors.UNUSABLE({ data: { problems: [] } });
        const { update, changed, correction } = tried.value;
        api.emit({ type: "draft", workflowId, update: toBase64(update), from: input.from });
        return { problems: problems(), changed, ...(correction && { correction: toBase64(correction) }) };
      }),
      validate: os.workflows.validate.handler(() => problems()),
      // The samples of the operations: what the engine makes of a step's fields is tested there.
      example: os.workflows.example.handler(({ input }) => {
        const sampleOf = (type: string) => operations.get(type)?.sample ?? [];
        const node = held.workflow.nodes.find(({ id }) => id === input.node);
        const before = held.workflow.nodes.flatMap(({ id, type, pinned }) => {
          const first = pinned?.[0]?.json ?? sampleOf(type)[0];
          return first && id !== input.node ? [[id, first] as const] : [];
        });
        return { outputs: [node ? sampleOf(node.type).map((json) => ({ json })) : []], before: Object.fromEntries(before) };
      }),
      get: os.workflows.get.handler(() => held.workflow),
      test: os.workflows.test.handler(({ input }) => {
        const runId = RunId.parse(`run_test${++runs}`);
        play(runId, input.upTo);
        return { runId };
      }),
    },
  };

  /** Steps in the order of the document, each with two items; a failing one ends the run. */
  function play(runId: RunId, upTo: string | undefined): void {
    const steps: StepSummary[] = [];
    api.emit({ type: "run", runId, workflowId, status: "running", at: NOW });
    let failed = false;
    for (const [step, node] of held.workflow.nodes.entries()) {
      const outcome = outcomes.get(node.name);
      const status = outcome?.status ?? "succeeded";
      const counts = status === "succeeded" ? [2] : [0];
      const failure = outcome && {
        kind: "user" as const,
        message: outcome.message,
        retryable: false,
        outcome: "none" as const,
        ...(outcome.fix && { fix: outcome.fix }),
      };
      steps.push(
        StepSummary.parse({
          step,
          node: node.id,
          name: node.name,
          runIndex: 0,
          status,
          attempt: 1,
          startedAt: NOW,
          ms: 40 + step,
          counts,
          inputs: step === 0 ? [] : [{ step: step - 1, port: 0 }],
          failure,
        }),
      );
      api.emit({
        type: "step",
        runId,
        workflowId,
        step,
        node: node.id,
        runIndex: 0,
        status,
        counts,
        ms: 40 + step,
        at: NOW,
        ...(outcome && { message: outcome.message }),
      });
      failed = status === "failed";
      if (failed || node.id === upTo) break;
    }
    const status = failed ? "failed" : "succeeded";
    const run = RunSummary.parse({
      runId,
      workflowId,
      workflowName: held.workflow.name,
      version: null,
      mode: "test",
      status,
      startedAt: NOW,
      endedAt: NOW + 300,
    });
    const items = [
      { json: { name: "Ana Morales", phone: "+15550100", address: { city: "Bristol" } } },
      { json: { name: "Peter Brandt", phone: "+15550101", address: { city: "Bath" } } },
    ];
    state.runs.unshift({ run, steps, log: [], out: Object.fromEntries(steps.map(({ step }) => [step, [items]])) });
    api.emit({ type: "run", runId, workflowId, status, at: NOW + 300 });
  }

  const handler = new RPCHandler(router);
  const server = createServer((request, response) => {
    void (async () => {
      const own =
        /^\/rpc\/(catalog\/ports|workflows\/(open|edit|validate|example|test))/.test(request.url ?? "") ||
        (request.url?.startsWith("/rpc/workflows/get") && given === undefined);
      if (own && (await handler.handle(request, response, { prefix: "/rpc" })).matched) return;
      const passed = forward(new URL(request.url ?? "/", api.url), { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on("error", () => response.destroy());
      response.on("close", () => passed.destroy());
      request.pipe(passed);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    api,
    workflowId,
    draft: () => held.workflow,
    editElsewhere(edit) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, held.state());
      const steps: Uint8Array[] = [];
      doc.on("update", (step: Uint8Array) => steps.push(step));
      edit(doc);
      const tried = held.apply(Y.mergeUpdates(steps), LIMITS);
      if (tried.ok) api.emit({ type: "draft", workflowId, update: toBase64(tried.value.update), from: "somebody" });
    },
    goAway(now) {
      away = now;
    },
    refuse(now) {
      refusing = now;
    },
    outcomes,
    problems: found,
    async close() {
      server.closeAllConnections();
      server.close();
      await api.close();
    },
  };
}
