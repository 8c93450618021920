import { userError } from "#shared/model/failure.ts";

export const ENCODINGS = ["auto", "utf-8", "latin1", "utf-16le"] as const;
type Encoding = (typeof ENCODINGS)[number];

/** Bytes looked at to tell an encoding or a delimiter. */
export const PROBE = 65_536;

type Bytes = AsyncIterable<Uint8Array>;

/** The first bytes of a stream, and the whole stream again. */
export async function probe(bytes: Bytes): Promise<{ start: Buffer; whole: AsyncGenerator<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < PROBE && !ended) {
    const next = await source.next();
    ended = next.done === true;
    if (next.done !== true) {
      parts.push(next.value);
      size += next.value.length;
    }
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* parts;
      for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  }
  return { start: Buffer.concat(parts), whole: whole() };
}

/** By byte order mark; else UTF-8 where the first bytes are that; else what Windows programs write by default. */
export function detect(start: Uint8Array): Exclude<Encoding, "auto"> {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(start.subarray(0, PROBE), { stream: true });
    return "utf-8";
  } catch {
    return "latin1";
  }
}

/** Any name by which web pages call an encoding: `utf-8`, `windows-1250`, `shift_jis`, ... */
export function decoderOf(encoding: string, options: { fatal?: boolean; ignoreBOM?: boolean } = {}): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding === "latin1" ? "windows-1252" : encoding, options);
  } catch {
    throw userError(`'${encoding}' is no encoding that is known here.`, {
      fix: "Use auto, utf-8, utf-16le, latin1 or a name like windows-1250, iso-8859-2, shift_jis, gbk.",
      field: "encoding",
    });
  }
}

/** The text of a stream, without its byte order mark unless `keepMark`. `latin1` is taken as Windows-1252, its superset. */
export async function* decodeStream(bytes: Bytes, encoding: string, keepMark = false): AsyncGenerator<string> {
  const decoder = decoderOf(encoding, { fatal: true, ignoreBOM: keepMark });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw userError(
        `The file is not ${/^utf/i.test(encoding) ? encoding.toUpperCase().replace("16LE", "16") : encoding} text throughout.`,
        {
          fix: "Choose another encoding (files from older Windows programs are mostly Latin-1), or read it as binary.",
          field: "encoding",
          ...(cause instanceof Error ? { description: cause.message } : {}),
        },
      );
    }
  };
  for await (const chunk of bytes) {
    const text = decode(chunk);
    if (text !== "") yield text;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}

/** Text as bytes. Latin-1 has no room for every sign: none is ever replaced in silence. */
export function encode(text: string, encoding: "utf-8" | "latin1"): Buffer {
  if (encoding === "utf-8") return Buffer.from(text, "utf8");
  const foreign = /[\u0100-\u{10ffff}]/u.exec(text)?.[0];
  if (foreign !== undefined)
    throw userError(`'${foreign}' can't be written in Latin-1.`, { fix: "Choose UTF-8, or take the sign out.", field: "encoding" });
  return Buffer.from(text, "latin1");
}

/** Bytes by sign, for encodings of one byte each. */
function singleBytes(encoding: string): Map<string, number> {
  const decoder = decoderOf(encoding);
  const signs = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const sign = decoder.decode(Uint8Array.of(byte));
    if (sign.length === 1 && sign !== "\ufffd") signs.set(sign, byte);
  }
  return signs;
}

/** Text in any encoding that is Unicode or has one byte per sign. No sign is ever replaced in silence. */
export function encodeText(text: string, encoding: string, bom = false): Buffer {
  const name = encoding.toLowerCase();
  const marked = bom && !text.startsWith("\ufeff") ? `\ufeff${text}` : text;
  if (name === "utf-8" || name === "utf8") return Buffer.from(marked, "utf8");
  if (name === "utf-16le" || name === "utf-16") return Buffer.from(marked, "utf16le");
  const signs = singleBytes(encoding);
  if (signs.size < 200)
    throw userError(`Files can't be written in '${encoding}'.`, {
      field: "encoding",
      fix: "Choose utf-8, utf-16le, latin1 or windows-1250.",
    });
  const bytes = Buffer.alloc(text.length);
  let at = 0;
  for (const sign of text) {
    const byte = signs.get(sign);
    if (byte === undefined)
      throw userError(`'${sign}' can't be written in ${encoding}.`, { field: "encoding", fix: "Choose utf-8, or take the sign out." });
    bytes[at++] = byte;
  }
  return bytes.subarray(0, at);
}
