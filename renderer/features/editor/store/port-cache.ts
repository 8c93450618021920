import type { WorkflowNode } from "#shared/model/workflow.ts";
import { type BasePorts, basePorts } from "../graph/ports.ts";
import type { Operation } from "../graph/to-flow.ts";

export type AskPorts = (node: Pick<WorkflowNode, "type" | "typeVersion" | "params">) => Promise<BasePorts>;

const KEPT = 500;

/** Ports of steps whose ports follow from their params. Until the engine has answered, a step keeps those it had. */
export class PortCache {
  readonly #ask: AskPorts;
  readonly #answered: () => void;
  readonly #known = new Map<string, BasePorts>();
  readonly #asked = new Set<string>();
  readonly #last = new Map<string, BasePorts>();

  constructor(ask: AskPorts, answered: () => void) {
    this.#ask = ask;
    this.#answered = answered;
  }

  of(node: WorkflowNode, operation: Operation | undefined): BasePorts {
    if (!operation?.dynamicPorts) return basePorts(operation);
    const key = JSON.stringify([node.type, node.typeVersion, node.params]);
    const known = this.#known.get(key);
    if (known) {
      this.#last.set(node.id, known);
      return known;
    }
    void this.#fetch(key, node);
    return this.#last.get(node.id) ?? basePorts(operation);
  }

  async #fetch(key: string, { type, typeVersion, params }: WorkflowNode): Promise<void> {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      const ports = await this.#ask({ type, typeVersion, params });
      if (this.#known.size >= KEPT) this.#known.clear();
      this.#known.set(key, ports);
      this.#answered();
    } catch {
      // The next change of the step asks again; until then it stays as it is drawn.
    } finally {
      this.#asked.delete(key);
    }
  }
}
