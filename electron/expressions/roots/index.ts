import { PlainFault } from "../fault.ts";
import { momentNow } from "../moment.ts";
import type { Run } from "../nodes/build.ts";
import { HELPERS } from "./helpers.ts";
import { ENVIRONMENT, fromAgent, INPUT, items, NODES, nodeOf, Root } from "./views.ts";

const NO_BINARY = Object.freeze({});

/** A part of the scope that is not there everywhere. */
const present = <T>(name: string, value: T | undefined): T => {
  if (value === undefined) throw new PlainFault(`${name} is not defined here`);
  return value;
};

const fixed =
  (value: unknown): Run =>
  () =>
    value;

/** Every name that depends on where the expression stands. */
export const ROOTS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["$json", (e) => e.scope.json],
  ["$binary", (e) => e.scope.binary ?? NO_BINARY],
  ["$input", fixed(INPUT)],
  ["$", fixed(new Root("$", nodeOf))],
  ["$node", fixed(NODES)],
  ["$items", fixed(new Root("$items", items))],
  ["$now", (e) => momentNow(e)],
  ["$today", (e) => momentNow(e).startOf("day")],
  ["$workflow", (e) => e.scope.workflow],
  ["$execution", (e) => present("$execution", e.scope.execution)],
  ["$runIndex", (e) => e.scope.runIndex],
  ["$itemIndex", (e) => e.scope.itemIndex],
  ["$position", (e) => e.scope.itemIndex],
  ["$prevNode", (e) => present("$prevNode", e.scope.prevNode)],
  ["$nodeVersion", (e) => e.scope.nodeVersion],
  ["$parameter", (e) => e.scope.params()],
  ["$vars", (e) => present("$vars", e.scope.vars)],
  ["$env", fixed(ENVIRONMENT)],
  ["$fromAI", fixed(new Root("$fromAI", fromAgent))],
  ...Object.entries(HELPERS).map(([name, run]): [string, Run] => [name, fixed(new Root(name, run))]),
]);
