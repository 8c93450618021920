import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fromBrowser } from "./addresses.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
const privileged = new Map<string, object>();

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string; privileges: object }[]): void {
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges);
  },
  handle(scheme: string, handler: Handler): void {
    if (!privileged.has(scheme)) throw new Error(`stand-in: ${scheme}: is handled without having been registered as privileged`);
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

export const handledSchemes = (): IterableIterator<string> => handlers.keys();

/** Answers for every handled scheme, on the loopback; only the stand-in's own browser is pointed here. */
export async function serveProtocols(): Promise<{ port: number; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = fromBrowser(`http://${incoming.headers.host ?? ""}${incoming.url ?? "/"}`, handlers.keys());
      const handler = handlers.get(url.slice(0, url.indexOf(":")));
      // Not `new Request(url)`: that would tidy the path, and the handler has to see what was asked for.
      const answer = handler ? await handler({ url, method: incoming.method ?? "GET" } as Request) : new Response(null, { status: 421 });
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      outgoing.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, server };
}
