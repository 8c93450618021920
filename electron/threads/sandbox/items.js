/**
 * Input items as the user's code sees them, and what it returns as items again: which shapes are taken, and in
 * which words the others are refused.
 * @param {Kit} kit
 */
(kit) => {
  /** A return value of the wrong shape. */
  class ShapeError extends Error {
    /** @param {string} message @param {string} description @param {number} [item] */
    constructor(message, description, item) {
      super(item === undefined ? message : `${message} [item ${item}]`);
      this.name = "ShapeError";
      this.description = description;
    }
  }
  // Loops over all items are plain ones here, and keys are compared one by one: in QuickJS that is several times quicker.
  /** @param {string} key */
  const isItemKey = (key) => key === "json" || key === "binary" || key === "pairedItem" || key === "error";
  const NO_ITEMS = /** @type {const} */ ([
    "Code doesn't return items properly",
    "Please return an array of objects, one for each item you would like to output.",
  ]);

  /** @param {unknown} value @returns {value is Record<string, unknown>} */
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
  /** @param {unknown} value @param {string} key */
  const has = (value, key) => typeof value === "object" && value !== null && key in value;

  /** Files' bytes by blob id, read when a file is first opened. @type {Record<string, string> | undefined} */
  let files;
  /** @param {string} blob */
  const base64Of = (blob) => {
    files ??= /** @type {Record<string, string>} */ (kit.parse(kit.host("files") ?? "{}"));
    return files[blob];
  };

  /** @param {RawItem} raw @param {number} [index] @returns {SandboxItem} */
  const shown = (raw, index) => {
    /** @type {SandboxItem} */
    const item = { json: raw.json };
    if (raw.binary) {
      item.binary = raw.binary;
      for (const binary of Object.values(raw.binary)) {
        const { blob } = binary;
        // Not enumerable: a copy of the item must not carry megabytes of text along.
        Object.defineProperty(binary, "data", { configurable: true, get: () => base64Of(blob) });
      }
    }
    if (index !== undefined) item.pairedItem = { item: index };
    return item;
  };

  /** @param {number[]} texts @returns {RawItem[]} */
  const read = (texts) => texts.flatMap((text) => /** @type {RawItem[]} */ (kit.parse(kit.host("text", String(text)) ?? "[]")));

  /** @param {Record<string, unknown>} item @param {number} index */
  const checkKeys = (item, index) => {
    for (const key in item) {
      if (!isItemKey(key) && Object.hasOwn(item, key))
        throw new ShapeError(
          `Unknown top-level item key: ${key}`,
          "Access the properties of an item under `.json`, e.g. `item.json`",
          index,
        );
    }
  };
  /** @param {unknown} one */
  const hasItemKey = (one) =>
    typeof one === "object" &&
    one !== null &&
    (Object.hasOwn(one, "json") || Object.hasOwn(one, "binary") || Object.hasOwn(one, "pairedItem") || Object.hasOwn(one, "error"));
  /** @param {unknown} item @param {number} index */
  const checkItem = (item, index) => {
    const { json, binary } = /** @type {{ json?: unknown, binary?: unknown }} */ (item);
    if (!isObject(json))
      throw new ShapeError(
        "A 'json' property isn't an object",
        "In the returned data, every key named 'json' must point to an object.",
        index,
      );
    if (binary !== undefined && !isObject(binary))
      throw new ShapeError(
        "A 'binary' property isn't an object",
        "In the returned data, every key named 'binary' must point to an object.",
        index,
      );
  };
  /** Plain objects become items. @param {unknown[]} list @returns {unknown[]} */
  const wrapped = (list) => {
    if (list.every((one) => has(one, "json"))) return list;
    const mixed = () => new ShapeError("Inconsistent item format", "Return either items with a `json` key or plain objects, not both.");
    if (list.some((one) => has(one, "json"))) throw mixed();
    if (list.length > 0 && list.every((one) => has(one, "binary"))) {
      return list.map((one) => {
        const { binary, ...json } = /** @type {Record<string, unknown>} */ (one);
        return { json, binary };
      });
    }
    if (list.some((one) => has(one, "binary"))) throw mixed();
    return list.map((one) => ({ json: one }));
  };

  /** What `all` mode may return. @param {unknown} result @returns {SandboxItem[]} */
  const fromAll = (result) => {
    if (result === null) return [];
    if (typeof result !== "object") throw new ShapeError(...NO_ITEMS);
    const list = Array.isArray(result) ? result : /** @type {{ json?: unknown }} */ (result).json ? [result] : [{ json: result }];
    if (Array.isArray(result) && result.some(hasItemKey)) {
      for (let index = 0; index < result.length; index++) if (isObject(result[index])) checkKeys(result[index], index);
    }
    const items = wrapped(list);
    for (let index = 0; index < items.length; index++) checkItem(items[index], index);
    return /** @type {SandboxItem[]} */ (items);
  };

  /** What `each` mode may return for one item; undefined drops it. @param {unknown} result @param {number} index @returns {SandboxItem | undefined} */
  const fromEach = (result, index) => {
    if (result === null) return undefined;
    if (typeof result !== "object")
      throw new ShapeError(
        "Code doesn't return an object",
        `Please return an object representing the output item. ('${String(result)}' was returned instead.)`,
        index,
      );
    if (Array.isArray(result)) {
      const first = result.length > 0 ? `An array of ${typeof result[0]}s was returned.` : "An empty array was returned.";
      throw new ShapeError(
        "Code doesn't return a single object",
        `${first} If you need to output multiple items, please use the 'Run Once for All Items' mode instead.`,
        index,
      );
    }
    const [item] = wrapped([result]);
    checkItem(item, index);
    checkKeys(/** @type {Record<string, unknown>} */ (item), index);
    return /** @type {SandboxItem} */ (item);
  };

  /** @param {unknown} paired @returns {unknown} */
  const toSource = (paired) => {
    if (typeof paired === "number") return Number.isInteger(paired) && paired >= 0 ? paired : undefined;
    if (Array.isArray(paired)) {
      const sources = paired.map(toSource).filter((source) => source !== undefined);
      return sources.length > 0 ? sources.flat() : undefined;
    }
    if (!isObject(paired)) return undefined;
    const item = toSource(paired.item);
    if (typeof item !== "number") return undefined;
    const input = toSource(paired.input);
    return typeof input === "number" && input > 0 ? { item, input } : item;
  };

  /** An item as it leaves. @param {SandboxItem} item @param {number} at @param {number | undefined} index @param {NewFile[]} made */
  const leaving = (item, at, index, made) => {
    if (index === undefined && item.binary === undefined && item.pairedItem === undefined) return item;
    /** @type {{ json: unknown, binary?: Record<string, unknown>, source?: unknown }} */
    const result = { json: item.json };
    if (isObject(item.binary)) {
      /** @type {Record<string, unknown>} */
      const kept = {};
      for (const [key, entry] of Object.entries(item.binary)) {
        if (!isObject(entry)) continue;
        const { blob, data, mimeType, fileName } = entry;
        if (typeof blob === "string" && !Object.keys(entry).includes("data")) kept[key] = entry;
        else if (typeof data === "string")
          made.push({
            item: at,
            key,
            base64: data,
            ...(typeof mimeType === "string" ? { mimeType } : {}),
            ...(typeof fileName === "string" ? { fileName } : {}),
          });
      }
      if (Object.keys(kept).length > 0) result.binary = kept;
    }
    const source = index ?? toSource(item.pairedItem);
    if (source !== undefined) result.source = source;
    return result;
  };

  kit.items = { ShapeError, shown, read, fromAll, fromEach, leaving, base64Of };
};
