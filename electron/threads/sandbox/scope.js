/**
 * What n8n's code steps find in scope: items, $input, $json, $('Name'), $now and their kin.
 * @param {Kit} kit
 */
(kit) => {
  /** An error of the step's own rules, told in its words rather than as a fault of JavaScript. @param {string} message @param {string} [description] */
  const refuse = (message, description) => {
    const error = new Error(message);
    if (description !== undefined) Object.assign(error, { description });
    return error;
  };

  /** @param {string} name */
  const nodeView = (name) => {
    const all = nodes();
    const node = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!node)
      throw refuse(
        `Referenced node doesn't exist: '${name}'`,
        "Write the step's name as plain text inside the brackets, exactly as on the canvas.",
      );
    /** @type {Map<string, SandboxItem[]>} */
    const lists = new Map();
    /** @param {number} [port] @param {number} [run] */
    const list = (port, run) => {
      if (!node.executed) throw refuse(`Node '${name}' hasn't been executed`);
      const at = `${port ?? node.port}:${run ?? node.run}`;
      let items = lists.get(at);
      if (!items) {
        const texts = node.runs.at(run === undefined || run < 0 ? node.run : run)?.[port ?? node.port] ?? [];
        items = kit.items.read(texts).map((raw) => kit.items.shown(raw));
        lists.set(at, items);
      }
      return items;
    };
    /** @type {(SandboxItem | string)[] | undefined} */
    let linked;
    /** @param {number} index */
    const match = (index) => {
      if (!node.executed) throw refuse(`Node '${name}' hasn't been executed`);
      if (node.linked && !linked) linked = /** @type {(SandboxItem | string)[]} */ (/** @type {unknown} */ (kit.items.read(node.linked)));
      const found = linked ? linked[index] : sameIndex(list(), index);
      if (typeof found === "object" && found !== null) return found;
      throw refuse(found ?? `Paired item data for node '${name}' is unavailable. Use .first(), .last() or .all() there.`);
    };
    /** @param {SandboxItem[]} items @param {number} index */
    const sameIndex = (items, index) => (items.length === 1 ? items[0] : items.length === run.items.length ? items[index] : undefined);
    return {
      all: list,
      /** @param {number} [port] @param {number} [run] */
      first: (port, run) => list(port, run)[0],
      /** @param {number} [port] @param {number} [run] */
      last: (port, run) => list(port, run).at(-1),
      itemMatching: match,
      pairedItem: match,
      get item() {
        return match(run.index);
      },
      isExecuted: node.executed,
      params: node.params,
      context: {},
    };
  };

  let used = false;
  /** The run in hand; everything below is made when the code first asks for it, so that a small run stays small. */
  const run = {
    /** @type {"all" | "each"} */
    mode: "all",
    /** @type {SandboxItem[]} */
    items: [],
    index: 0,
  };
  const current = () => run.items[run.index];
  /** @type {Context | undefined} */
  let known;
  const context = () => {
    known ??= /** @type {Context} */ (kit.parse(kit.host("context") ?? "{}"));
    return known;
  };
  /** @type {Record<string, NodeHead> | undefined} */
  let others;
  const nodes = () => {
    others ??= /** @type {Record<string, NodeHead>} */ (kit.parse(kit.host("nodes") ?? "{}"));
    return others;
  };
  kit.zone = () => context().timezone;

  /** @template T @param {string} name @param {() => T} get */
  const allOnly = (name, get) => {
    if (run.mode === "each") throw refuse(`Can't use .${name}() here`, "This is only available in 'Run Once for All Items' mode");
    return get();
  };
  kit.lazy("$input", () => ({
    all: () => allOnly("all", () => run.items),
    first: () => allOnly("first", () => run.items[0]),
    last: () => allOnly("last", () => run.items.at(-1)),
    /** @param {number} index */
    itemMatching: (index) => allOnly("itemMatching", () => run.items[index]),
    get item() {
      return current();
    },
    get params() {
      const { prevNode } = context();
      return prevNode === undefined ? undefined : nodes()[prevNode]?.params;
    },
    context: {},
  }));

  /** @type {Map<string, ReturnType<typeof nodeView>>} */
  const views = new Map();
  /** @param {unknown} name */
  const node = (name) => {
    const key = String(name);
    let view = views.get(key);
    if (!view) {
      view = nodeView(key);
      views.set(key, view);
    }
    return view;
  };
  kit.lazy("$", () => node);
  /** The older form: `$node["Name"].json` is the item of the same index. @param {string} name */
  const nodeByIndex = (name) => {
    const view = node(name);
    const item = () => view.all()[run.index] ?? view.first();
    return {
      get json() {
        return item()?.json;
      },
      get binary() {
        return item()?.binary;
      },
      get data() {
        return item()?.json;
      },
      parameter: view.params,
      params: view.params,
      context: {},
      runIndex: nodes()[name]?.run ?? 0,
    };
  };
  kit.lazy("$node", () => new Proxy({}, { get: (_, name) => (typeof name === "string" ? nodeByIndex(name) : undefined) }));
  kit.lazy(
    "$items",
    () => (/** @type {unknown} */ name, /** @type {number | undefined} */ port, /** @type {number | undefined} */ of) =>
      name === undefined ? run.items : node(name).all(port, of),
  );

  kit.lazy("$runIndex", () => context().runIndex);
  kit.lazy("$workflow", () => context().workflow);
  kit.lazy("$executionId", () => context().execution.id);
  kit.lazy("$prevNode", () => ({ name: context().prevNode, outputIndex: 0, runIndex: 0 }));
  kit.lazy("$vars", () => context().vars);
  kit.lazy("$env", () => context().env);
  kit.lazy("$execution", () => {
    /** @type {Record<string, unknown>} */
    const custom = {};
    const customData = {
      /** @param {string} key @param {unknown} value */
      set(key, value) {
        custom[key] = value;
      },
      /** @param {string} key */
      get: (key) => custom[key],
      getAll: () => custom,
    };
    return { ...context().execution, customData };
  });
  /** @param {unknown} kind */
  const statics = (kind) => {
    used = true;
    if (kind === "global" || kind === "node") return context().staticData[kind];
    throw refuse(`$getWorkflowStaticData takes 'global' or 'node', not '${String(kind)}'`);
  };
  kit.define("$getWorkflowStaticData", statics);
  kit.define("getWorkflowStaticData", statics);
  kit.lazy("$now", () => kit.luxon().DateTime.fromMillis(context().now));
  kit.lazy("$today", () => kit.luxon().DateTime.fromMillis(context().now).startOf("day"));
  kit.define("$jmespath", (/** @type {unknown} */ value, /** @type {unknown} */ query) =>
    kit.ask("jmespath", kit.stringify(value) ?? "null", String(query)),
  );

  kit.live("$json", () => current()?.json ?? {});
  kit.live("$binary", () => current()?.binary ?? {});
  kit.live("$itemIndex", () => run.index);
  kit.live("$position", () => run.index);
  kit.live("item", current);
  kit.live("items", () => run.items);

  const helpers = () => ({
    /** @param {number} index @param {string} key */
    async getBinaryDataBuffer(index, key) {
      const binary = /** @type {{ blob?: unknown, data?: unknown } | undefined} */ (run.items[index]?.binary?.[key]);
      if (!binary) throw refuse(`Item ${index} has no file called '${key}'`);
      const base64 = typeof binary.blob === "string" ? kit.items.base64Of(binary.blob) : binary.data;
      if (typeof base64 !== "string") throw refuse(`The file '${key}' of item ${index} is too large for a code step`);
      return kit.Buffer.from(base64, "base64");
    },
    /** @param {unknown} data @param {string} [fileName] @param {string} [mimeType] */
    async prepareBinaryData(data, fileName, mimeType) {
      return {
        data: kit.toBase64(kit.Buffer.from(data)),
        mimeType: mimeType ?? "application/octet-stream",
        ...(fileName === undefined ? {} : { fileName }),
      };
    },
    /** @param {Record<string, unknown> | Record<string, unknown>[]} data */
    returnJsonArray: (data) => (Array.isArray(data) ? data : [data]).map((json) => ({ json })),
    ...Object.fromEntries(
      ["httpRequest", "httpRequestWithAuthentication", "request", "requestWithAuthentication"].map((name) => [
        name,
        async () => {
          throw refuse(`helpers.${name} is not available in a code step`, "Put an HTTP step before this one and use its items here.");
        },
      ]),
    ),
  });

  /** The code's `this`. */
  const self = {
    get helpers() {
      return /** @type {{ helpers: unknown }} */ (/** @type {unknown} */ (globalThis)).helpers;
    },
  };
  kit.lazy("helpers", helpers);

  kit.scope = {
    enter(mode, text) {
      run.mode = mode;
      const raw = text === "" ? kit.items.read(/** @type {number[]} */ (kit.parse(kit.host("pages") ?? "[]"))) : kit.parse(text);
      run.items = /** @type {RawItem[]} */ (raw).map((item, index) => kit.items.shown(item, index));
      // n8n has only one of the two in each mode.
      Reflect.deleteProperty(globalThis, mode === "all" ? "item" : "items");
      return self;
    },
    at: (index) => {
      run.index = index;
    },
    count: () => run.items.length,
    statics: () => (used ? context().staticData : undefined),
  };
};
