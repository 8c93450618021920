/**
 * `require`, and what it gives: Luxon, crypto, buffer, url. Luxon's classes are globals too, made at first use.
 * @param {Kit} kit
 */
(kit) => {
  /** @type {LuxonLike | undefined} */
  let luxon;
  kit.readLuxon = () => {
    if (luxon) return luxon;
    luxon = kit.loadLuxon();
    /** Asked hundreds of times in a run: a number from the host is quicker than a text to take apart. @this {{ name: string }} @param {number} at */
    const offset = function (at) {
      return Number(kit.host("offset", this.name, String(at)));
    };
    Object.defineProperty(luxon.IANAZone.prototype, "offset", { value: offset, writable: true, configurable: true });
    // What it makes once at first use (patterns, names of months) belongs into the image too.
    luxon.DateTime.fromISO("2024-01-31T10:20:30.400Z", { zone: "utc" }).plus({ days: 1 }).toFormat("cccc dd LLLL yyyy HH:mm ZZ");
    return luxon;
  };
  /** Its zone is the run's, from the first time that the run asks for it. */
  let zoned = false;
  kit.luxon = () => {
    const own = kit.readLuxon();
    if (!zoned) own.Settings.defaultZone = kit.zone();
    zoned = true;
    return own;
  };
  kit.lazy("DateTime", () => kit.luxon().DateTime);
  kit.lazy("Duration", () => kit.luxon().Duration);
  kit.lazy("Interval", () => kit.luxon().Interval);

  /** @param {unknown} data @param {unknown} [encoding] */
  const toBase64 = (data, encoding) => kit.toBase64(kit.Buffer.from(data, encoding));
  /** @param {string} op @param {unknown} algorithm @param {string[]} key */
  const digester = (op, algorithm, key) => {
    /** @type {Uint8Array[]} */
    const parts = [];
    return {
      /** @param {unknown} data @param {unknown} [encoding] */
      update(data, encoding) {
        parts.push(kit.Buffer.from(data, encoding));
        return this;
      },
      /** @param {unknown} [encoding] */
      digest(encoding) {
        const result = kit.Buffer.from(kit.ask(op, String(algorithm), toBase64(kit.Buffer.concat(parts)), ...key), "base64");
        return encoding === undefined ? result : /** @type {{ toString(encoding: unknown): string }} */ (result).toString(encoding);
      },
    };
  };
  /** @param {number} size */
  const randomBytes = (size) => kit.Buffer.from(kit.ask("random", String(size)), "base64");
  const randomUUID = () => kit.ask("uuid");
  const crypto = {
    /** @param {unknown} algorithm */
    createHash: (algorithm) => digester("hash", algorithm, []),
    /** @param {unknown} algorithm @param {unknown} key */
    createHmac: (algorithm, key) => digester("hmac", algorithm, [toBase64(key)]),
    randomBytes,
    randomUUID,
    /** @param {number} from @param {number} [to] */
    randomInt: (from, to) => {
      const [low, high] = to === undefined ? [0, from] : [from, to];
      return low + Math.floor(Math.random() * (high - low));
    },
    /** @template {ArrayBufferView} T @param {T} view */
    getRandomValues(view) {
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(randomBytes(view.byteLength));
      return view;
    },
    /** @param {Uint8Array} a @param {Uint8Array} b */
    timingSafeEqual: (a, b) => {
      if (a.length !== b.length) throw new RangeError("Input buffers must have the same byte length");
      return a.reduce((sum, byte, index) => sum | (byte ^ (b[index] ?? 0)), 0) === 0;
    },
  };
  kit.define("crypto", crypto);

  /** @type {Record<string, () => unknown>} */
  const modules = {
    luxon: () => kit.luxon(),
    crypto: () => crypto,
    buffer: () => ({ Buffer: kit.Buffer }),
    url: () => ({ URL: kit.URL, URLSearchParams: kit.URLSearchParams }),
  };
  /** @param {unknown} name */
  const require = (name) => {
    const make = modules[String(name).replace(/^node:/, "")];
    if (make) return make();
    throw new Error(
      `Cannot find module '${name}'. A code step has ${Object.keys(modules).join(", ")}; for web requests use an HTTP step before it.`,
    );
  };
  kit.define("require", require);
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket"]) {
    kit.define(name, () => {
      throw new Error(`${name} is not available in a code step: use an HTTP step before it.`);
    });
  }
};
