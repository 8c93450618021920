/**
 * Timers: the sandbox keeps the callbacks, the thread outside keeps the time.
 * @param {Kit} kit
 */
(kit) => {
  const MOST = 1_000;
  const LONGEST = 2_147_483_647;
  /** @type {Map<number, { callback: (...args: unknown[]) => unknown, args: unknown[], repeat: string | undefined }>} */
  const waiting = new Map();
  let next = 1;

  /** @param {unknown} callback @param {unknown} ms @param {boolean} repeat @param {unknown[]} args */
  const start = (callback, ms, repeat, args) => {
    if (typeof callback !== "function") throw new TypeError("A timer needs a function to call");
    if (waiting.size >= MOST) throw new RangeError(`A code step may have ${MOST} timers at once`);
    const wait = String(Math.min(Math.max(Math.trunc(Number(ms) || 0), 1), LONGEST));
    const id = next++;
    waiting.set(id, { callback: /** @type {(...args: unknown[]) => unknown} */ (callback), args, repeat: repeat ? wait : undefined });
    kit.host("timer", String(id), wait);
    return id;
  };
  /** @param {unknown} id */
  const stop = (id) => {
    if (waiting.delete(Number(id))) kit.host("no-timer", String(id));
  };
  kit.fire = (id) => {
    const timer = waiting.get(id);
    if (!timer) return;
    if (timer.repeat === undefined) waiting.delete(id);
    else kit.host("timer", String(id), timer.repeat);
    timer.callback(...timer.args);
  };

  /** @param {unknown} callback @param {unknown} ms @param {unknown[]} args */
  const setTimeout = (callback, ms, ...args) => start(callback, ms, false, args);
  /** @param {unknown} callback @param {unknown} ms @param {unknown[]} args */
  const setInterval = (callback, ms, ...args) => start(callback, ms, true, args);
  /** @param {unknown} callback @param {unknown[]} args */
  const setImmediate = (callback, ...args) => start(callback, 0, false, args);
  /** @param {() => unknown} callback */
  const queueMicrotask = (callback) => {
    if (typeof callback !== "function") throw new TypeError("queueMicrotask needs a function to call");
    const call = async () => {
      await Promise.resolve();
      callback();
    };
    call().catch((error) => kit.host("log", "error", String(error)));
  };
  kit.define("setTimeout", setTimeout);
  kit.define("setInterval", setInterval);
  kit.define("setImmediate", setImmediate);
  kit.define("queueMicrotask", queueMicrotask);
  kit.define("clearTimeout", stop);
  kit.define("clearInterval", stop);
  kit.define("clearImmediate", stop);
};
