import ELK, { type ElkNode } from "elkjs/lib/elk-api.js";
import elkWorker from "elkjs/lib/elk-worker.min.js?url";

let elk: InstanceType<typeof ELK> | undefined;

/** Runs the layout in a worker of its own, started with the first one. */
export function layoutInWorker(graph: ElkNode): Promise<ElkNode> {
  elk ??= new ELK({ algorithms: ["layered"], workerFactory: () => new Worker(elkWorker) });
  return elk.layout(graph);
}
