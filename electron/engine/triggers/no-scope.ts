import { EMPTY_ITEMS } from "#kit/items.ts";
import type { Scope } from "../../expressions/scope.ts";

/** A trigger's parameters are read before there is a run: an expression in them has nothing to refer to. */
export const NO_SCOPE: Scope = {
  json: {},
  binary: undefined,
  itemIndex: 0,
  runIndex: 0,
  zone: "UTC",
  now: () => Date.now(),
  input: () => EMPTY_ITEMS,
  nodeName: "",
  nodeVersion: 1,
  params: () => ({}),
  prevNode: undefined,
  prevParams: () => ({}),
  node: () => undefined,
  workflow: { id: "", name: "", active: true },
  execution: { id: "", mode: "production", resumeUrl: "", resumeFormUrl: "" },
  vars: {},
  env: {},
};
