import type { Action } from "../../connectors/kit/action.ts";
import type {
  Answer,
  BlobAccess,
  ItemFailure,
  ItemResult,
  ListContext,
  ListResult,
  StreamContext,
  TableOp,
  TableResult,
  WaitRequest,
} from "../../connectors/kit/context.ts";
import type { ItemList } from "../../connectors/kit/items.ts";
import type { Item, JsonObject } from "../../electron/shared/model/item.ts";

/** A plain list as the engine's paged ones look from outside. */
const listOf = (items: readonly Item[]): ItemList => ({
  length: items.length,
  at: (index) => items[index],
  pages: () => [items],
  [Symbol.iterator]: () => items[Symbol.iterator](),
});

export const itemsOf = (...jsons: JsonObject[]): Item[] => jsons.map((json) => ({ json }));

export interface StepOptions {
  /** One set for all items, or one for each. */
  params?: JsonObject | ((item: Item, index: number) => JsonObject);
  items?: readonly Item[];
  /** Instead of `items`, where the step has several inputs. */
  inputs?: readonly (readonly Item[])[];
  earlier?: readonly (readonly Item[])[];
  state?: unknown;
  runIndex?: number;
  timezone?: string;
  now?: number;
  outputs?: number;
  tables?: (op: TableOp) => TableResult;
  blobs?: BlobAccess;
  secrets?: Readonly<Record<string, string>>;
  /** What `$parameter` says, where the params are worked out for each item. */
  raw?: JsonObject;
  /** Kept and changed, as between runs. */
  staticData?: { global: JsonObject; node: JsonObject };
}

export interface StepOutcome {
  outputs: Item[][];
  answers: Answer[];
  ops: TableOp[];
  state: unknown;
  wait: WaitRequest["wait"] | undefined;
  failures: readonly ItemFailure[];
}

const unavailable = (what: string) => (): never => {
  throw new Error(`${what} is not available to this step in this test`);
};

/** Runs one action on items held in memory, its params checked by its own schema as the engine does. */
export async function runStep(action: Action, options: StepOptions = {}): Promise<StepOutcome> {
  const inputs = options.inputs ?? [options.items ?? itemsOf({})];
  const first = inputs[0] ?? [];
  const outcome: StepOutcome = { outputs: [], answers: [], ops: [], state: undefined, wait: undefined, failures: [] };
  const given = options.params ?? {};
  const rawParams = options.raw ?? (typeof given === "function" ? {} : given);
  const context: Omit<ListContext<unknown>, "inputs"> = {
    signal: new AbortController().signal,
    node: { id: "n1", name: "Step", type: `core.${action.id}`, typeVersion: action.version ?? 1 },
    workflow: { id: "w1", name: "Workflow", timezone: options.timezone ?? "America/New_York" },
    run: { id: "r1", mode: "test", runIndex: options.runIndex ?? 0, startedAt: 0 },
    now: () => options.now ?? Date.UTC(2026, 0, 2, 3, 4, 5),
    uuid: () => "00000000-0000-4000-8000-000000000000",
    log: () => undefined,
    params(index) {
      const item = first[index] ?? { json: {} };
      return action.input.parse(typeof given === "function" ? given(item, index) : given);
    },
    evaluate: (text) => {
      const name = /^=\{\{ \$parameter\.(\w+) \}\}$/.exec(text)?.[1];
      return name === undefined ? unavailable("an expression")() : rawParams[name];
    },
    http: { request: unavailable("HTTP") },
    sessions: { use: unavailable("sessions") },
    secrets: options.secrets,
    blobs: options.blobs ?? {
      put: unavailable("the blob store"),
      read: unavailable("the blob store"),
      bytes: unavailable("the blob store"),
    },
    files: { read: unavailable("the file system"), write: unavailable("the file system"), locate: unavailable("the file system") },
    databases: { run: unavailable("a database file") },
    code: { run: unavailable("code") },
    codeContext: () =>
      options.staticData
        ? ({ nodes: {}, context: { staticData: { ...options.staticData } } } as ReturnType<ListContext<unknown>["codeContext"]>)
        : unavailable("code")(),
    setStaticData: (data) => (options.staticData ? void Object.assign(options.staticData, data) : unavailable("static data")()),
    respond: (answer) => outcome.answers.push(answer),
    state: options.state,
    earlierInput: (runIndex) => listOf(options.earlier?.[runIndex] ?? []),
  };
  const raw: JsonObject = { ...rawParams };
  const ports = typeof action.outputs === "function" ? action.outputs(raw).length : (action.outputs?.length ?? 1);
  outcome.outputs = Array.from({ length: options.outputs ?? ports }, () => []);
  const push = (port: number, items: Iterable<Item>): void => {
    outcome.outputs[port]?.push(...items);
  };

  switch (action.mode) {
    case "stream": {
      const stream: StreamContext<unknown> = {
        ...context,
        items: first,
        offset: 0,
        out: (port) => ({ push: (item) => push(port, [item]) }),
      };
      action.run(stream);
      return outcome;
    }
    case "list": {
      const result: ListResult = await action.run({ ...context, inputs: inputs.map(listOf) });
      for (const [port, items] of result.outputs.entries()) push(port, items);
      outcome.state = result.state;
      if ("wait" in result) outcome.wait = result.wait;
      else outcome.failures = result.failures ?? [];
      return outcome;
    }
    case "table": {
      const list = { ...context, inputs: inputs.map(listOf) };
      outcome.ops = first.map((_, index) => action.op(list, index));
      outcome.ops.forEach((op, index) => {
        const { port, items } = asItems(action.result(op, options.tables?.(op) ?? { rows: [] }, index), index);
        push(port, items);
      });
      return outcome;
    }
    case "item": {
      for (const [index, item] of first.entries()) {
        const result = await action.run({ ...context, input: context.params(index), item, index, idempotencyKey: `key-${index}` });
        const { port, items } = asItems(result, index);
        push(port, items);
      }
      return outcome;
    }
  }
}

function asItems(result: ItemResult, source: number): { port: number; items: Item[] } {
  if (Array.isArray(result)) return { port: 0, items: result.map((json: JsonObject) => ({ json, source })) };
  if ("items" in result && Array.isArray(result.items)) {
    const { items, port } = result as { items: Item[]; port?: number };
    return { port: port ?? 0, items: items.map((item) => ({ source, ...item })) };
  }
  return { port: 0, items: [{ json: result as JsonObject, source }] };
}

export const jsons = (items: readonly Item[] | undefined): JsonObject[] => (items ?? []).map((item) => item.json);
