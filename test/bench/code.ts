import type { CodeRequest } from "#kit/context.ts";
import { createCodeRunner } from "../../electron/threads/code-client.ts";
import { codeRequest, itemsOf, MB } from "../helpers/code.ts";

// The code thread by itself: `node test/bench/code.ts`. Every result is looked at.

const runner = createCodeRunner();
const signal = new AbortController().signal;
const small = itemsOf({ a: 1 });
const double = "return items.map(item => ({json: {b: item.json.a * 2}}))";

async function check(request: CodeRequest, count: number): Promise<void> {
  const { items } = await runner.run(request, signal);
  if (items.length !== count) throw new Error(`${items.length} items instead of ${count}`);
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The best of some rounds: what the machine can do while it is left alone. */
async function best(rounds: number, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) least = Math.min(least, await timed(work));
  return least;
}

/** Runs per second while always 64 are under way. */
async function rate(count: number, request: (n: number) => CodeRequest): Promise<number> {
  const ms = await best(5, async () => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) await check(request(next++), 1);
    };
    await Promise.all(Array.from({ length: 64 }, lane));
  });
  return (count / ms) * 1000;
}

const show = (what: string, value: number, unit: string, target: string): void =>
  void process.stdout.write(`${what.padEnd(52)} ${value.toFixed(value < 100 ? 1 : 0).padStart(9)} ${unit.padEnd(7)} ${target}\n`);

try {
  show("first run, thread started for it", await timed(() => check(codeRequest(double, { items: small }), 1)), "ms", "");
  let texts = 0;
  show("small runs of one source, 64 at once", await rate(4_000, () => codeRequest(double, { items: small })), "runs/s", ">= 8,000");
  show(
    "small runs, each a source of its own",
    await rate(2_000, () => codeRequest(`${double} // ${texts++}`, { items: small })),
    "runs/s",
    ">= 2,500",
  );
  const luxon = "return {d: DateTime.fromISO('2024-07-01').plus({days: $json.a}).toISODate()}";
  show("small runs with Luxon, 64 at once", await rate(2_000, () => codeRequest(luxon, { items: small })), "runs/s", "");
  const single = codeRequest(double, { items: small });
  show(
    "one small run after the other",
    (await best(5, async () => {
      for (let n = 0; n < 200; n++) await check(single, 1);
    })) / 200,
    "ms",
    "",
  );

  const thousand = itemsOf(
    ...Array.from({ length: 1_000 }, (_, id) => ({
      id,
      name: `Customer ${id}`,
      email: `customer${id}@example.com`,
      total: id * 1.5,
      tags: ["a", "b"],
    })),
  );
  const through = codeRequest("for (const item of items) item.json.gross = item.json.total * 1.19; return items", { items: thousand });
  show("1,000 items in and out", await best(10, () => check(through, 1_000)), "ms", "<= 15");
  const made = codeRequest("return Array.from({length: 100000}, (_, i) => ({json: {i}}))", { bytes: 512 * MB });
  show("100,000 items made by code", await best(5, () => check(made, 100_000)), "ms", "<= 1,000");
} finally {
  await runner.close();
}
