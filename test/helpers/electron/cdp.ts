/** A connection to a DevTools endpoint: Chromium's, or a Node process's inspector. */
export interface Cdp {
  send(method: string, params?: object, session?: string): Promise<Record<string, unknown>>;
  /** Events of one session, or (without it) of the connection itself. */
  on(method: string, session: string | undefined, listener: (params: Record<string, unknown>) => void): void;
  closed: Promise<void>;
  close(): void;
}

interface Incoming {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
  sessionId?: string;
}

export async function connectCdp(url: string): Promise<Cdp> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error(`can't reach ${url}`)), { once: true });
  });
  let last = 0;
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void; method: string }>();
  const listeners = new Map<string, ((params: Record<string, unknown>) => void)[]>();
  const key = (method: string, session: string | undefined) => `${session ?? ""} ${method}`;

  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Incoming;
    if (message.id === undefined) {
      for (const listener of listeners.get(key(message.method ?? "", message.sessionId)) ?? []) listener(message.params ?? {});
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result ?? {});
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener("close", () => {
      for (const { reject, method } of waiting.values()) reject(new Error(`${method}: the connection closed`));
      waiting.clear();
      resolve();
    });
  });

  return {
    send: (method, params = {}, session) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject, method });
        socket.send(JSON.stringify({ id: last, method, params, ...(session === undefined ? {} : { sessionId: session }) }));
      }),
    on(method, session, listener) {
      const name = key(method, session);
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    closed,
    close: () => socket.close(),
  };
}
