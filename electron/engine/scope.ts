import type { ItemList } from "#kit/items.ts";
import { EMPTY_ITEMS } from "#kit/items.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import type { NodeView, Scope } from "../expressions/scope.ts";
import type { Core, Step } from "./core.ts";
import { linkedItem } from "./lineage.ts";
import type { PlanNode } from "./plan.ts";

/** What a run tells its expressions about itself. */
export interface RunFacts {
  readonly id: string;
  readonly mode: "test" | "production";
  readonly workflow: { id: string; name: string; active: boolean };
  readonly zone: string;
  readonly vars: JsonObject;
  readonly env: JsonObject | undefined;
  readonly resumeUrl: string;
  now(): number;
}

/** The run of a node whose output led to this step, else its latest. */
function relevantRun(core: Core, step: Step, node: PlanNode): Step | undefined {
  const runs = core.runsOf.get(node.index);
  if (!runs || runs.length < 2) return runs?.[0];
  const seen = new Set<number>();
  const queue = step.inputs.flatMap((i) => (i ? [i.step] : []));
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const at = core.steps[id];
    if (at?.node === node) return at;
    for (const input of at?.inputs ?? []) if (input) queue.push(input.step);
  }
  return runs.at(-1);
}

export class EngineNodeView implements NodeView {
  readonly name: string;
  readonly #core: Core;
  readonly #step: Step;
  readonly #node: PlanNode;
  constructor(core: Core, step: Step, node: PlanNode) {
    this.name = node.node.name;
    this.#core = core;
    this.#step = step;
    this.#node = node;
  }
  get executed(): boolean {
    return this.#core.runsOf.has(this.#node.index);
  }
  params(): JsonObject {
    return this.#node.params.raw;
  }
  context(): JsonObject {
    const state = this.#core.runsOf.get(this.#node.index)?.at(-1)?.state;
    return state !== null && typeof state === "object" ? (state as JsonObject) : {};
  }
  items(port?: number, run?: number): ItemList | undefined {
    const meant = this.meant();
    const at = run === undefined || run < 0 ? meant.run : run;
    return this.#core.runsOf.get(this.#node.index)?.[at]?.outputs[port ?? meant.port];
  }
  /** The run and the output that are meant where none is named: those that led to the asking step, else the latest run's first. */
  meant(): { run: number; port: number } {
    const at = relevantRun(this.#core, this.#step, this.#node);
    const direct = this.#step.inputs.find((i) => i && this.#core.steps[i.step] === at);
    const runs = this.#core.runsOf.get(this.#node.index) ?? [];
    return { run: at ? runs.indexOf(at) : 0, port: direct?.port ?? 0 };
  }
  linked(index: number): Item {
    return linkedItem(
      this.#core,
      this.#step.inputs.find((i) => i !== null),
      index,
      this.name,
    );
  }
}

/** An imported step's expressions ask for the version that it had where it came from. */
function versionOf({ node }: PlanNode): number {
  const original = node.original?.node.typeVersion;
  return typeof original === "number" ? original : node.typeVersion;
}

/** Is told what made an expression of a field come to nothing, and for which item. */
export interface FaultHearer {
  faulted(message: string, field: string | undefined, item: number): void;
}

/** The world of one step's expressions. Its item fields are set before each evaluation. */
export class StepScope implements Scope {
  json: JsonObject = {};
  binary: Item["binary"] = undefined;
  itemIndex = 0;
  readonly runIndex: number;
  readonly zone: string;
  readonly nodeName: string;
  readonly nodeVersion: number;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  readonly #core: Core;
  readonly #step: Step;
  readonly #facts: RunFacts;
  readonly #hears: FaultHearer | undefined;
  constructor(core: Core, step: Step, facts: RunFacts, hears?: FaultHearer, extra?: Readonly<Record<string, unknown>>) {
    this.runIndex = step.runIndex;
    this.zone = facts.zone;
    this.nodeName = step.node.node.name;
    this.nodeVersion = versionOf(step.node);
    this.extra = extra;
    this.#core = core;
    this.#step = step;
    this.#facts = facts;
    this.#hears = hears;
  }
  faulted(message: string, field: string | undefined): void {
    this.#hears?.faulted(message, field, this.itemIndex);
  }
  at(index: number): this {
    const item = this.input().at(index);
    this.json = item?.json ?? {};
    this.binary = item?.binary;
    this.itemIndex = index;
    return this;
  }
  now(): number {
    return this.#facts.now();
  }
  input(): ItemList {
    return this.#step.inputs[0]?.items ?? this.#step.inputs.find((i) => i !== null)?.items ?? EMPTY_ITEMS;
  }
  params(): JsonObject {
    return this.#step.node.params.raw;
  }
  get prevNode(): Scope["prevNode"] {
    const input = this.#step.inputs.find((i) => i !== null);
    const from = input && this.#core.steps[input.step];
    return input && from ? { name: from.node.node.name, outputIndex: input.port, runIndex: from.runIndex } : undefined;
  }
  prevParams(): JsonObject {
    const name = this.prevNode?.name;
    return (name !== undefined && this.#core.plan.byName.get(name)?.params.raw) || {};
  }
  node(name: string): NodeView | undefined {
    const node = this.#core.plan.byName.get(name);
    return node && new EngineNodeView(this.#core, this.#step, node);
  }
  get workflow(): Scope["workflow"] {
    return this.#facts.workflow;
  }
  get execution(): Scope["execution"] {
    return { id: this.#facts.id, mode: this.#facts.mode, resumeUrl: this.#facts.resumeUrl, resumeFormUrl: this.#facts.resumeUrl };
  }
  get vars(): JsonObject {
    return this.#facts.vars;
  }
  get env(): JsonObject | undefined {
    return this.#facts.env;
  }
}
