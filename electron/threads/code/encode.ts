import type { CodeRequest } from "#kit/context.ts";
import type { ToSandbox } from "./protocol.ts";

/** Items per text, and how many need no pages. */
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
  return { ...common(request), items: JSON.stringify(items), pages: "", nodes: "{}", files: "", texts: [] };
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
  const inline = request.items.length <= INLINE;
  return {
    ...common(request),
    items: inline ? JSON.stringify(request.items) : "",
    pages: inline ? "" : JSON.stringify(await writer.pages(request.items)),
    nodes: JSON.stringify(nodes),
    files: request.files === undefined ? "" : JSON.stringify(request.files),
    texts: writer.texts,
  };
}

const common = ({ source, mode, context, limits }: CodeRequest): Pick<Encoded, "source" | "mode" | "context" | "ms" | "bytes"> => ({
  source,
  mode,
  context: JSON.stringify(context),
  ms: limits.ms,
  bytes: limits.bytes,
});
