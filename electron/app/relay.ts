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
 * Carries messages between a window and the engine until either end closes. What is no text of the right size ends it here;
 * the engine reads every text strictly and ends it there. `refused` tells of both: the page may have a new port.
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
  engine.on("close", () => {
    if (!open) return;
    close();
    refused();
  });
  window.start();
  return close;
}

function sizeOf(data: unknown): number {
  return typeof data === "string" ? data.length : Number.POSITIVE_INFINITY;
}
