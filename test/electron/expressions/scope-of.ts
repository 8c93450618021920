import type { ItemList } from "../../../connectors/kit/items.ts";
import { compile } from "../../../electron/expressions/compile.ts";
import { ExpressionError, type NodeView, type Scope } from "../../../electron/expressions/scope.ts";
import type { Item, JsonObject } from "../../../electron/shared/model/item.ts";

/** 2026-03-14T13:45:30.123Z, a Saturday. */
export const NOW = 1_773_495_930_123;

export const listOf = (items: readonly Item[]): ItemList => ({
  length: items.length,
  at: (index) => items.at(index),
  pages: () => [items],
  [Symbol.iterator]: () => items[Symbol.iterator](),
});

export const itemsOf = (...jsons: JsonObject[]): Item[] => jsons.map((json, index) => ({ json, source: index }));

/** A step that ran once and put these items out. */
export const nodeOf = (name: string, items: readonly Item[] | undefined): NodeView => ({
  name,
  executed: items !== undefined,
  params: () => ({ url: "https://example.com" }),
  context: () => ({ noItemsLeft: false }),
  items: (port = 0, run = 0) => (items && port === 0 && run === 0 ? listOf(items) : undefined),
  linked: (index) => {
    const item = items?.[index];
    if (!item) throw new ExpressionError(`no item ${index}`);
    return item;
  },
});

export function makeScope(json: JsonObject = {}, more: Partial<Scope> = {}): Scope {
  const items = itemsOf(json, { name: "second" });
  const nodes = new Map<string, NodeView>([
    ["Source", nodeOf("Source", items)],
    ["Never ran", nodeOf("Never ran", undefined)],
  ]);
  return {
    json,
    binary: undefined,
    itemIndex: 0,
    runIndex: 0,
    zone: "Europe/Berlin",
    now: () => NOW,
    input: () => listOf(items),
    nodeName: "This step",
    nodeVersion: 2,
    params: () => ({ url: "=literal" }),
    prevNode: { name: "Source", outputIndex: 0, runIndex: 0 },
    prevParams: () => ({ path: "orders" }),
    node: (name) => nodes.get(name),
    workflow: { id: "wf1", name: "Invoices", active: true },
    execution: { id: "run7", mode: "production", resumeUrl: "http://127.0.0.1/r", resumeFormUrl: "http://127.0.0.1/f" },
    vars: { company: "Acme" },
    env: undefined,
    ...more,
  };
}

/** The value of one block of code. */
export const value = (code: string, json: JsonObject = {}, more: Partial<Scope> = {}): unknown =>
  compile(`={{ ${code} }}`).evaluate(makeScope(json, more));

/** The value of a whole field, its = left out. */
export const field = (text: string, json: JsonObject = {}): unknown => compile(`=${text}`).evaluate(makeScope(json));
