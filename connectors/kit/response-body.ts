/** Thrown where an answer is longer than the request allows. */
export class AnswerTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`The answer is larger than ${limit} bytes.`);
    this.name = "AnswerTooLarge";
    this.limit = limit;
  }
}

/** Ends with AnswerTooLarge as soon as more than `limit` bytes (after decompression) have come. */
export async function* limited(stream: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new AnswerTooLarge(limit);
    yield chunk;
  }
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** At most `limit` bytes, the rest unread. */
export async function beginning(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

export const mediaType = (contentType: string | undefined): string => (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

export const isJsonType = (contentType: string | undefined): boolean =>
  /^application\/json$|^text\/json$|\+json$/.test(mediaType(contentType));

/** In the charset that the content type names; without one, or with one that nobody knows, UTF-8. */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const label = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Without `__proto__` keys: an answer must not reach behind the objects it becomes. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  // An escaped letter could spell the key, too.
  if (!/__proto__|\\u00/i.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
}
