/**
 * Text and bytes: UTF-8, base64, TextEncoder, TextDecoder, atob, btoa, structuredClone.
 * @param {Kit} kit
 */
(kit) => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const LETTERS = ALPHABET.split("");
  const VALUES = new Int16Array(128).fill(-1);
  for (const [value, letter] of LETTERS.entries()) VALUES[letter.charCodeAt(0)] = value;
  VALUES[45] = 62;
  VALUES[95] = 63;
  /** Code units that `String.fromCharCode` takes at once. */
  const PART = 8_192;

  kit.encode = (text) => {
    const bytes = new Uint8Array(text.length * 3);
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (code < 0x80) {
        bytes[at++] = code;
        continue;
      }
      if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 63);
        continue;
      }
      if (code >= 0xd800 && code < 0xe000) {
        const low = text.charCodeAt(i + 1);
        if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          i++;
          bytes[at++] = 0xf0 | (code >> 18);
          bytes[at++] = 0x80 | ((code >> 12) & 63);
          bytes[at++] = 0x80 | ((code >> 6) & 63);
          bytes[at++] = 0x80 | (code & 63);
          continue;
        }
        code = 0xfffd;
      }
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    }
    return bytes.slice(0, at);
  };

  /** What a first byte announces: following bytes, its own bits, the smallest code it may stand for. */
  /** @param {number} byte @returns {[number, number, number]} */
  const lead = (byte) =>
    byte >= 0xc2 && byte < 0xe0
      ? [1, byte & 31, 0x80]
      : byte >= 0xe0 && byte < 0xf0
        ? [2, byte & 15, 0x800]
        : byte >= 0xf0 && byte < 0xf5
          ? [3, byte & 7, 0x10000]
          : [0, 0xfffd, 0];

  kit.decode = (bytes) => {
    let text = "";
    /** @type {number[]} */
    let units = [];
    const end = bytes.length;
    for (let at = 0; at < end; ) {
      const byte = /** @type {number} */ (bytes[at++]);
      let code = byte;
      if (byte >= 0x80) {
        const [more, bits, least] = lead(byte);
        code = bits;
        let taken = 0;
        for (; taken < more && at + taken < end; taken++) {
          const next = /** @type {number} */ (bytes[at + taken]);
          if ((next & 0xc0) !== 0x80) break;
          code = (code << 6) | (next & 63);
        }
        if (taken < more || code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
        at += taken;
      }
      if (code > 0xffff) {
        code -= 0x10000;
        units.push(0xd800 | (code >> 10), 0xdc00 | (code & 0x3ff));
      } else units.push(code);
      if (units.length >= PART) {
        text += String.fromCharCode(...units);
        units = [];
      }
    }
    return text + String.fromCharCode(...units);
  };

  kit.toBase64 = (bytes) => {
    /** @type {string[]} */
    const parts = [];
    let text = "";
    for (let i = 0; i < bytes.length; i += 3) {
      const one = /** @type {number} */ (bytes[i]);
      const two = bytes[i + 1];
      const three = bytes[i + 2];
      const word = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
      text += LETTERS[word >> 18];
      text += LETTERS[(word >> 12) & 63];
      text += two === undefined ? "=" : LETTERS[(word >> 6) & 63];
      text += three === undefined ? "=" : LETTERS[word & 63];
      if (text.length >= PART) {
        parts.push(text);
        text = "";
      }
    }
    return parts.join("") + text;
  };

  kit.fromBase64 = (text) => {
    const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
    let [at, word, bits] = [0, 0, 0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 61) break;
      const value = code < 128 ? /** @type {number} */ (VALUES[code]) : -1;
      if (value < 0) continue;
      word = ((word << 6) | value) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (word >> bits) & 255;
      }
    }
    return bytes.slice(0, at);
  };

  class TextEncoder {
    get encoding() {
      return "utf-8";
    }
    encode(text = "") {
      return kit.encode(String(text));
    }
  }
  class TextDecoder {
    /** @param {string} [label] */
    constructor(label = "utf-8") {
      if (!/^utf-?8$/i.test(label)) throw new RangeError(`The encoding "${label}" is not supported in a code step: use "utf-8"`);
    }
    get encoding() {
      return "utf-8";
    }
    /** @param {ArrayBuffer | ArrayBufferView} [input] */
    decode(input) {
      if (input === undefined) return "";
      const bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
      const text = kit.decode(bytes);
      return text.startsWith("\ufeff") ? text.slice(1) : text;
    }
  }
  kit.define("TextEncoder", TextEncoder);
  kit.define("TextDecoder", TextDecoder);

  /** @param {unknown} input */
  const atob = (input) => {
    const text = String(input).replace(/[\t\n\f\r ]/g, "");
    if (/[^A-Za-z0-9+/=]/.test(text) || text.replace(/=+$/, "").length % 4 === 1)
      throw new Error("The string to be decoded is not correctly encoded.");
    let result = "";
    for (const byte of kit.fromBase64(text)) result += String.fromCharCode(byte);
    return result;
  };
  /** @param {unknown} input */
  const btoa = (input) => {
    const text = String(input);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 255) throw new Error("Invalid character: btoa takes characters up to 255 only; use Buffer.from(text).toString('base64')");
      bytes[i] = code;
    }
    return kit.toBase64(bytes);
  };
  kit.define("atob", atob);
  kit.define("btoa", btoa);

  /** @param {unknown} value @param {Map<object, unknown>} seen @returns {unknown} */
  const clone = (value, seen) => {
    if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`${String(value)} could not be cloned.`);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    /** @template T @param {T} copy */
    const known = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    if (value instanceof Date) return known(new Date(value.getTime()));
    if (value instanceof RegExp) return known(new RegExp(value.source, value.flags));
    if (value instanceof ArrayBuffer) return known(value.slice(0));
    if (ArrayBuffer.isView(value)) return known(Uint8Array.from(/** @type {Uint8Array} */ (value)));
    if (value instanceof Map) {
      const copy = known(new Map());
      for (const [key, one] of value) copy.set(clone(key, seen), clone(one, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = known(new Set());
      for (const one of value) copy.add(clone(one, seen));
      return copy;
    }
    if (value instanceof Error) {
      const copy = known(new Error(value.message));
      copy.name = value.name;
      return copy;
    }
    if (Array.isArray(value)) {
      const copy = known(/** @type {unknown[]} */ ([]));
      for (const [index, one] of value.entries()) copy[index] = clone(one, seen);
      return copy;
    }
    const copy = known(/** @type {Record<string, unknown>} */ ({}));
    for (const [key, one] of Object.entries(value))
      Object.defineProperty(copy, key, { value: clone(one, seen), writable: true, enumerable: true, configurable: true });
    return copy;
  };
  /** @param {unknown} value */
  const structuredClone = (value) => clone(value, new Map());
  kit.define("structuredClone", structuredClone);
};
