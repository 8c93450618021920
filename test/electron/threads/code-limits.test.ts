import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { encode } from "../../../electron/threads/code/encode.ts";
import { Pool } from "../../../electron/threads/code/pool.ts";
import { codeRequest, itemsOf, MB, type TestRunner, testRunner } from "../../helpers/code.ts";

const runner = testRunner();
beforeAll(() => runner.run("return []"));
afterAll(() => runner.close());

const others: TestRunner[] = [];
const fresh = (threads?: number): TestRunner => {
  const made = testRunner(threads);
  others.push(made);
  return made;
};
afterEach(() => Promise.all(others.splice(0).map((one) => one.close())));

const timed = async <T>(work: Promise<T>): Promise<{ result: T; ms: number }> => {
  const start = performance.now();
  const result = await work;
  return { result, ms: performance.now() - start };
};

describe("time", () => {
  it.each([
    ["an endless loop", "\nlet n = 0\nfor (;;) n = Math.max(n, 1)", 3],
    ["an endless chain of promises", "const f = () => Promise.resolve().then(f); await f()", undefined],
    ["endless recursion that is caught", "const f = () => { try { f() } finally { for (;;); } }\nf()", undefined],
    ["a loop that catches its interruption", "for (;;) { try { await (async () => { for (;;); })() } catch {} }", undefined],
    ["a catastrophic regular expression", "/^(a+)+$/.test('a'.repeat(40) + '!')", 1],
    ["a long sort", "Array.from({length: 1e6}, Math.random).sort((a, b) => { for (let i = 0; i < 1e5; i++); return a - b })", undefined],
    ["a timer that never comes", "await new Promise(r => setTimeout(r, 1e9))", undefined],
    ["endless timers", "await new Promise(() => setInterval(() => {}, 1))", undefined],
    ["a loop in a timer", "await new Promise(() => setTimeout(() => { for (;;); }, 1))", undefined],
    ["a loop while the result is written", "return {json: {get a() { for (;;); }}}", undefined],
    ["a loop in the code's own toJSON", "Object.prototype.toJSON = () => { for (;;); }; throw new Error('x')", undefined],
  ])("ends %s", async (_, source, line) => {
    const { result: error, ms } = await timed(runner.fault(source, { ms: 200 }));
    expect(error.failure).toMatchObject({ name: "CodeTimeout", kind: "user" });
    expect(error.message).toMatch(line === undefined ? /limit of 0\.2 s/ : new RegExp(`limit of 0\\.2 s(?: \\[line ${line}\\])?$`));
    expect(error.failure.fix).toMatch(/loop that does not end/);
    expect(ms).toBeGreaterThan(190);
    expect(ms).toBeLessThan(15_000);
  });

  it("ends what does not look up from its work, with the thread, and the neighbours get theirs", async () => {
    const own = fresh(1);
    await own.json("return {}");
    // One built-in call that makes 33 million strings.
    const deaf = own.fault("return 'x'.repeat(2 ** 25).split('')", { ms: 200, bytes: 1900 * MB });
    const neighbours = Promise.all(Array.from({ length: 5 }, (_, n) => own.json(`return {n: ${n}}`)));
    const error = await deaf;
    expect(error.failure.name).toBe("CodeTimeout");
    expect((await neighbours).flat()).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })));
    expect(await own.json("return {again: 1}")).toEqual([{ again: 1 }]);
  });
});

describe("memory", () => {
  it.each([
    ["4 GB piece by piece", "const a = []; for (let i = 0; i < 4096; i++) a.push(new Uint8Array(1 << 20).fill(1)); return {n: a.length}"],
    ["small objects without end", "const a = []; for (;;) a.push({a: [1, 2, 3], b: 'x' + a.length})"],
    ["a text that doubles", "let s = 'abcdefgh'; for (;;) s = s + s.split('').reverse().join('')"],
    ["a huge list", "return {n: new Array(5e8).fill(0).length}"],
    ["a map without end", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {i})"],
  ])("refuses %s", async (_, source) => {
    const error = await runner.fault(source, { bytes: 48 * MB });
    expect(error.failure).toMatchObject({ name: "CodeMemory", kind: "user" });
    expect(error.message).toMatch(/^The code needed more memory than its limit of 48 MB/);
    expect(error.failure.fix).toMatch(/memory limit/);
  });
  it.each(["return {n: new ArrayBuffer(4 * 2 ** 30).byteLength}", "return {n: 'x'.repeat(2 ** 30).length}"])(
    "refuses %s",
    async (source) => {
      await expect(runner.run(source)).rejects.toThrow(/Invalid|invalid|memory/);
    },
  );
  it("gives memory back: many greedy runs do not add up", async () => {
    const source = "const a = []; for (let i = 0; i < 200; i++) a.push(new Uint8Array(1 << 20).fill(i)); return {n: a.length}";
    for (let round = 0; round < 12; round++) expect(await runner.json(source, { bytes: 300 * MB })).toEqual([{ n: 200 }]);
    expect(process.memoryUsage().rss).toBeLessThan(1_000 * MB);
  });
  it("a small limit holds, also after a run that was allowed more", async () => {
    const own = fresh(1);
    const source = "const a = []; for (let i = 0; i < 35; i++) a.push(new Uint8Array(1 << 20)); return {n: a.length}";
    expect(await own.json(source, { bytes: 60 * MB })).toEqual([{ n: 35 }]);
    expect((await own.fault(source, { bytes: 24 * MB })).failure.name).toBe("CodeMemory");
    expect(await own.json(source, { bytes: 60 * MB })).toEqual([{ n: 35 }]);
  });
  it("a caught lack of memory is the code's own affair", async () => {
    const source = "let n = 0; try { const a = []; for (;;) { a.push(new Uint8Array(1 << 20)); n++ } } catch (e) { return {full: n > 10} }";
    expect(await runner.json(source, { bytes: 48 * MB })).toEqual([{ full: true }]);
  });
});

