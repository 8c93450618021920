import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer, BlobAccess } from "#kit/context.ts";
import type { WebhookRequest } from "#kit/trigger.ts";
import { Access, type Caller, isLocalHost, isOwnOrigin } from "./access.ts";
import { readAsset } from "./assets.ts";
import { BodyError, BodyRoom } from "./body.ts";
import { hookRequest } from "./hook-request.ts";

/** What the local server leads to. */
export interface Doors {
  /** Somebody answers at this path of `/hook/`: only then is a body read. */
  takes(path: string): boolean;
  /** A sender's event. */
  hook(path: string, request: WebhookRequest): Promise<Answer>;
  /** The contract over HTTP: `rpc` for our own screens and `imx`, `rest` for everybody. True when it has answered. */
  rpc(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<boolean>;
  rest(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<boolean>;
  readonly blobs: BlobAccess;
  /** Folder of the built screens; undefined where there are none. */
  readonly screens: string | undefined;
  /** Address under which the user's own tunnel reaches `/hook/`; never `/api` nor the screens. */
  readonly tunnel: URL | undefined;
  onError(error: unknown): void;
}

export interface LocalServer {
  readonly url: string;
  readonly port: number;
  readonly access: Access;
  close(): Promise<void>;
}

function reply(response: ServerResponse, answer: Answer): void {
  const { body } = answer;
  const { "transfer-encoding": _, ...headers } = answer.headers;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(answer.status, { ...headers, "content-length": length });
  // As text it leaves in one write with the head.
  response.end(body);
}

const plain = (response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void =>
  reply(response, {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify({ error: message }),
  });

/**
 * What a workflow answers shares its address with our screens. In a browser it may show and run what it likes, but as a
 * page of no origin: it never reaches the session or the calls of ours.
 */
const SANDBOX = "sandbox allow-forms allow-modals allow-popups allow-scripts allow-downloads allow-top-navigation-by-user-activation";

function apart(answer: Answer): Answer {
  const own = answer.headers["content-security-policy"];
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "content-security-policy": own === undefined ? SANDBOX : `${own}, ${SANDBOX}`,
      "x-content-type-options": "nosniff",
    },
  };
}

async function hook(
  doors: Doors,
  room: BodyRoom,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  origin: string,
): Promise<void> {
  if (!doors.takes(path)) {
    plain(response, 404, "No published workflow answers at this address.", { connection: "close" });
    return;
  }
  const share = room.share();
  try {
    reply(response, apart(await doors.hook(path, await hookRequest(request, path, query, origin, doors.blobs, share))));
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    // The rest of a body that is refused is not read: the connection ends with the answer.
    const unread = error.status === 413 || error.status === 429;
    plain(response, error.status, error.message, {
      ...(unread ? { connection: "close" } : {}),
      ...(error.status === 429 ? { "retry-after": "2" } : {}),
    });
  } finally {
    share.release();
  }
}

async function screens(doors: Doors, access: Access, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const token = url.searchParams.get("token");
  if (token !== null) {
    const cookie = access.redeem(token);
    if (cookie === undefined) {
      plain(response, 401, "This link has been used already. Start the program again to get a new one.");
      return;
    }
    response.writeHead(303, { location: "/", "set-cookie": cookie, "cache-control": "no-store" });
    response.end();
    return;
  }
  if (!access.caller(request)) {
    plain(response, 401, "Open the address that the program printed at its start: it holds a one-time token.");
    return;
  }
  const asset = doors.screens === undefined ? undefined : await readAsset(doors.screens, url.pathname);
  if (!asset) {
    plain(response, 404, doors.screens === undefined ? "The screens are not built: run `npm run build`." : "There is no such page.");
    return;
  }
  reply(response, { status: 200, headers: asset.headers, body: asset.body });
}

interface Behind {
  doors: Doors;
  access: Access;
  room: BodyRoom;
}

async function route({ doors, access, room }: Behind, request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  if (path.startsWith("/hook/")) {
    const { tunnel } = doors;
    const through = tunnel !== undefined && URL.parse(`${tunnel.protocol}//${request.headers.host}`)?.host === tunnel.host;
    if (!isLocalHost(request) && !through) {
      plain(response, 403, "This host name is not allowed here.");
      return;
    }
    await hook(doors, room, request, response, path.slice(6), mark < 0 ? "" : target.slice(mark + 1), through ? tunnel.origin : origin);
    return;
  }
  if (!isLocalHost(request)) {
    plain(response, 403, "This host name is not allowed here.");
    return;
  }
  if (path === "/healthz") {
    plain(response, 200, "");
    return;
  }
  if (path.startsWith("/rpc/") || path.startsWith("/api/")) {
    const caller = access.caller(request);
    if (!isOwnOrigin(request) || !caller) {
      plain(response, caller ? 403 : 401, caller ? "Other sites may not call this." : "A key or a session is needed.");
      return;
    }
    const answered = path.startsWith("/rpc/") ? await doors.rpc(request, response, caller) : await doors.rest(request, response, caller);
    if (!answered) plain(response, 404, "There is no such call.");
    return;
  }
  if (path === "/session" && request.method === "POST") {
    // A program of this user that knows the machine's token lets a browser in.
    if (access.caller(request)?.by !== "imx") plain(response, 401, "A key is needed.");
    else
      reply(response, {
        status: 200,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
        body: JSON.stringify({ url: `${origin}/?token=${access.newOneTimeToken()}` }),
      });
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    plain(response, 405, "Only GET works here.");
    return;
  }
  const url = URL.parse(target, origin);
  if (url) await screens(doors, access, request, response, url);
  else plain(response, 400, "This is no address.");
}

/** The address can't be had: a wrong request, no fault of ours. */
class PortError extends Error {
  readonly code = "port-taken";
  override readonly name = "PortError";
}

/** Starts the local server on 127.0.0.1. Rejects when the port is taken, naming it. */
export function startServer(doors: Doors, options: { port: number; token: string; bodies?: number }): Promise<LocalServer> {
  const access = new Access(options.token);
  const room = new BodyRoom(options.bodies);
  let origin = "";
  const server: Server = createServer(
    { requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 60_000, maxHeaderSize: 32_768 },
    (request, response) => {
      route({ doors, access, room }, request, response, origin).catch((error: unknown) => {
        doors.onError(error);
        if (!response.headersSent) plain(response, 500, "The engine could not handle this request.");
        else response.destroy();
      });
    },
  );
  // Slow senders must not use up the machine's sockets.
  server.maxConnections = 2_048;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new PortError(`Port ${options.port} is taken by another program. Choose another with --port, or 0 for any free one.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(options.port, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : options.port;
      origin = `http://127.0.0.1:${port}`;
      resolve({
        url: origin,
        port,
        access,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
