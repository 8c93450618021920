import type { Edge, WorkflowNode } from "#shared/model/workflow.ts";

/** A step whose output can be spoken of where another stands. */
export interface Source {
  node: WorkflowNode;
  /** Its wire comes straight in: `$json` is its item. Else it stands further back. */
  direct: boolean;
  /** The port by which what it gives sets out on its way here. */
  port: string;
}

/** Steps that come before one, nearest first: those wired to it, then those before them. */
export function sourcesOf(id: string, nodes: readonly WorkflowNode[], edges: readonly Edge[]): Source[] {
  const byId = new Map<string, WorkflowNode>(nodes.map((node) => [node.id, node]));
  const into = new Map<string, Edge["from"][]>();
  for (const { from, to, kind } of edges) {
    if (kind !== "main") continue;
    const list = into.get(to.node);
    if (list) list.push(from);
    else into.set(to.node, [from]);
  }
  const found: Source[] = [];
  const seen = new Set([id]);
  const queue = [id];
  for (const here of queue) {
    for (const from of into.get(here) ?? []) {
      if (seen.has(from.node)) continue;
      seen.add(from.node);
      queue.push(from.node);
      const node = byId.get(from.node);
      if (node) found.push({ node, direct: here === id, port: from.port });
    }
  }
  return found;
}

/** Those whose data is known go first among the steps wired straight in: `$json` is then what the run on show truly brought. */
export const knownFirst = (sources: readonly Source[], ran: (source: Source) => boolean): Source[] =>
  sources.toSorted((a, b) => rank(a, ran) - rank(b, ran));

const rank = (source: Source, ran: (source: Source) => boolean): number =>
  source.direct ? (ran(source) ? 0 : source.node.pinned ? 1 : 2) : 3;

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** A path as it is written behind a dot or in brackets: `.address.city`, `["first name"]`, `[0]`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.map((part) => (typeof part === "number" ? `[${part}]` : PLAIN_NAME.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join("");

/** What stands for a source's item in an expression. */
export const itemText = (source: Pick<Source, "direct"> & { node: Pick<WorkflowNode, "name"> }, first: boolean): string =>
  source.direct && first ? "$json" : `$('${source.node.name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}').item.json`;
