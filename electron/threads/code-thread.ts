import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { Machine } from "./code/machine.ts";
import {
  BEGUN,
  clock,
  type FromSandbox,
  type FromThread,
  QUEUED,
  type ToSandbox,
  type ToThread,
  WITHDRAWN,
  WORD,
} from "./code/protocol.ts";
import { Task, type TaskHost } from "./code/task.ts";
import { readSandboxTexts } from "./code/texts.ts";

// Runs users' code, and nothing else: whatever it does, the other threads only ever see texts from here.

/** Results go out together, but none waits longer than this behind its neighbours (ms). */
const FLUSH = 4;
/** The loop turns at least this often (ms), so that timers and withdrawals are noticed. */
const TURN = 10;
/** Machines that stand ready while others wait for their timers. */
const SPARE = 2;

const words = z.object({ words: z.instanceof(Int32Array) }).parse(workerData).words;
const texts = readSandboxTexts();
const spare: Machine[] = [await Machine.create(texts)];
const queue: ToSandbox[] = [];
const waiting = new Set<Task>();
let ended: FromSandbox[] = [];
let plain: (number | string)[] = [];
let lastFlush = clock();
let busy = false;
let alarm: NodeJS.Timeout | undefined;

const send = (message: FromThread): void => parentPort?.postMessage(message);

const host: TaskHost = {
  now: clock,
  withdrawn: (slot) => Atomics.load(words, slot) === WITHDRAWN,
  entered(slot, until) {
    Atomics.store(words, WORD.since, clock() | 0);
    Atomics.store(words, WORD.until, until | 0);
    Atomics.store(words, WORD.current, slot + 1);
  },
  left: () => void Atomics.store(words, WORD.current, 0),
};

function flush(): void {
  if (ended.length + plain.length > 0) send({ plain, ended });
  ended = [];
  plain = [];
  lastFlush = clock();
}

function tell(result: FromSandbox): void {
  const small = result.kind === "done" && result.pages.length === 1 && result.console.length === 0;
  if (small && result.more === "" && result.statics === "") plain.push(result.slot, result.pages[0] ?? "[]");
  else ended.push(result);
}

/** A task that has ended gives its machine back, if that is still fit for use. */
function settle(task: Task): void {
  if (!task.result) {
    waiting.add(task);
    return;
  }
  waiting.delete(task);
  tell(task.result);
  if (task.machine.usable && spare.length < SPARE) spare.push(task.machine);
}

async function takeMachine(bytes: number): Promise<Machine> {
  const ready = spare.findLastIndex((machine) => machine.fits(bytes));
  const [machine] = ready < 0 ? [] : spare.splice(ready, 1);
  return machine ?? Machine.create(texts);
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  let turn = clock();
  for (let request = queue.shift(); request; request = queue.shift()) {
    const { slot } = request;
    if (Atomics.compareExchange(words, slot, QUEUED, BEGUN) !== QUEUED) ended.push({ slot, kind: "withdrawn" });
    else {
      const task = new Task(request, await takeMachine(request.bytes), host);
      task.start();
      settle(task);
    }
    const now = clock();
    if (now - lastFlush >= FLUSH) flush();
    if (now - turn >= TURN) {
      await new Promise((resolve) => setImmediate(resolve));
      wakeDue();
      turn = clock();
    }
  }
  busy = false;
  if (spare.length === 0 && waiting.size === 0) spare.push(await Machine.create(texts));
  flush();
  setAlarm();
}

function wakeDue(): void {
  const now = clock();
  for (const task of Array.from(waiting)) {
    if (task.wakeAt > now && !host.withdrawn(task.request.slot)) continue;
    task.wake();
    if (task.result) settle(task);
  }
}

function setAlarm(): void {
  clearTimeout(alarm);
  if (waiting.size === 0) return;
  const next = Math.min(...[...waiting].map((task) => task.wakeAt));
  alarm = setTimeout(
    () => {
      wakeDue();
      flush();
      setAlarm();
    },
    Math.max(next - clock(), 1),
  );
}

parentPort?.on("message", (message: ToThread) => {
  if ("withdrawn" in message) wakeDue();
  else queue.push(...message.run);
  work().catch((error: unknown) => {
    // Uncaught on purpose: the thread ends, and who started it starts another.
    queueMicrotask(() => {
      throw error;
    });
  });
});
send({ ready: true });
