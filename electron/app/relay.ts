import type { MessagePort } from "node:worker_threads";

/** Main's end of a window's port (Electron's, which can't enter a worker). */
export interface WindowPort {
  on(event: "message", listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** One call carries at most a 20 MB file as text; twice that with escapes. */
export const LARGEST_MESSAGE = 48 * 1024 * 1024;

/**
 * Carries messages between a window and the engine until either end closes. What is no message of the contract's kind
 * (text or bytes, within the size) ends it, as `refused` tells; the engine parses everything else.
 */
export function relay(window: WindowPort, engine: MessagePort, refused: () => void): () => void {
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    window.close();
    engine.close();
  };
  window.on("message", ({ data, ports }) => {
    if (!open) return;
    if (ports.length === 0 && sizeOf(data) <= LARGEST_MESSAGE) {
      engine.postMessage(data);
      return;
    }
    close();
    refused();
  });
  window.on("close", close);
  engine.on("message", (data: unknown) => {
    if (open) window.postMessage(data);
  });
  engine.on("close", close);
  window.start();
  return close;
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return Number.POSITIVE_INFINITY;
}
