import type { Readable } from "node:stream";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";

/** A part of a multipart body. `data` streams where it can, so that a 1 GB file is never in memory. */
export interface MultipartPart {
  name: string;
  data: string | Uint8Array | Readable;
  /** Bytes of a stream, where known: some services refuse uploads of unknown length. */
  size?: number | undefined;
  fileName?: string;
  contentType?: string;
}

export type HttpBody =
  | { kind: "json"; value: unknown }
  | { kind: "form"; value: readonly (readonly [string, string])[] }
  | { kind: "multipart"; parts: readonly MultipartPart[] }
  | { kind: "text"; value: string; contentType?: string }
  | { kind: "bytes"; value: Uint8Array | Readable; contentType?: string; size?: number | undefined };

export interface HttpRequest {
  method: HttpMethod;
  /** Absolute, or relative to the connection's base URL. */
  url: string;
  headers?: Record<string, string>;
  query?: readonly (readonly [string, string])[];
  body?: HttpBody;
  /** Milliseconds for the whole exchange. */
  timeout?: number;
  /** `auto` parses JSON where the content type says so. `stream` gives the body unread. */
  response?: "auto" | "json" | "text" | "bytes" | "stream";
  /** Redirects to follow; 0 = none. */
  redirects?: number;
  /** Do not throw on a status outside 2xx, or only on these. */
  anyStatus?: boolean | readonly number[];
  /** Sent as `Idempotency-Key` (or the header that the connector names) where the service honours one. */
  idempotencyKey?: string;
  /** Largest answer in bytes; more fails the request. */
  maxBytes?: number;
  /** The effect of this request where it is not plain from the step: decides whether a lost answer is `unknown`. */
  effect?: "read" | "write";
  /** Accept a certificate that no known authority signed. Loosens nothing else. */
  insecure?: boolean;
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  statusText: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** After redirects. */
  url: string;
  /** By `response`: parsed JSON, text, bytes (Uint8Array) or a Readable. */
  body: unknown;
}

/** Throws `StepError` with who must act, whether a repeat is safe, and after how long. Its texts hold no secret. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
}
