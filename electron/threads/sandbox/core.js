/**
 * The console, and what every other part needs.
 * @param {(op: string, ...args: string[]) => string | undefined} host
 * @param {() => LuxonLike} loadLuxon
 * @returns {Kit}
 */
(host, loadLuxon) => {
  const { parse, stringify } = JSON;
  /** Lines that a run may write; the host counts bytes besides. */
  const LINES = 1_000;
  const LINE_LENGTH = 10_000;
  let lines = 0;

  /** @type {Kit["define"]} */
  const define = (name, value) => void Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  /** @type {Kit["lazy"]} */
  const lazy = (name, make) =>
    void Object.defineProperty(globalThis, name, {
      configurable: true,
      get() {
        const value = make();
        define(name, value);
        return value;
      },
      set(value) {
        define(name, value);
      },
    });
  /** @type {Kit["live"]} */
  const live = (name, get) =>
    void Object.defineProperty(globalThis, name, {
      configurable: true,
      get,
      set(value) {
        define(name, value);
      },
    });
  /** @type {Kit["ask"]} */
  const ask = (op, ...args) => {
    const answer = /** @type {{ v?: unknown, e?: [string, string] }} */ (parse(host(op, ...args) ?? "{}"));
    if (!answer.e) return answer.v;
    const [name, message] = answer.e;
    throw name === "RangeError" ? new RangeError(message) : name === "TypeError" ? new TypeError(message) : new Error(message);
  };

  /** @param {unknown} value */
  const show = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return `${value}${value.stack ? `\n${value.stack}` : ""}`;
    if (typeof value === "object" && value !== null) {
      try {
        const text = stringify(value);
        if (text !== undefined) return text;
      } catch {
        // Contains itself, or holds a BigInt: its own name will do.
      }
    }
    try {
      return String(value);
    } catch {
      return "[object]";
    }
  };
  /** @param {string} level */
  const write =
    (level) =>
    /** @param {unknown[]} values */
    (...values) => {
      if (++lines > LINES) return;
      host("log", level, values.map(show).join(" ").slice(0, LINE_LENGTH));
    };
  /** @type {Record<string, unknown>} */
  const console = {};
  for (const level of ["log", "info", "warn", "error", "debug", "trace", "dir", "table"]) console[level] = write(level);
  for (const name of ["group", "groupEnd", "time", "timeEnd", "timeLog", "count", "clear"]) console[name] = () => {};
  define("console", console);

  // The image that a run starts from holds a generator's state: without new seeds all runs would draw the same numbers.
  let [a, b, c, d] = [1, 2, 3, 4];
  const word = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  let seeded = false;
  Math.random = function random() {
    if (!seeded) {
      [a = 1, b = 2, c = 3] = /** @type {number[]} */ (parse(host("seed") ?? "[]"));
      d = 1;
      seeded = true;
      for (let i = 0; i < 12; i++) word();
    }
    return ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992;
  };

  // The words of V8, which are what people know and search for.
  JSON.parse = (text, reviver) => {
    try {
      return parse.call(JSON, text, reviver);
    } catch (error) {
      if (error instanceof SyntaxError && typeof text === "string") error.message = host("json-fault", text) ?? error.message;
      throw error;
    }
  };
  Object.defineProperty(JSON.parse, "name", { value: "parse", configurable: true });

  return /** @type {Kit} */ ({
    host,
    loadLuxon,
    define,
    lazy,
    live,
    ask,
    parse: (text) => parse(text),
    stringify: (value) => stringify(value),
  });
};
