/**
 * Intl and the methods that depend on a language or a time zone. QuickJS has none: the thread outside answers with V8's.
 * @param {Kit} kit
 */
(kit) => {
  const text = (/** @type {unknown} */ value) => kit.stringify(value) ?? "null";
  /** @param {unknown} value */
  const plain = (value) => (value instanceof Date ? value.getTime() : typeof value === "bigint" ? { bigint: String(value) } : value);

  /** Formatter kinds: their methods, and those of them that may be taken off their object (`list.map(f.format)`). */
  /** @type {Record<string, { methods: string[], bound?: string }>} */
  const KINDS = {
    DateTimeFormat: { methods: ["formatToParts", "formatRange", "formatRangeToParts"], bound: "format" },
    NumberFormat: { methods: ["formatToParts", "formatRange", "formatRangeToParts"], bound: "format" },
    Collator: { methods: [], bound: "compare" },
    PluralRules: { methods: ["select", "selectRange"] },
    RelativeTimeFormat: { methods: ["format", "formatToParts"] },
    ListFormat: { methods: ["format", "formatToParts"] },
    DisplayNames: { methods: ["of"] },
    Segmenter: { methods: ["segment"] },
  };
  /** @type {Record<string, unknown>} */
  const made = {};

  for (const [kind, { methods, bound }] of Object.entries(KINDS)) {
    /** @type {(own: Formatter, method: string, args: unknown[]) => unknown} */
    let call;
    class Formatter {
      #locales;
      #options;
      /** @type {unknown} */
      #resolved;
      /** @param {unknown} [locales] @param {unknown} [options] */
      constructor(locales, options) {
        this.#locales = text(locales);
        this.#options = text(options);
        this.#resolved = call(this, "resolvedOptions", []);
      }
      static {
        call = (own, method, args) => {
          if (kind === "DateTimeFormat" && method.startsWith("format") && args[0] === undefined) args[0] = Date.now();
          return kit.ask("intl", kind, own.#locales, own.#options, method, text(args.map(plain)));
        };
      }
      resolvedOptions() {
        return { .../** @type {object} */ (this.#resolved) };
      }
      get [Symbol.toStringTag]() {
        return `Intl.${kind}`;
      }
    }
    for (const method of methods) {
      Object.defineProperty(Formatter.prototype, method, {
        configurable: true,
        writable: true,
        /** @this {Formatter} @param {unknown[]} args */
        value: function (...args) {
          return call(this, method, args);
        },
      });
    }
    if (bound !== undefined) {
      Object.defineProperty(Formatter.prototype, bound, {
        configurable: true,
        /** @this {Formatter} */
        get() {
          /** @param {unknown[]} args */
          return (...args) => call(this, bound, args);
        },
      });
    }
    /** As in every engine these need no `new`. @param {unknown} [locales] @param {unknown} [options] */
    function make(locales, options) {
      return new Formatter(locales, options);
    }
    make.prototype = Formatter.prototype;
    Object.defineProperty(Formatter.prototype, "constructor", { value: make, writable: true, configurable: true });
    Object.defineProperty(make, "name", { value: kind, configurable: true });
    Object.assign(make, {
      /** @param {unknown} [locales] */
      supportedLocalesOf: (locales) => kit.ask("intl", kind, "null", "null", "supportedLocalesOf", text([locales])),
    });
    made[kind] = make;
  }

  class Locale {
    /** @param {unknown} tag @param {unknown} [options] */
    constructor(tag, options) {
      Object.assign(this, kit.ask("locale", String(tag), text(options)));
    }
    toString() {
      return /** @type {{ text: string }} */ (/** @type {unknown} */ (this)).text;
    }
    getWeekInfo() {
      return /** @type {{ weekInfo: unknown }} */ (/** @type {unknown} */ (this)).weekInfo;
    }
    maximize() {
      return new Locale(/** @type {{ longest: string }} */ (/** @type {unknown} */ (this)).longest);
    }
    minimize() {
      return new Locale(/** @type {{ shortest: string }} */ (/** @type {unknown} */ (this)).shortest);
    }
  }
  made.Locale = Locale;
  /** @param {unknown} locales */
  made.getCanonicalLocales = (locales) => kit.ask("intl", "Intl", "null", "null", "getCanonicalLocales", text([locales]));
  /** @param {unknown} key */
  made.supportedValuesOf = (key) => kit.ask("intl", "Intl", "null", "null", "supportedValuesOf", text([key]));
  kit.define("Intl", made);

  /** @param {object} prototype @param {string} name @param {Function} value */
  const method = (prototype, name, value) => {
    Object.defineProperty(value, "name", { value: name, configurable: true });
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  };
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    method(
      Date.prototype,
      name,
      /** @this {Date} @param {unknown} [locales] @param {unknown} [options] */
      function (locales, options) {
        return kit.ask("localized", "date", text(this.getTime()), name, text([locales ?? null, options ?? null]));
      },
    );
  }
  method(
    Number.prototype,
    "toLocaleString",
    /** @this {number} @param {unknown} [locales] @param {unknown} [options] */
    function (locales, options) {
      const number = Number(this);
      if (!Number.isFinite(number)) return String(number).replace("Infinity", "∞");
      return kit.ask("localized", "number", String(number), "toLocaleString", text([locales ?? null, options ?? null]));
    },
  );
  method(
    BigInt.prototype,
    "toLocaleString",
    /** @this {bigint} @param {unknown} [locales] @param {unknown} [options] */
    function (locales, options) {
      return kit.ask("localized", "bigint", this.toString(), "toLocaleString", text([locales ?? null, options ?? null]));
    },
  );
  for (const name of ["toLocaleUpperCase", "toLocaleLowerCase"]) {
    method(
      String.prototype,
      name,
      /** @this {string} @param {unknown} [locales] */
      function (locales) {
        return kit.ask("localized", "string", text(String(this)), name, text([locales ?? null]));
      },
    );
  }

  const SIMPLE = /^[A-Za-z0-9 ]*$/;
  /** Letters, digits and spaces compare as in every language without rules of its own for them. @param {string} a @param {string} b */
  const simple = (a, b) => {
    const [low, other] = [a.toLowerCase(), b.toLowerCase()];
    if (low !== other) return low < other ? -1 : 1;
    // Only the case differs: the lower one comes first, at the first place where they differ.
    return a === b ? 0 : a > b ? -1 : 1;
  };
  method(
    String.prototype,
    "localeCompare",
    /** @this {string} @param {unknown} that @param {unknown} [locales] @param {unknown} [options] */
    function (that, locales, options) {
      const [a, b] = [String(this), String(that)];
      if (locales === undefined && options === undefined && SIMPLE.test(a) && SIMPLE.test(b)) return simple(a, b);
      return kit.ask("intl", "Collator", text(locales), text(options), "compare", text([a, b]));
    },
  );
};
