import { EventEmitter } from "node:events";

/** Text and plain JSON as they are, bytes as base64: what the contract sends. Anything else is refused, not guessed. */
export type Wire = { json: unknown } | { bytes: string };

export function toWire(data: unknown): Wire {
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString("base64") };
  if (ArrayBuffer.isView(data)) return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") };
  if (typeof data === "function" || typeof data === "symbol") throw new Error("An object could not be cloned.");
  return { json: data ?? null };
}
export const fromWire = (wire: Wire): unknown => ("bytes" in wire ? new Uint8Array(Buffer.from(wire.bytes, "base64")) : wire.json);

/** How the far end of a port is reached once it has gone to a page. */
export interface RemoteEnd {
  post(wire: Wire): void;
  close(): void;
}

export class MessagePortMain extends EventEmitter {
  #peer: MessagePortMain | undefined;
  #remote: RemoteEnd | undefined;
  #started = false;
  #closed = false;
  #queue: Wire[] = [];

  static pair(a: MessagePortMain, b: MessagePortMain): void {
    a.#peer = b;
    b.#peer = a;
  }
  start(): void {
    this.#started = true;
    for (const wire of this.#queue.splice(0)) this.emit("message", { data: fromWire(wire), ports: [] });
  }
  postMessage(data: unknown): void {
    const wire = toWire(data);
    const peer = this.#peer;
    if (!this.#closed) setImmediate(() => peer?.deliver(wire));
  }
  close(): void {
    const peer = this.#peer;
    if (this.#closed) return;
    this.#closed = true;
    setImmediate(() => peer?.farEndClosed());
  }
  /** What the other end posted. */
  deliver(wire: Wire): void {
    if (this.#closed) return;
    if (this.#remote) this.#remote.post(wire);
    else if (this.#started) this.emit("message", { data: fromWire(wire), ports: [] });
    else this.#queue.push(wire);
  }
  farEndClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#remote?.close();
    this.emit("close");
  }
  /** This end now lives in a page. */
  moveTo(remote: RemoteEnd): void {
    this.#remote = remote;
    for (const wire of this.#queue.splice(0)) remote.post(wire);
  }
  /** The page posted into its end. */
  fromPage(wire: Wire): void {
    this.#peer?.deliver(wire);
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    MessagePortMain.pair(this.port1, this.port2);
  }
}
