import type { ItemList } from "#kit/items.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";

/** Another node as `$('Name')` sees it. */
export interface NodeView {
  readonly name: string;
  /** It has run at least once in this run. */
  readonly executed: boolean;
  params(): JsonObject;
  context(): JsonObject;
  /** Output items of one of its runs (default: the latest whose output feeds here, else the latest). */
  items(port?: number, run?: number): ItemList | undefined;
  /** `$('Name').item`: the item that input item `index` of the evaluating node came from. Throws ExpressionError. */
  linked(index: number): Item;
}

/** All that an expression may know. One object per evaluating step, its item fields set before each evaluation. */
export interface Scope {
  json: JsonObject;
  binary: Item["binary"];
  itemIndex: number;
  readonly runIndex: number;
  /** IANA zone of the workflow; `$now`, `$today` and dates without a zone are in it. */
  readonly zone: string;
  now(): number;
  /** Input 0 of the evaluating node. */
  input(): ItemList;
  readonly nodeName: string;
  readonly nodeVersion: number;
  /** The evaluating node's raw params, for `$parameter`. */
  params(): JsonObject;
  readonly prevNode: { name: string; outputIndex: number; runIndex: number } | undefined;
  /** Params of the node before, for `$input.params`. */
  prevParams(): JsonObject;
  /** Undefined where there is no node of that name. */
  node(name: string): NodeView | undefined;
  readonly workflow: { id: string; name: string; active: boolean };
  /** Undefined where nothing runs, as in a preview: `$execution` is then a missing name. */
  readonly execution: { id: string; mode: "test" | "production"; resumeUrl: string; resumeFormUrl: string } | undefined;
  readonly vars: JsonObject | undefined;
  /** Undefined where expressions may not see the environment: `$env` then fails the item. */
  readonly env: JsonObject | undefined;
  /** Further roots at special places, e.g. `$response`, `$pageCount`; `$fromAI` = the values an agent gave, by name. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** A plain JavaScript error made a block of this field (its dotted path, where known) come to nothing. */
  faulted?(message: string, field: string | undefined): void;
}

/** A fault of the expression itself: fails the item. `at` = offset in the field's text. */
export class ExpressionError extends Error {
  readonly at: number | undefined;
  /** The same as n8n words it: what steps behind an error port compare with. */
  readonly inN8n: string | undefined;
  constructor(message: string, at?: number, inN8n?: string) {
    super(message);
    this.name = "ExpressionError";
    this.at = at;
    this.inN8n = inN8n;
  }
}

export interface Compiled {
  readonly source: string;
  /** Names in `$('Name')`, `$node["Name"]`, `$items("Name")` where they are literal. */
  readonly nodes: readonly string[];
  /** Roots used: `$json`, `$input`, ... */
  readonly roots: readonly string[];
  /**
   * Plain JavaScript errors give undefined, and `scope.faulted` is told of them with the field's path; ExpressionError is
   * thrown for the faults that fail an item.
   */
  evaluate(scope: Scope, field?: string): unknown;
  /** As `evaluate`, with the plain JavaScript error that turned a part into nothing, for the editor to show. */
  explain(scope: Scope): { value: unknown; warning?: string };
}
