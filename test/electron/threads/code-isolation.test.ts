import { afterAll, describe, expect, it } from "vitest";
import { itemsOf, testRunner } from "../../helpers/code.ts";

// One thread, so that every run below shares its machine with the run that attacks it.
const { run, json, close } = testRunner(1);
afterAll(close);

/** What one run does, and how the next one would notice. The probe has to give `{clean: true}`. */
const ATTACKS: readonly (readonly [name: string, attack: string, probe: string])[] = [
  ["an undeclared global", "leak = 1", "typeof leak === 'undefined'"],
  ["a property of globalThis", "globalThis.leak = 1", "!('leak' in globalThis)"],
  ["a fixed global", "Object.defineProperty(globalThis, 'leak', {value: 1})", "!('leak' in globalThis)"],
  ["a frozen globalThis", "Object.freeze(globalThis)", "(() => { okNow = 1; return okNow === 1 })()"],
  ["Object.prototype", "Object.prototype.leak = 1", "({}).leak === undefined"],
  ["Object.prototype by __proto__", "({}).__proto__.leak = 1", "({}).leak === undefined"],
  ["Array.prototype.map", "Array.prototype.map = () => ['evil']", "[1].map(x => x)[0] === 1"],
  ["the iterator of lists", "Array.prototype[Symbol.iterator] = function* () { yield 'evil' }", "[...[1]][0] === 1"],
  ["Function.prototype.call", "Function.prototype.call = () => 'evil'", "(function () { return 1 }).call() === 1"],
  [
    "Promise.prototype.then",
    "const then = Promise.prototype.then; Promise.prototype.then = function (...a) { globalThis.seen = 1; return then.apply(this, a) }",
    "(await Promise.resolve(1).then(x => x)) === 1 && !('seen' in globalThis)",
  ],
  ["JSON.stringify", "JSON.stringify = () => '\"evil\"'", "JSON.stringify(1) === '1'"],
  ["JSON.parse", "JSON.parse = () => 'evil'", "JSON.parse('1') === 1"],
  [
    "a property on a built-in function",
    "Array.isArray.leak = 1; Math.max.leak = 1",
    "Array.isArray.leak === undefined && Math.max.leak === undefined",
  ],
  ["the registry of symbols", "Symbol.for('leak').description; globalThis[Symbol.for('leak')] = 1", "!(Symbol.for('leak') in globalThis)"],
  ["the last match of a regular expression", "/(secret)/.exec('a secret')", "RegExp.$1 !== 'secret' && RegExp.lastMatch !== 'secret'"],
  ["a closure over a function's own state", "count = (typeof count === 'undefined' ? 0 : count) + 1", "typeof count === 'undefined'"],
  [
    "a constructor's prototype",
    "Date.prototype.getTime = () => 0; Error.prototype.name = 'evil'",
    "new Date(5).getTime() === 5 && new Error().name === 'Error'",
  ],
  [
    "generators' and async functions' prototypes",
    "Object.getPrototypeOf(function* () {}).leak = 1; Object.getPrototypeOf(async () => {}).leak = 1",
    "(function* () {}).leak === undefined && (async () => {}).leak === undefined",
  ],
  [
    "Luxon's settings",
    "DateTime.now(); require('luxon').Settings.defaultZone = 'Asia/Tokyo'; require('luxon').Settings.defaultLocale = 'fr'",
    "DateTime.fromMillis(0).zoneName === 'Europe/Berlin' && DateTime.fromMillis(0).locale === 'en-US'",
  ],
  ["Luxon's classes", "DateTime.prototype.toISO = () => 'evil'", "DateTime.fromMillis(0, {zone: 'utc'}).toISO().startsWith('1970')"],
  [
    "Buffer, URL, console",
    "Buffer.from = () => 'evil'; URL.prototype.toString = () => 'evil'; console.log = null",
    "Buffer.from('a').length === 1 && String(new URL('http://a/')) === 'http://a/' && typeof console.log === 'function'",
  ],
  [
    "the names in scope",
    "$json = 'evil'; $input = 'evil'; items.push('evil'); $env.leak = 1",
    "$json.n === 7 && $input.all().length === 1 && items.length === 1 && $env.leak === undefined",
  ],
  [
    "static data that is not handed back",
    "$getWorkflowStaticData('global').leak = 1",
    "$getWorkflowStaticData('global').leak === undefined",
  ],
  [
    "a promise that settles after the end",
    "Promise.resolve().then(() => Promise.resolve()).then(() => { globalThis.late = 1 })",
    "(await Promise.resolve(), await Promise.resolve(), !('late' in globalThis))",
  ],
  [
    "a timer that fires after the end",
    "setTimeout(() => { globalThis.late = 1 }, 1)",
    "(await new Promise(r => setTimeout(r, 30)), !('late' in globalThis))",
  ],
  [
    "a finalizer",
    "globalThis.registry = new FinalizationRegistry(() => { globalThis.late = 1 }); registry.register({}, 1)",
    "(Array.from({length: 50000}, () => ({})), await Promise.resolve(), !('late' in globalThis) && !('registry' in globalThis))",
  ],
  ["a weak reference", "globalThis.weak = new WeakRef(globalThis.strong = {secret: 1})", "!('weak' in globalThis)"],
  [
    "memory that was not cleared",
    "const parts = []; for (let i = 0; i < 200; i++) parts.push(new Uint8Array(10000).fill(0xab))",
    "Array.from({length: 200}, () => new Uint8Array(10000)).every(part => part.every(byte => byte === 0))",
  ],
  [
    "a function made from text",
    "Object.getPrototypeOf(async function () {}).constructor('globalThis.leak = 1')()",
    "!('leak' in globalThis)",
  ],
  ["an indirect eval", "(0, eval)('var leak = 1; let other = 2')", "typeof leak === 'undefined' && typeof other === 'undefined'"],
  [
    "a template's cached strings",
    "(x => x)`a`.raw; Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())).leak = 1",
    "Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())).leak === undefined",
  ],
  ["code that closes its wrapper", "}); globalThis.leak = 1; (async function () {", "!('leak' in globalThis)"],
];

