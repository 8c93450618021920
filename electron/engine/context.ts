import type {
  Answer,
  BlobAccess,
  CalledRun,
  CodeRequest,
  CodeRunner,
  FileAccess,
  FileDatabases,
  ItemContext,
  ListContext,
  StreamContext,
  WorkflowCalls,
} from "#kit/context.ts";
import type { HttpClient } from "#kit/http.ts";
import { EMPTY_ITEMS, type ItemList } from "#kit/items.ts";
import type { Redactor } from "#kit/redact.ts";
import type { Sessions } from "#kit/sessions.ts";
import { turn } from "#kit/turn.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { compile, isExpression } from "../expressions/compile.ts";
import type { ActiveRun } from "./active-run.ts";
import { lastState, type Step } from "./core.ts";
import { errorItem, goesOn } from "./error-items.ts";
import { faultLine } from "./expression-faults.ts";
import type { Collector } from "./outputs.ts";
import { EngineNodeView, type FaultHearer, StepScope } from "./scope.ts";
import type { Asker, Services } from "./services.ts";

/** What a step's context does for it besides what it knows: reaches the run and the journal. */
export interface ContextHooks {
  log(text: string): void;
  respond(answer: Answer): void;
  /** Absent where a step only answers a question. */
  call?(calls: WorkflowCalls): readonly CalledRun[] | undefined;
}

