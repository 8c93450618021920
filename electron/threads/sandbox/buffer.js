/**
 * Node's Buffer, as far as code steps use it.
 * @param {Kit} kit
 */
(kit) => {
  /** @param {unknown} encoding */
  const known = (encoding) => {
    switch (String(encoding ?? "utf8").toLowerCase()) {
      case "utf8":
      case "utf-8":
        return "utf8";
      case "hex":
        return "hex";
      case "base64":
        return "base64";
      case "base64url":
        return "base64url";
      case "latin1":
      case "binary":
        return "latin1";
      case "ascii":
        return "ascii";
      case "utf16le":
      case "utf-16le":
      case "ucs2":
      case "ucs-2":
        return "utf16le";
      default:
        throw new TypeError(`Unknown encoding: ${encoding}`);
    }
  };

  /** @param {string} text @param {unknown} encoding */
  const toBytes = (text, encoding) => {
    switch (known(encoding)) {
      case "utf8":
        return kit.encode(text);
      case "base64":
      case "base64url":
        return kit.fromBase64(text);
      case "hex": {
        const bytes = new Uint8Array(text.length >> 1);
        for (let i = 0; i < bytes.length; i++) {
          const pair = text.slice(i * 2, i * 2 + 2);
          if (!/^[0-9a-f]{2}$/i.test(pair)) return bytes.slice(0, i);
          bytes[i] = Number.parseInt(pair, 16);
        }
        return bytes;
      }
      case "utf16le": {
        const bytes = new Uint8Array(text.length * 2);
        for (let i = 0; i < text.length; i++) {
          bytes[i * 2] = text.charCodeAt(i);
          bytes[i * 2 + 1] = text.charCodeAt(i) >> 8;
        }
        return bytes;
      }
      case "latin1":
      case "ascii": {
        const bytes = new Uint8Array(text.length);
        for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
        return bytes;
      }
    }
  };

  class Bytes extends Uint8Array {
    /** @param {unknown} [encoding] @param {number} [start] @param {number} [end] */
    // @ts-expect-error Node's Buffer takes an encoding where Uint8Array takes nothing.
    toString(encoding, start, end) {
      const bytes = start === undefined && end === undefined ? this : this.subarray(start, end);
      switch (known(encoding)) {
        case "utf8":
          return kit.decode(bytes);
        case "base64":
          return kit.toBase64(bytes);
        case "base64url":
          return kit.toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
        case "hex": {
          let text = "";
          for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
          return text;
        }
        case "utf16le": {
          let text = "";
          for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8));
          return text;
        }
        case "latin1":
        case "ascii": {
          const mask = known(encoding) === "ascii" ? 127 : 255;
          let text = "";
          for (const byte of bytes) text += String.fromCharCode(byte & mask);
          return text;
        }
      }
    }
    toJSON() {
      return { type: "Buffer", data: Array.from(this) };
    }
    /** @param {Uint8Array} other */
    equals(other) {
      return compare(this, other) === 0;
    }
    /** @param {Uint8Array} other */
    compare(other) {
      return compare(this, other);
    }
    /** As Node's, it shares the bytes. @override @param {number} [start] @param {number} [end] */
    slice(start, end) {
      return this.subarray(start, end);
    }
    /** @param {Uint8Array} target @param {number} [at] @param {number} [start] @param {number} [end] */
    copy(target, at = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - at));
      target.set(part, at);
      return part.length;
    }
    /** @param {string} text @param {number} [at] */
    write(text, at = 0) {
      const bytes = kit.encode(String(text)).subarray(0, Math.max(this.length - at, 0));
      this.set(bytes, at);
      return bytes.length;
    }
    /** @param {number} [at] */
    readUInt8(at = 0) {
      return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint8(at);
    }
    /** @param {number} [at] */
    readUInt16BE(at = 0) {
      return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint16(at);
    }
    /** @param {number} [at] */
    readUInt32BE(at = 0) {
      return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint32(at);
    }
  }

  /** @param {Uint8Array} a @param {Uint8Array} b */
  const compare = (a, b) => {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      const [one = 0, two = 0] = [a[i], b[i]];
      if (one !== two) return one < two ? -1 : 1;
    }
    return Math.sign(a.length - b.length);
  };
  /** @param {Uint8Array} bytes */
  const wrap = (bytes) => new Bytes(/** @type {ArrayBuffer} */ (bytes.buffer), bytes.byteOffset, bytes.byteLength);
  /** @param {unknown} value @returns {value is { type: "Buffer", data: number[] }} */
  const isJson = (value) =>
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    value.type === "Buffer" &&
    "data" in value &&
    Array.isArray(value.data);

  /** @param {unknown} value @param {unknown} [encoding] @returns {Bytes} */
  const from = (value, encoding) => {
    if (typeof value === "string") return wrap(toBytes(value, encoding));
    if (value instanceof ArrayBuffer) return new Bytes(value);
    if (ArrayBuffer.isView(value) || Array.isArray(value)) return wrap(Uint8Array.from(/** @type {ArrayLike<number>} */ (value)));
    if (isJson(value)) return wrap(Uint8Array.from(value.data));
    throw new TypeError(`Buffer.from takes a text, an array or a buffer, not ${value === null ? "null" : typeof value}`);
  };
  /** @param {number} size @param {string | number} [fill] */
  const alloc = (size, fill = 0) => {
    const bytes = new Bytes(size);
    if (typeof fill === "number") return fill === 0 ? bytes : bytes.fill(fill);
    const pattern = kit.encode(fill);
    for (let i = 0; i < size; i++) bytes[i] = pattern[i % pattern.length] ?? 0;
    return bytes;
  };
  /** @param {Uint8Array[]} parts @param {number} [total] */
  const concat = (parts, total = parts.reduce((sum, part) => sum + part.length, 0)) => {
    const bytes = new Bytes(total);
    let at = 0;
    for (const part of parts) {
      const fits = part.subarray(0, Math.max(total - at, 0));
      bytes.set(fits, at);
      at += fits.length;
    }
    return bytes;
  };
  /** @param {unknown} encoding */
  const isEncoding = (encoding) => {
    try {
      known(encoding);
      return true;
    } catch {
      return false;
    }
  };

  /** Callable with and without `new`, as in old code. @param {unknown} value @param {unknown} encoding */
  function Buffer(value, encoding) {
    return typeof value === "number" ? alloc(value) : from(value, encoding);
  }
  Buffer.prototype = Bytes.prototype;
  Object.assign(Buffer, {
    from,
    alloc,
    allocUnsafe: alloc,
    concat,
    compare,
    isEncoding,
    /** @param {unknown} value */
    isBuffer: (value) => value instanceof Bytes,
    /** @param {unknown} value @param {unknown} encoding */
    byteLength: (value, encoding) =>
      typeof value === "string" ? toBytes(value, encoding).length : /** @type {ArrayBufferView} */ (value).byteLength,
  });
  Object.defineProperty(Bytes, "name", { value: "Buffer" });
  kit.Buffer = /** @type {BufferMaker} */ (/** @type {unknown} */ (Buffer));
  kit.define("Buffer", Buffer);
};
