const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const CODES = new Int16Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i += 1) CODES[ALPHABET.charCodeAt(i)] = i;
/** Strings are built a piece at a time: one character at a time is slow, all at once exceeds the argument limit. */
const CHUNK = 0x8000;

/** Written out because the engine's Buffer and the page's btoa are each missing on the other side. */
export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(61);
  let out = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes[out] = ALPHABET.charCodeAt(triple >> 18);
    codes[out + 1] = ALPHABET.charCodeAt((triple >> 12) & 63);
    if (left > 1) codes[out + 2] = ALPHABET.charCodeAt((triple >> 6) & 63);
    if (left > 2) codes[out + 3] = ALPHABET.charCodeAt(triple & 63);
    out += 4;
  }
  let text = "";
  for (let i = 0; i < codes.length; i += CHUNK) text += String.fromCharCode(...codes.subarray(i, i + CHUNK));
  return text;
}

/** Undefined where the text is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const pad = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - pad);
  let out = 0;
  for (let i = 0; i < text.length; i += 4) {
    const last = i + 4 === text.length;
    let triple = 0;
    for (let j = 0; j < 4; j += 1) {
      const code = last && j >= 4 - pad ? 0 : (CODES[text.charCodeAt(i + j)] ?? -1);
      if (code < 0) return undefined;
      triple = (triple << 6) | code;
    }
    bytes[out] = triple >> 16;
    if (out + 1 < bytes.length) bytes[out + 1] = (triple >> 8) & 255;
    if (out + 2 < bytes.length) bytes[out + 2] = triple & 255;
    out += 3;
  }
  return bytes;
}
