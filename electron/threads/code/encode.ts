import type { CodeRequest } from "#kit/context.ts";
import type { Item } from "#shared/model/item.ts";
import type { ToSandbox } from "./protocol.ts";

/** Items per text, and how many go into the head itself: a small request is one text. */
const PAGE = 500;
const INLINE = 100;
/** Milliseconds of writing JSON at a stretch. */
const SLICE = 10;

export type Encoded = Omit<ToSandbox, "slot">;

/** Writes texts one by one and lets others have the thread in between. */
class Writer {
  readonly texts: string[] = [];
  #since = performance.now();

  async add(value: unknown): Promise<number> {
    this.texts.push(JSON.stringify(value));
    if (performance.now() - this.#since > SLICE) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#since = performance.now();
    }
    return this.texts.length - 1;
  }

  async pages(items: readonly unknown[]): Promise<number[]> {
    const numbers: number[] = [];
    for (let at = 0; at < items.length; at += PAGE) numbers.push(await this.add(items.slice(at, at + PAGE)));
    return numbers;
  }
}

/** A code request as texts; at once where it is small. */
export function encode(request: CodeRequest): Encoded | Promise<Encoded> {
  const { items, nodes, files } = request;
  if (items.length > INLINE || files !== undefined || Object.keys(nodes).length > 0) return encodeLarge(request);
  return encoded(request, items, {}, []);
}

async function encodeLarge(request: CodeRequest): Promise<Encoded> {
  const writer = new Writer();
  const nodes: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(request.nodes)) {
    const runs: number[][][] = [];
    for (const run of node.runs) {
      const ports: number[][] = [];
      for (const list of run) ports.push(await writer.pages(list));
      runs.push(ports);
    }
    nodes[name] = {
      params: node.params,
      executed: node.executed,
      port: node.port ?? 0,
      run: node.run ?? Math.max(runs.length - 1, 0),
      runs,
      ...(node.linked === undefined ? {} : { linked: await writer.pages(node.linked) }),
    };
  }
  const { items } = request;
  const shown = items.length > INLINE ? { texts: await writer.pages(items), count: items.length } : items;
  const files = request.files === undefined ? undefined : await writer.add(request.files);
  return encoded(request, shown, nodes, writer.texts, files);
}

function encoded(
  request: CodeRequest,
  items: readonly Item[] | { texts: number[]; count: number },
  nodes: Record<string, unknown>,
  texts: readonly string[],
  files?: number,
): Encoded {
  const head = { mode: request.mode, items, nodes, context: request.context, files };
  return { source: request.source, head: JSON.stringify(head), texts, ms: request.limits.ms, bytes: request.limits.bytes };
}
