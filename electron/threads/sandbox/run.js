/**
 * Runs the user's function and hands on what it returns.
 * @param {Kit} kit
 */
(kit) => {
  /** Items per text that leaves, and its length: small enough that the engine can read one without holding up others. */
  const MOST_ITEMS = 500;
  const SHORT = 100_000;
  const LONG = 400_000;
  /** @type {() => unknown} */
  let code = () => undefined;

  /** @param {unknown} error */
  const told = (error) => {
    if (!(error instanceof Error) && (typeof error !== "object" || error === null || !("message" in error)))
      return { message: String(error) };
    const { message, name, stack, description } =
      /** @type {{ message: unknown, name?: unknown, stack?: unknown, description?: unknown }} */ (error);
    return {
      message: String(message),
      ...(typeof name === "string" ? { name } : {}),
      ...(typeof stack === "string" ? { stack: stack.slice(0, 4_000) } : {}),
      ...(typeof description === "string" ? { description } : {}),
    };
  };

  /** @param {unknown[]} page @param {number} from @returns {string} */
  const textOf = (page, from) => {
    try {
      return kit.stringify(page) ?? "[]";
    } catch (error) {
      const why = String(/** @type {{ message?: unknown } | null} */ (error)?.message ?? error);
      // One by one they may fit into what memory is left, and the one that can't be written is found.
      if (page.length > 1) {
        for (const [index, item] of page.entries()) kit.host("out", textOf([item], from + index));
        return "[]";
      }
      if (/out of memory|^null$|interrupted/.test(why)) throw error;
      const reason = /circular/i.test(why) ? "it contains itself" : why;
      throw new kit.items.ShapeError(
        "The returned data can't be handed on",
        `Items are JSON, and this one can't be written so: ${reason}.`,
        from,
      );
    }
  };

  /** @param {(SandboxItem | undefined)[]} results @param {boolean} each @param {unknown[]} failures */
  const finish = (results, each, failures) => {
    /** @type {Parameters<Kit["items"]["leaving"]>[3]} */
    const made = [];
    let at = 0;
    let size = 20;
    let page = [];
    for (let index = 0; index < results.length; index++) {
      const item = results[index];
      if (item === undefined) continue;
      page.push(kit.items.leaving(item, at++, each ? index : undefined, made));
      if (page.length < size) continue;
      const text = textOf(page, at - page.length);
      kit.host("out", text);
      page = [];
      if (text.length < SHORT) size = Math.min(size * 2, MOST_ITEMS);
      else if (text.length > LONG) size = Math.max(size >> 2, 1);
    }
    const more = failures.length + made.length > 0 ? (kit.stringify({ failures, files: made }) ?? "") : "";
    const changed = statics();
    const text = textOf(page, at - page.length);
    if (more === "" && changed === "") kit.host("done", text);
    else kit.host("done", text, more, changed);
  };

  /** Static data that the code has asked for, so that it may have changed; empty where it has not. */
  const statics = () => {
    const data = kit.scope.statics();
    if (!data) return "";
    try {
      return kit.stringify(data) ?? "";
    } catch {
      throw new kit.items.ShapeError(
        "The workflow's static data can't be stored",
        "It has to be plain JSON: no BigInt, nothing that contains itself.",
      );
    }
  };

  /** @param {unknown} error */
  const failed = (error) => {
    let text = "";
    try {
      text = statics();
    } catch {
      // The error in hand is the one to tell.
    }
    kit.host("failed", kit.stringify(told(error)) ?? "{}", text);
  };

  /** @param {"all" | "each"} mode @param {string} items */
  const start = async (mode, items) => {
    const self = kit.scope.enter(mode, items);
    if (mode === "all") {
      finish(kit.items.fromAll(await code.call(self)), false, []);
      return;
    }
    /** @type {(SandboxItem | undefined)[]} */
    const results = [];
    const failures = [];
    let kept = 0;
    for (let index = 0; index < kit.scope.count(); index++) {
      kit.scope.at(index);
      try {
        const item = kit.items.fromEach(await code.call(self), index);
        results.push(item);
        if (item !== undefined) kept++;
      } catch (error) {
        results.push(undefined);
        failures.push({ item: index, at: kept, ...told(error) });
      }
    }
    finish(results, true, failures);
  };

  return {
    /** @param {() => unknown} compiled */
    code(compiled) {
      code = compiled;
    },
    luxon() {
      kit.readLuxon();
    },
    /** @param {string} items */
    all(items) {
      start("all", items).catch(failed);
    },
    /** @param {string} items */
    each(items) {
      start("each", items).catch(failed);
    },
    /** @param {string} id */
    fire(id) {
      try {
        kit.fire(Number(id));
      } catch (error) {
        failed(error);
      }
    },
  };
};