describe("output", () => {
  it("1 GB of items is refused", async () => {
    const source = "const s = 'x'.repeat(1 << 20); return Array.from({length: 1024}, () => ({s}))";
    const error = await runner.fault(source, { bytes: 64 * MB });
    expect(error.failure).toMatchObject({ name: "CodeOutput", message: "The code returned more than 64 MB" });
  });
  it("a million lines are cut short, and say so", async () => {
    const { console, items } = await runner.run("for (let i = 0; i < 1e6; i++) console.log('line ' + i); return {ok: 1}");
    expect(items[0]?.json).toEqual({ ok: 1 });
    expect(console).toHaveLength(1_000);
    expect(console[998]).toEqual({ level: "log", text: "line 998" });
    expect(console[999]).toEqual({ level: "warn", text: "Further lines are left out." });
  });
  it("long lines are cut short too", async () => {
    const { console } = await runner.run("for (let i = 0; i < 900; i++) console.log('x'.repeat(9000)); return []");
    expect(console.reduce((sum, line) => sum + line.text.length, 0)).toBeLessThan(300_000);
    expect(console.at(-1)?.text).toBe("Further lines are left out.");
  });
  it("100,000 items made by code come through", async () => {
    const made = await runner.json("return Array.from({length: 100000}, (_, i) => ({json: {i}}))", { bytes: 512 * MB });
    expect(made).toHaveLength(100_000);
    expect(made[99_999]).toEqual({ i: 99_999 });
  });
  it("100,000 items go in and out, page by page", async () => {
    const items = itemsOf(...Array.from({ length: 100_000 }, (_, i) => ({ i, name: `customer ${i}` })));
    const { items: out } = await runner.run("for (const item of items) item.json.twice = item.json.i * 2; return items", {
      items,
      bytes: 512 * MB,
    });
    expect(out).toHaveLength(100_000);
    expect(out[70_000]).toEqual({ json: { i: 70_000, name: "customer 70000", twice: 140_000 }, source: 70_000 });
  });
});

describe("one busy run", () => {
  it("holds neither the engine's thread nor other runs, not even those that were already with its thread", async () => {
    const own = fresh();
    await own.json("return {}");
    const stop = new AbortController();
    const busy = own.fault("for (;;);", { ms: 60_000, signal: stop.signal });
    // In the same message as the busy one, and after it.
    const behind = own.json("return {n: 'behind'}");
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    expect(await behind).toEqual([{ n: "behind" }]);
    expect((await Promise.all(Array.from({ length: 20 }, (_, n) => own.json(`return {n: ${n}}`)))).flat()).toHaveLength(20);
    expect(ticks).toBeGreaterThan(5);
    clearInterval(timer);
    stop.abort();
    expect((await busy).failure.kind).toBe("cancelled");
  });
  it("that waits for a timer holds nobody", async () => {
    const own = fresh(1);
    await own.json("return {}");
    const order: string[] = [];
    const waits = own.json("await new Promise(r => setTimeout(r, 2000)); return {}").then(() => order.push("waits"));
    await own.json("return {}").then(() => order.push("quick"));
    await waits;
    expect(order).toEqual(["quick", "waits"]);
  });
});

describe("cancelling", () => {
  it.each([
    ["a busy run", "for (;;);"],
    ["a run that waits for a timer", "await new Promise(r => setTimeout(r, 60000))"],
    ["a run deaf to everything", "return 'x'.repeat(2 ** 25).split('')"],
  ])("ends %s at once and leaves the thread fit for others", async (_, source) => {
    const own = fresh(1);
    await own.json("return {}");
    const stop = new AbortController();
    const run = own.fault(source, { ms: 60_000, bytes: 1900 * MB, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    const { result: error, ms } = await timed(run);
    expect(error.failure).toMatchObject({ kind: "cancelled", message: "Cancelled." });
    expect(ms).toBeLessThan(15_000);
    expect(await own.json("return {ok: 1}")).toEqual([{ ok: 1 }]);
  });
  it("takes back a run that has not begun", async () => {
    const own = fresh(1);
    const stop = new AbortController();
    const busy = own.fault("for (;;);", { ms: 300 });
    const waiting = own.fault("return {}", { signal: stop.signal });
    stop.abort();
    expect((await waiting).failure.kind).toBe("cancelled");
    await busy;
  });
  it("closing ends what is under way", async () => {
    const own = fresh(1);
    const run = own.fault("for (;;);", { ms: 60_000 });
    setTimeout(() => void own.close(), 100);
    expect((await run).message).toBe("The code runner is closed.");
    expect((await own.fault("return {}")).message).toBe("The code runner is closed.");
  });
});

it("a thread that can't be started is told to everyone who waits, and not tried for ever", async () => {
  const pool = new Pool(new URL("./there-is-no-such-thread.js", import.meta.url), 1);
  const encoded = await encode(codeRequest("return {}"));
  const ends = await Promise.all(Array.from({ length: 3 }, () => new Promise((settle) => pool.add({ encoded, settle }))));
  for (const end of ends) expect(end).toMatchObject({ kind: "lost", reason: expect.stringMatching(/can't be started/) });
  await pool.close();
});
