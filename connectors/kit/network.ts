import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction, Socket } from "node:net";
import type { Readable } from "node:stream";
import type { AxiosInstance, AxiosResponse, RawAxiosRequestHeaders } from "axios";
import { type Exchange, type Hop, type RawAnswer, SendError } from "./exchange.ts";
import type { Address } from "./guard.ts";
import { hasHeader } from "./headers.ts";

/** Idle connections are dropped before the shortest usual server limit (5 s), so that a write rarely meets a closed one. */
const IDLE_MS = 4000;
const POOL = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 16 };

/** The addresses a connection was checked for are part of its place in the pool: no request reuses another one's. */
const pinOf = (options: object | undefined): string => (options !== undefined && "pin" in options ? String(options.pin) : "");

class PinnedHttpAgent extends http.Agent {
  override getName(options?: http.RequestOptions): string {
    return `${super.getName(options)}|${pinOf(options)}`;
  }
}
class PinnedHttpsAgent extends https.Agent {
  override getName(options?: https.RequestOptions): string {
    return `${super.getName(options)}|${pinOf(options)}`;
  }
}

/** Connects to the addresses that were checked, whatever DNS says by now. The proxy is the owner's own choice. */
const pinned =
  (addresses: readonly Address[], proxyHost: string | undefined): LookupFunction =>
  (host, options, done) => {
    if (host === proxyHost) {
      lookup(host, options, done);
      return;
    }
    const usable = options.family === 4 || options.family === 6 ? addresses.filter((a) => a.family === options.family) : [...addresses];
    const first = usable[0];
    if (first === undefined) done(Object.assign(new Error("No usable address"), { code: "ENOTFOUND" }), "", 0);
    else if (options.all) done(null, usable);
    else done(null, first.address, first.family);
  };

interface Progress {
  sent: boolean;
  reused: boolean;
}

/** Connections to the outside with their pool. One per engine is enough; `close` drops idle ones. */
export interface Network {
  exchange: Exchange;
  close(): void;
}

export interface NetworkOptions {
  /** `http://user:password@host:port`. Without it nothing goes through a proxy, whatever the environment says. */
  proxy?: string;
}

export function openNetwork(options: NetworkOptions = {}): Network {
  const proxyEnv = options.proxy === undefined ? undefined : { HTTP_PROXY: options.proxy, HTTPS_PROXY: options.proxy };
  const plain = new PinnedHttpAgent({ ...POOL, ...(proxyEnv && { proxyEnv }) });
  const secure = new PinnedHttpsAgent({ ...POOL, ...(proxyEnv && { proxyEnv }) });
  const proxyHost = options.proxy === undefined ? undefined : new URL(options.proxy).hostname;
  let client: Promise<AxiosInstance> | undefined;
  return {
    async exchange(hop) {
      client ??= openClient();
      return send(await client, hop, { plain, secure, proxyHost });
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Loaded with the first request: an engine that sends none starts without it. */
async function openClient(): Promise<AxiosInstance> {
  const { default: axios } = await import("axios");
  return axios.create({
    maxRedirects: 0,
    maxBodyLength: Number.POSITIVE_INFINITY,
    maxContentLength: -1,
    proxy: false,
    responseType: "stream",
    decompress: true,
    validateStatus: null,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
  });
}

interface Ways {
  plain: http.Agent;
  secure: https.Agent;
  proxyHost: string | undefined;
}

async function send(client: AxiosInstance, hop: Hop, { plain, secure, proxyHost }: Ways): Promise<RawAnswer> {
  const progress: Progress = { sent: false, reused: false };
  const addresses = hop.checked?.addresses ?? [];
  const pin = `${addresses.map((entry) => entry.address).join()}${hop.insecure ? "|insecure" : ""}`;
  const transport = {
    request(options: http.RequestOptions, answered: (message: http.IncomingMessage) => void): http.ClientRequest {
      const https_ = options.protocol === "https:";
      const full = {
        ...options,
        agent: https_ ? secure : plain,
        lookup: pinned(addresses, proxyHost),
        pin,
        ...(hop.insecure ? { rejectUnauthorized: false } : {}),
      };
      const request = https_ ? https.request(full, answered) : http.request(full, answered);
      request.on("socket", (socket: Socket) => watch(request, socket, https_, progress));
      return request;
    },
  };
  try {
    const response = await client.request<Readable>({
      url: hop.url.href,
      method: hop.method,
      headers: headersOf(hop),
      data: hop.body?.data,
      signal: hop.signal,
      transport,
    });
    return { status: response.status, statusText: response.statusText, headers: plainHeaders(response), body: response.data };
  } catch (error) {
    throw new SendError(error, progress.sent, progress.reused && progress.sent);
  }
}

/** From the moment the connection stands (and is encrypted where it should be), bytes of the request may have arrived. */
function watch(request: http.ClientRequest, socket: Socket, secure: boolean, progress: Progress): void {
  if (request.reusedSocket) {
    progress.reused = true;
    progress.sent = true;
    return;
  }
  socket.once(secure ? "secureConnect" : "connect", () => {
    progress.sent = true;
  });
  if (!socket.connecting && !secure) progress.sent = true;
}

function headersOf(hop: Hop): RawAxiosRequestHeaders {
  const headers: RawAxiosRequestHeaders = { ...hop.headers };
  if (!hasHeader(hop.headers, "accept")) headers.Accept = "*/*";
  if (!hasHeader(hop.headers, "user-agent")) headers["User-Agent"] = "InfiniteMatrix/1.0";
  // `false` keeps axios from adding its own.
  if (!hasHeader(hop.headers, "content-type")) headers["Content-Type"] = false;
  if (hop.body?.length !== undefined) headers["Content-Length"] = String(hop.body.length);
  return headers;
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (name === "__proto__" || value === undefined || value === null) continue;
    result[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return result;
}
