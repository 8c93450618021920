import type { Wire } from "./message-channel.ts";

/** Main to the preload's world, and back through the binding. */
export type ToPage =
  | { type: "message"; channel: string; args: Wire[]; ports: number[] }
  | { type: "port"; port: number; data: Wire }
  | { type: "port-closed"; port: number };
export type FromPage =
  | { type: "send"; channel: string; args: Wire[] }
  | { type: "port"; port: number; data: Wire }
  | { type: "port-closed"; port: number };

export const WORLD = "preload";
export const BINDING = "__standInToMain";
export const DELIVER = "__standInDeliver";

/** The preload's bundle in an isolated world of the main frame, with the part of electron that a sandboxed preload sees. */
export const preloadSource = (bundle: string): string => `(() => {
if (window.top !== window) return;
${world.toString()}
const require = world(${JSON.stringify(BINDING)}, ${JSON.stringify(DELIVER)});
const module = { exports: {} };
((require, module, exports) => {${bundle}
})(require, module, module.exports);
})();`;

/** Runs in the page: it can name nothing outside itself. */
function world(binding: string, deliver: string): (name: string) => unknown {
  type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;
  const scope = globalThis as unknown as Record<string, (message: never) => void>;
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<number, MessagePort>();
  const toMain = (message: FromPage) => (scope[binding] as unknown as (text: string) => void)(JSON.stringify(message));

  const encode = (data: unknown): Wire => {
    if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return { json: data ?? null };
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  };
  const decode = (wire: Wire): unknown => ("bytes" in wire ? Uint8Array.from(atob(wire.bytes), (char) => char.charCodeAt(0)) : wire.json);

  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = (event) => toMain({ type: "port", port: id, data: encode(event.data) });
    port1.addEventListener("close", () => {
      ports.delete(id);
      toMain({ type: "port-closed", port: id });
    });
    return port2;
  };

  Object.defineProperty(scope, deliver, {
    value: (message: ToPage) => {
      if (message.type === "port") ports.get(message.port)?.postMessage(decode(message.data));
      else if (message.type === "port-closed") {
        ports.get(message.port)?.close();
        ports.delete(message.port);
      } else {
        const event = { ports: message.ports.map(openPort) };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args.map(decode));
      }
    },
  });

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) => toMain({ type: "send", channel, args: args.map(encode) }),
  };
  return (name) => {
    if (name === "electron") return { ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
}
