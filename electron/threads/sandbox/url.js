/**
 * URL and URLSearchParams. The thread outside takes addresses apart, by the same rules as any browser.
 * @param {Kit} kit
 */
(kit) => {
  const PARTS = /** @type {const} */ ([
    "href",
    "origin",
    "protocol",
    "username",
    "password",
    "host",
    "hostname",
    "port",
    "pathname",
    "search",
    "hash",
  ]);
  /** @typedef {Record<(typeof PARTS)[number], string>} Parts */

  /** @param {string} text */
  const decode = (text) => {
    const spaced = text.replaceAll("+", " ");
    try {
      return decodeURIComponent(spaced);
    } catch {
      return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
        kit.decode(Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16))),
      );
    }
  };
  /** @param {string} text */
  const encode = (text) =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%20", "+");

  class URLSearchParams {
    /** @type {[string, string][]} */
    #pairs = [];
    /** @type {((search: string) => void) | undefined} */
    #changed;
    /** @param {unknown} [init] @param {(search: string) => void} [changed] */
    constructor(init, changed) {
      this.#changed = changed;
      if (init === undefined || init === null) return;
      if (typeof init === "object" && Symbol.iterator in init) {
        for (const [key, value] of /** @type {Iterable<[unknown, unknown]>} */ (init)) this.#pairs.push([String(key), String(value)]);
      } else if (typeof init === "object") {
        for (const [key, value] of Object.entries(init)) this.#pairs.push([key, String(value)]);
      } else this.#read(String(init));
    }
    /** @param {string} text */
    #read(text) {
      const search = text.startsWith("?") ? text.slice(1) : text;
      this.#pairs = search
        .split("&")
        .filter((part) => part !== "")
        .map((part) => {
          const at = part.indexOf("=");
          return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
        });
    }
    #tell() {
      this.#changed?.(this.toString());
    }
    get size() {
      return this.#pairs.length;
    }
    /** @param {string} name @param {unknown} value */
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#tell();
    }
    /** @param {string} name @param {unknown} [value] */
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([key, own]) => key !== String(name) || (value !== undefined && own !== String(value)));
      this.#tell();
    }
    /** @param {string} name */
    get(name) {
      return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null;
    }
    /** @param {string} name */
    getAll(name) {
      return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
    }
    /** @param {string} name @param {unknown} [value] */
    has(name, value) {
      return this.#pairs.some(([key, own]) => key === String(name) && (value === undefined || own === String(value)));
    }
    /** @param {string} name @param {unknown} value */
    set(name, value) {
      const key = String(name);
      const first = this.#pairs.findIndex(([own]) => own === key);
      if (first < 0) this.#pairs.push([key, String(value)]);
      else
        this.#pairs = this.#pairs
          .filter(([own], index) => own !== key || index === first)
          .map((pair, index) => (index === first ? [key, String(value)] : pair));
      this.#tell();
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#tell();
    }
    /** @param {(value: string, key: string, params: URLSearchParams) => void} callback */
    forEach(callback) {
      for (const [key, value] of this.#pairs) callback(value, key, this);
    }
    *keys() {
      for (const [key] of this.#pairs) yield key;
    }
    *values() {
      for (const [, value] of this.#pairs) yield value;
    }
    *entries() {
      for (const [key, value] of this.#pairs) yield [key, value];
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join("&");
    }
  }

  /** @type {(url: URL, part: keyof Parts) => string} */
  let read;
  /** @type {(url: URL, part: keyof Parts, value: string) => void} */
  let write;
  class URL {
    /** @type {Parts} */
    #parts;
    /** @type {URLSearchParams | undefined} */
    #params;
    /** @param {unknown} input @param {unknown} [base] */
    constructor(input, base) {
      this.#parts = /** @type {Parts} */ (kit.ask("url", String(input), ...(base === undefined ? [] : [String(base)])));
    }
    /** @param {unknown} input @param {unknown} [base] */
    static canParse(input, base) {
      return URL.parse(input, base) !== null;
    }
    /** @param {unknown} input @param {unknown} [base] */
    static parse(input, base) {
      try {
        return new URL(input, base);
      } catch {
        return null;
      }
    }
    static {
      read = (url, part) => url.#parts[part];
      write = (url, part, value) => {
        url.#parts = /** @type {Parts} */ (kit.ask("url-with", url.#parts.href, part, value));
        if (part === "href" || part === "search") url.#params = undefined;
      };
    }
    get searchParams() {
      this.#params ??= new URLSearchParams(this.#parts.search, (search) => {
        this.#parts = /** @type {Parts} */ (kit.ask("url-with", this.#parts.href, "search", search));
      });
      return this.#params;
    }
    toString() {
      return this.#parts.href;
    }
    toJSON() {
      return this.#parts.href;
    }
  }
  for (const part of PARTS) {
    /** @type {PropertyDescriptor} */
    const accessor = {
      configurable: true,
      enumerable: true,
      /** @this {URL} */
      get() {
        return read(this, part);
      },
    };
    if (part !== "origin") {
      /** @this {URL} @param {unknown} value */
      accessor.set = function (value) {
        write(this, part, String(value));
      };
    }
    Object.defineProperty(URL.prototype, part, accessor);
  }

  kit.URL = URL;
  kit.URLSearchParams = URLSearchParams;
  kit.define("URL", URL);
  kit.define("URLSearchParams", URLSearchParams);
};
