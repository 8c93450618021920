import type { ItemList } from "#kit/items.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { type Args, Callable, Host, HostFunction } from "../host.ts";
import { ExpressionError, type NodeView } from "../scope.ts";
import { toInteger, toText } from "../values.ts";
import { allItems, type ItemView, itemAt, itemView } from "./items.ts";

/** A root that is called: `$("Name")`, `$items(...)`. */
export class Root extends Callable {
  readonly label: string;
  private readonly run: (e: Evaluation, args: Args) => unknown;
  constructor(label: string, run: (e: Evaluation, args: Args) => unknown) {
    super();
    this.label = label;
    this.run = run;
  }
  call(e: Evaluation, args: Args): unknown {
    e.burn(2);
    return this.run(e, args);
  }
}

/** `$input` */
class InputHost extends Host {
  readonly label = "$input";

  member(e: Evaluation, name: string): unknown {
    switch (name) {
      case "item":
        return itemAt(e.scope.input(), e.scope.itemIndex) ?? itemView({ json: e.scope.json, binary: e.scope.binary });
      case "first":
        return new HostFunction(name, (at) => itemAt(at.scope.input(), 0));
      case "last":
        return new HostFunction(name, (at) => lastOf(at.scope.input()));
      case "all":
        return new HostFunction(name, (at) => allItems(at, at.scope.input()));
      case "params":
        return e.scope.prevParams();
      default:
        return undefined;
    }
  }

  override names(): Iterable<string> {
    return ["item", "first", "last", "all", "params"];
  }
}
export const INPUT = new InputHost();

/** The node of that name. */
function found(e: Evaluation, name: unknown): NodeView {
  const wanted = toText(e, name);
  const node = e.scope.node(wanted);
  if (!node) {
    throw new ExpressionError(
      `There is no step named '${wanted.slice(0, 100)}' in this workflow.`,
      undefined,
      "Referenced node doesn't exist",
    );
  }
  return node;
}

function output(e: Evaluation, node: NodeView, [port, run]: Args): ItemList {
  const items = node.items(port === undefined ? undefined : toInteger(e, port), run === undefined ? undefined : toInteger(e, run));
  if (!items) throw new ExpressionError(`The step '${node.name}' has not run, so it has no output yet.`);
  return items;
}

/** `$("Name")` */
class NodeHost extends Host {
  readonly label: string;
  private readonly node: NodeView;
  constructor(node: NodeView) {
    super();
    this.label = `$("${node.name}")`;
    this.node = node;
  }

  member(e: Evaluation, name: string): unknown {
    const { node } = this;
    switch (name) {
      case "item":
        return itemView(node.linked(e.scope.itemIndex));
      case "first":
        return new HostFunction(name, (at, args) => itemAt(output(at, node, args), 0));
      case "last":
        return new HostFunction(name, (at, args) => lastOf(output(at, node, args)));
      case "all":
        return new HostFunction(name, (at, args) => allItems(at, output(at, node, args)));
      case "itemMatching":
        return new HostFunction(name, (at, [index]) => itemView(node.linked(matching(at, index))));
      case "pairedItem":
        return new HostFunction(name, (at, [index]) => itemView(node.linked(toInteger(at, index, at.scope.itemIndex))));
      case "isExecuted":
        return node.executed;
      case "params":
        return node.params();
      case "context":
        return node.context();
      case "name":
        return node.name;
      default:
        return undefined;
    }
  }

  override names(): Iterable<string> {
    return ["item", "first", "last", "all", "itemMatching", "pairedItem", "isExecuted", "params", "context", "name"];
  }
}

export const nodeOf = (e: Evaluation, [name]: Args): Host => new NodeHost(found(e, name));

function matching(e: Evaluation, index: unknown): number {
  if (index === undefined) throw new ExpressionError("itemMatching() needs the index of an item, as in .itemMatching(0).");
  return toInteger(e, index);
}

const lastOf = (items: ItemList): unknown => itemAt(items, items.length - 1);

/** `$node["Name"]`: the output item of the same index. */
class NodeByName extends Host {
  readonly label: string;
  private readonly node: NodeView;
  constructor(node: NodeView) {
    super();
    this.label = `$node["${node.name}"]`;
    this.node = node;
  }

  member(e: Evaluation, name: string): unknown {
    switch (name) {
      case "json":
      case "data":
        return this.item(e).json;
      case "binary":
        return this.item(e).binary;
      case "parameter":
        return this.node.params();
      case "context":
        return this.node.context();
      default:
        return undefined;
    }
  }

  override names(): Iterable<string> {
    return ["json", "data", "binary", "parameter", "context"];
  }

  private item(e: Evaluation): ItemView {
    const items = output(e, this.node, []);
    const item = items.at(e.scope.itemIndex) ?? (items.length === 1 ? items.at(0) : undefined);
    if (item) return itemView(item);
    throw new ExpressionError(`The step '${this.node.name}' has no item with the number of this one. Use $('${this.node.name}').item.`);
  }
}

class NodesByName extends Host {
  readonly label = "$node";
  member(e: Evaluation, name: string): Host {
    return new NodeByName(found(e, name));
  }
}
export const NODES = new NodesByName();

/** `$items("Name", port, run)`; without a name the items that came in. */
export function items(e: Evaluation, [name, ...place]: Args): unknown[] {
  return allItems(e, name === undefined ? e.scope.input() : output(e, found(e, name), place));
}

/** `$env`: where expressions may not see the environment, any look at it fails. */
class Environment extends Host {
  readonly label = "$env";
  member(e: Evaluation, name: string): unknown {
    const { env } = e.scope;
    if (!env) throw new ExpressionError("Expressions may not read environment variables here.");
    return Object.hasOwn(env, name) ? env[name] : undefined;
  }
}
export const ENVIRONMENT = new Environment();

/** `$fromAI("name", ...)`: what the agent gave under that name, else the default that stands fourth. */
export function fromAgent(e: Evaluation, [name, , , otherwise]: Args): unknown {
  const given: unknown = e.scope.extra && Object.hasOwn(e.scope.extra, "$fromAI") ? e.scope.extra.$fromAI : undefined;
  const key = toText(e, name);
  if (typeof given !== "object" || given === null || !Object.hasOwn(given, key)) return otherwise;
  const values: JsonObject = { ...given };
  return values[key];
}