const namesOtherNodes = /\$\(|\$node|\$items/;
/** A name that is worked out, not written: any node may be meant. */
const namesComputed = /(\$\(|\$items\(|\$node\[)\s*[^"'`\s)]|["'`]\s*\+|\$\{/;
const followsItems = /\.item\b|itemMatching|pairedItem/;

export const askerOf = (run: ActiveRun, step: Step): Asker => ({
  run: run.id,
  mode: run.mode,
  workflow: run.facts.workflow.id,
  grants: run.core.plan.workflow.settings.network,
  node: step.node,
});

/** One object serves every kind of action; each kind is handed the part of it that its interface shows. */
export class EngineContext implements StreamContext<unknown>, ListContext<unknown>, ItemContext<unknown>, FaultHearer {
  readonly signal: AbortSignal;
  readonly scope: StepScope;
  items: readonly Item[] = [];
  offset = 0;
  input: unknown = undefined;
  item: Item = { json: {} };
  index = 0;
  readonly #run: ActiveRun;
  readonly #step: Step;
  readonly #services: Services;
  readonly #hooks: ContextHooks;
  readonly #sinks: readonly Collector[];
  #http: HttpClient | undefined;
  #redact: Redactor | undefined;

  constructor(run: ActiveRun, step: Step, services: Services, hooks: ContextHooks, signal: AbortSignal, sinks: readonly Collector[]) {
    this.signal = signal;
    this.scope = new StepScope(run.core, step, run.facts, this);
    this.#run = run;
    this.#step = step;
    this.#services = services;
    this.#hooks = hooks;
    this.#sinks = sinks;
  }

  /** The same step, seen from one of its items. */
  forItem(index: number, item: Item, input: unknown, signal: AbortSignal): EngineContext {
    const context = new EngineContext(this.#run, this.#step, this.#services, this.#hooks, signal, this.#sinks);
    context.index = index;
    context.item = item;
    context.input = input;
    return context;
  }

  get node(): ItemContext<unknown>["node"] {
    const { id, name, type, typeVersion } = this.#step.node.node;
    return { id, name, type, typeVersion };
  }
  get workflow(): ItemContext<unknown>["workflow"] {
    return { id: this.#run.facts.workflow.id, name: this.#run.facts.workflow.name, timezone: this.#run.facts.zone };
  }
  get run(): ItemContext<unknown>["run"] {
    return { id: this.#run.id, mode: this.#run.mode, runIndex: this.#step.runIndex, startedAt: this.#run.startedAt };
  }
  get idempotencyKey(): string {
    return this.#services.sha256(`${this.#run.id}\n${this.#step.node.node.id}\n${this.#step.runIndex}\n${this.index}`).slice(0, 40);
  }
  get inputs(): readonly ItemList[] {
    return this.#step.node.inputs.map((_, port) => this.#step.inputs[port]?.items ?? EMPTY_ITEMS);
  }
  get state(): unknown {
    return lastState(this.#run.core, this.#step.node);
  }
  get asker(): Asker {
    return askerOf(this.#run, this.#step);
  }
  get http(): HttpClient {
    this.#http ??= this.#services.http(this.asker);
    return this.#http;
  }
  get sessions(): Sessions {
    return this.#services.sessions(this.asker);
  }
  /** Removes this step's secrets from text. */
  get redact(): Redactor {
    this.#redact ??= this.#services.redactor(this.asker);
    return this.#redact;
  }
  get secrets(): Readonly<Record<string, string>> | undefined {
    return this.#services.secrets(this.asker);
  }
  get blobs(): BlobAccess {
    return this.#services.blobs;
  }
  get files(): FileAccess {
    return this.#services.files(this.asker);
  }
  get databases(): FileDatabases {
    return this.#services.databases;
  }
  get code(): CodeRunner {
    return this.#services.code;
  }
  now(): number {
    return this.#run.facts.now();
  }
  uuid(): string {
    return this.#services.uuid();
  }
  log(text: string): void {
    this.#hooks.log(this.redact(text));
  }
  /** Said once a step, also when it is tried again. */
  faulted(message: string, field: string | undefined, item: number): void {
    const work = this.#run.works.get(this.#step);
    if (!work) return;
    work.faults ??= new Set();
    const line = faultLine(work.faults, message, field, item);
    if (line !== undefined) this.log(line);
  }
  respond(answer: Answer): void {
    this.#hooks.respond(answer);
  }
  callWorkflows(calls: WorkflowCalls): readonly CalledRun[] | undefined {
    return this.#hooks.call?.(calls);
  }
  params(index: number): unknown {
    const plan = this.#step.node.params;
    return plan.resolve(plan.fixed ? this.scope : this.scope.at(index));
  }
  out(port: number): Collector {
    const sink = this.#sinks[port];
    if (!sink) throw new Error(`this step has no output ${port}`);
    return sink;
  }
  /** Pages go to disk as they fill; slower than the disk, never faster. */
  async emit(port: number, items: readonly Item[]): Promise<void> {
    const sink = this.out(port);
    for (const item of items) sink.push(item);
    if (sink.crowded) await sink.ease();
    else await turn();
    this.signal.throwIfAborted();
  }
  emitFailure(item: number, failure: Failure): void {
    const { node, inputs } = this.#step;
    if (!goesOn(node)) throw new StepError({ ...failure, item });
    const failed = errorItem(node, failure, inputs.find((i) => i !== null)?.items.at(item), item);
    this.out(failed.port).push(failed.item);
  }
  earlierInput(runIndex: number): ItemList {
    const earlier = this.#run.core.runsOf.get(this.#step.node.index)?.find((s) => s.runIndex === runIndex);
    return earlier?.inputs[0]?.items ?? EMPTY_ITEMS;
  }
  setStaticData(data: { global: JsonObject; node: JsonObject }): void {
    const next = { ...this.#statics(), global: data.global, [`node:${this.#step.node.node.name}`]: data.node };
    if (this.#run.options.trial) this.#run.statics = next;
    else this.#services.setStaticData(this.#run.facts.workflow.id, next);
  }
  #statics(): JsonObject {
    return this.#run.statics ?? this.#services.staticData(this.#run.facts.workflow.id);
  }

  /** The value of a field's text for one input item, with names that only the step itself can give. */
  evaluate(text: string, index: number, roots: Readonly<Record<string, unknown>>): unknown {
    if (!isExpression(text)) return text;
    return compile(text).evaluate(new StepScope(this.#run.core, this.#step, this.#run.facts, this, roots).at(index));
  }

  codeContext(source: string): Pick<CodeRequest, "nodes" | "context"> {
    const { core, facts } = this.#run;
    const nodes: CodeRequest["nodes"] = {};
    if (namesOtherNodes.test(source)) {
      const everyNode = namesComputed.test(source);
      for (const node of core.plan.nodes) {
        const { name } = node.node;
        if (!everyNode && !source.includes(name)) continue;
        const runs = core.runsOf.get(node.index) ?? [];
        const view = new EngineNodeView(core, this.#step, node);
        nodes[name] = {
          runs: runs.map((r) => r.outputs.map((list) => [...list])),
          params: node.params.raw,
          executed: runs.length > 0,
          ...view.meant(),
          ...(followsItems.test(source) ? { linked: this.#linked(view) } : {}),
        };
      }
    }
    const stored = this.#statics();
    const object = (value: unknown): JsonObject =>
      value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
    const prev = this.scope.prevNode?.name;
    return {
      nodes,
      context: {
        runIndex: this.#step.runIndex,
        workflow: facts.workflow,
        execution: { id: facts.id, mode: facts.mode },
        vars: facts.vars,
        env: facts.env ?? {},
        timezone: facts.zone,
        now: facts.now(),
        nodeName: this.#step.node.node.name,
        ...(prev === undefined ? {} : { prevNode: prev }),
        staticData: { global: object(stored["global"]), node: object(stored[`node:${this.#step.node.node.name}`]) },
      },
    };
  }

  /** For each input item the one of another node that it came from, or why that is not known. */
  #linked(view: EngineNodeView): (Item | string)[] {
    return Array.from({ length: this.scope.input().length }, (_, index) => {
      try {
        return view.linked(index);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
  }
}
