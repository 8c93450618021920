import type { WorkflowInput } from "#shared/model/workflow.ts";
import { expressionProblems } from "./expressions.ts";
import type { N8nNode } from "./file.ts";
import { isObject, type Mapped, type Source, text } from "./mapper.ts";
import { mappers } from "./mappers/index.ts";
import { positionOf } from "./notes.ts";

type NodeInput = WorkflowInput["nodes"][number];

export interface ImportedNode {
  source: N8nNode;
  node: NodeInput;
  /** n8n's type. */
  from: string;
  partial: string[];
  /** Why nothing here can run it, where that is so. */
  unsupported?: string;
  inputs: readonly string[];
  outputs: readonly string[];
}

const OWN = "n8n-nodes-base.";
/** Params that hold code, never expressions. */
const CODE: ReadonlySet<string> = new Set(["code", "source"]);
const MAX_NOTES = 20_000;

function onErrorOf(node: N8nNode): NodeInput["onError"] {
  if (node.onError === "continueErrorOutput") return "route";
  if (node.onError === "continueRegularOutput" || (node.onError === undefined && node.continueOnFail === true)) return "continue";
  return undefined;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));

function retryOf(node: N8nNode): NodeInput["retry"] {
  if (node.retryOnFail !== true) return undefined;
  const tries = clamp(node.maxTries || 3, 2, 5);
  return { tries, waits: Array.from({ length: tries - 1 }, () => clamp(node.waitBetweenTries ?? 1000, 0, 5000)), on: "any" };
}

function mapNode(source: Source, type: string): Mapped | { unsupported: string } {
  const mapper = Object.hasOwn(mappers, source.type) ? mappers[source.type] : undefined;
  return mapper ? mapper(source) : { unsupported: `There is no counterpart of ${type} yet.` };
}

function credentialNames(node: N8nNode): string[] {
  return Object.entries(node.credentials ?? {}).map(([type, value]) => {
    const name = isObject(value) ? text(value.name) : text(value);
    return name === "" ? type : `'${name}' (${type})`;
  });
}

export function importNode(node: N8nNode, as: { id: string; name: string; index: number; nested: Source["nested"] }): ImportedNode {
  const onError = onErrorOf(node);
  const version = node.typeVersion ?? 1;
  const type = node.type.startsWith(OWN) ? node.type.slice(OWN.length) : node.type;
  const result = mapNode({ type, version, parameters: node.parameters, goesOn: onError !== undefined, node, nested: as.nested }, node.type);
  const inert = "unsupported" in result;
  const partial = inert ? [] : [...(result.partial ?? []), ...expressionProblems(result.params, CODE)];
  const logins = credentialNames(node);
  if (!inert && logins.length > 0) partial.push(`choose a connection: it used ${logins.join(", ")}`);
  if (node.notes !== undefined && node.notes.length > MAX_NOTES) partial.push("its notes were too long and are cut");
  const retry = retryOf(node);
  return {
    source: node,
    from: node.type,
    partial,
    ...(inert ? { unsupported: result.unsupported } : {}),
    inputs: inert ? [] : (result.inputs ?? ["in"]),
    outputs: inert ? [] : (result.outputs ?? ["out"]),
    node: {
      id: as.id,
      name: as.name,
      type: inert ? node.type : result.type,
      typeVersion: inert ? version : 1,
      position: positionOf(node, as.index),
      params: inert ? node.parameters : result.params,
      ...(onError === undefined ? {} : { onError }),
      ...(retry === undefined ? {} : { retry }),
      ...(node.executeOnce ? { runOnce: true } : {}),
      ...(node.alwaysOutputData ? { alwaysOutputData: true } : {}),
      ...(node.disabled ? { disabled: true } : {}),
      ...(node.notes ? { notes: node.notes.slice(0, MAX_NOTES) } : {}),
      // Its version is what its own expressions know it by; the rest is kept where we could not take all of it over.
      original: { from: "n8n", type: node.type, node: inert || partial.length > 0 ? node : { typeVersion: version } },
    },
  };
}