describe("nothing passes from run to run", () => {
  it.each(ATTACKS)("%s", async (_, attack, probe) => {
    const options = { items: itemsOf({ n: 7 }) };
    const check = `return {clean: ${probe}}`;
    const clean = await json(check, options);
    expect(clean).toEqual([{ clean: true }]);
    // Twice each: at first the machine is new for a text, then it has an image of it.
    for (let round = 0; round < 3; round++) {
      await run(`${attack}\nreturn []`, options).catch(() => undefined);
      expect(await json(check, options)).toEqual([{ clean: true }]);
    }
    // The same text is the one that pools: it must not find its own traces either.
    const both = `const clean = ${probe};\n${attack}\nreturn {clean}`;
    const own = [];
    for (let round = 0; round < 4; round++) own.push(...(await json(both, options).catch(() => [{ clean: "failed" }])));
    expect(new Set(own.map((one) => one.clean)).size).toBe(1);
  });

  it("holds after a run that was stopped, ran out of memory, nested too deeply or failed", async () => {
    const bad = [
      ["globalThis.leak = 1; for (;;);", { ms: 60 }],
      ["globalThis.leak = 1; const a = []; for (;;) a.push(new Uint8Array(1 << 20))", { bytes: 24 * 1024 * 1024 }],
      ["globalThis.leak = 1; const f = () => f() + 1; f()", {}],
      [`globalThis.leak = 1; eval(${"'('"}.repeat(100000))`, {}],
      ["globalThis.leak = 1; throw new Error('x')", {}],
    ] as const;
    for (const [source, options] of bad) {
      await expect(run(source, options)).rejects.toThrow();
      expect(await json("return {clean: !('leak' in globalThis)}")).toEqual([{ clean: true }]);
    }
  });

  it("each run draws random numbers of its own", async () => {
    const source = "return {n: Math.random()}";
    const drawn = [];
    for (let round = 0; round < 6; round++) drawn.push((await json(source))[0]?.n);
    expect(new Set(drawn).size).toBe(6);
    for (const n of drawn) expect(Number(n) >= 0 && Number(n) < 1).toBe(true);
  });

  it("random numbers are spread evenly", async () => {
    const [result] = await json(
      "const n = 100000; const bins = Array(10).fill(0); for (let i = 0; i < n; i++) bins[Math.floor(Math.random() * 10)]++; return {bins}",
    );
    for (const bin of Object(result?.bins)) expect(Math.abs(bin - 10_000)).toBeLessThan(600);
  });

  it("runs side by side keep apart while one of them waits", async () => {
    const waits = json("globalThis.mine = 'a'; await new Promise(r => setTimeout(r, 60)); return {mine: globalThis.mine, n: $json.n}", {
      items: itemsOf({ n: 1 }),
    });
    const between = await json("const seen = globalThis.mine; globalThis.mine = 'b'; return {seen: seen ?? null}", {
      items: itemsOf({ n: 2 }),
    });
    expect(between).toEqual([{ seen: null }]);
    expect(await waits).toEqual([{ mine: "a", n: 1 }]);
  });
});

describe("the sandbox has no way out", () => {
  it.each([
    "typeof process",
    "typeof module",
    "typeof global",
    "typeof Deno",
    "typeof WebAssembly",
    "typeof Worker",
    "typeof postMessage",
    "typeof __filename",
    "typeof std",
    "typeof os",
    "typeof host",
    "typeof kit",
  ])("%s", async (expression) => {
    expect(await json(`return {v: ${expression}}`)).toEqual([{ v: "undefined" }]);
  });
  it.each([
    "require('fs')",
    "require('child_process')",
    "require('node:vm')",
    "await import('node:fs')",
    "this.constructor.constructor('return process')()",
    "(() => {}).constructor('return require(\"fs\")')()",
    "Buffer.from.constructor('return process')()",
    "new URL('http://a').constructor.constructor('return process.version')()",
  ])("%s fails", async (attack) => {
    await expect(json(`return {v: ${attack}}`)).rejects.toThrow(/not defined|Cannot find module|could not load|not available|module/i);
  });
  it("errors name no file of this machine", async () => {
    const result = await run("try { $jmespath({}, '[[[') } catch (e) { return {e: e.message + e.stack} }");
    expect(JSON.stringify(result.items)).not.toMatch(/electron|node_modules|file:|\.ts/);
  });
});
