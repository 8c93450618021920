import type { ItemAction } from "#kit/action.ts";
import type { ItemResult } from "#kit/context.ts";
import { type Failure, failureOf } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { ItemOutcome, ItemProgress, StepResult, Work } from "./active-run.ts";
import { EngineContext } from "./context.ts";
import { errorItem, goesOn } from "./error-items.ts";
import { Items } from "./items.ts";
import { Collector } from "./outputs.ts";
import type { Try } from "./perform.ts";
import { toItems } from "./perform-table.ts";
import { interrupted, judge, type Nature, natureOf, whenInterrupted } from "./retry.ts";
import { cleanFailure } from "./thrown.ts";

type Action = ItemAction<unknown>;
type Stop = Exclude<StepResult, { kind: "done" } | { kind: "wait" }>;

/** Works item by item; a write's `started` and result are on record for each, so that a crash repeats none of them. */
class ItemWorker {
  readonly #attempt: Try;
  readonly #action: Action;
  readonly #work: Work;
  readonly #progress: ItemProgress;
  readonly #count: number;
  readonly #input: Items;
  readonly #base: EngineContext;
  readonly sinks: readonly Collector[];
  #flushed = 0;
  wrote = false;

  constructor(attempt: Try, action: Action) {
    const { deps, run, work } = attempt;
    this.#attempt = attempt;
    this.#action = action;
    this.#work = work;
    this.#progress = work.progress;
    this.#input = work.step.inputs.find((i) => i !== null)?.items ?? Items.of([]);
    this.#count = this.#input.length;
    this.sinks = work.step.node.outputs.map((_, port) => new Collector(deps, run.id, work.step.id, port));
    this.#base = new EngineContext(run, work.step, deps.services, attempt.hooks, attempt.signal, this.sinks);
  }

  get count(): number {
    return this.#count;
  }
  isOpen(index: number): boolean {
    return !this.#progress.outcomes.has(index);
  }

  /** Parameters of one item, and what its write can promise. */
  #prepare(index: number): { context: EngineContext; nature: Nature } {
    const input = this.#base.params(index);
    const context = this.#base.forItem(index, this.#input.at(index) ?? { json: {} }, input, this.#attempt.signal);
    return { context, nature: natureOf(this.#action, input) };
  }

  isWrite(index: number): boolean {
    try {
      return this.#prepare(index).nature.effect === "write";
    } catch {
      // Its parameters are unusable: the error is reported when its turn comes.
      return false;
    }
  }

  /** Runs one item to an outcome, or says why the step has to stop here. */
  async one(index: number): Promise<Stop | undefined> {
    const node = this.#work.step.node.node;
    let prepared: { context: EngineContext; nature: Nature };
    try {
      prepared = this.#prepare(index);
    } catch (error) {
      return this.#failed(index, { ...cleanFailure(error, this.#base.redact), item: index });
    }
    const { context, nature } = prepared;
    if (this.#progress.interrupted.has(index)) {
      const stop = await this.#afterInterruption(index, context, nature);
      if (stop !== "run") return stop;
    }
    const attempt = (this.#progress.attempts.get(index) ?? 0) + 1;
    this.#progress.attempts.set(index, attempt);
    try {
      if (nature.effect === "write") {
        this.wrote = true;
        this.#record({ kind: "started", node: node.id, attempt, item: index });
        await this.#attempt.deps.journal.durable();
        this.#attempt.signal.throwIfAborted();
      }
      this.#succeeded(index, await this.#action.run(context), nature);
      return undefined;
    } catch (error) {
      const failure = this.#withCause({ ...cleanFailure(error, this.#base.redact), item: index }, nature);
      return this.#judged(index, failure, attempt, nature);
    }
  }

  /** An abort in the middle of a write says nothing about what happened there. */
  #withCause(failure: Failure, nature: Nature): Failure {
    const { signal } = this.#attempt;
    if (!signal.aborted) return failure;
    const timedOut = !this.#attempt.run.abort.signal.aborted;
    return {
      ...failure,
      kind: timedOut ? "service" : "cancelled",
      message: timedOut ? `No answer within the step's time limit of ${this.#work.step.node.node.timeout} ms.` : "Cancelled.",
      retryable: timedOut,
      outcome: nature.effect === "write" ? "unknown" : "none",
    };
  }

  async #afterInterruption(index: number, context: EngineContext, nature: Nature): Promise<Stop | undefined | "run"> {
    const settle = (): void => void this.#progress.interrupted.delete(index);
    const choice = whenInterrupted(this.#work.step.node.node, nature);
    if (choice === "skip") {
      settle();
      this.#skip(index);
      return undefined;
    }
    if (choice === "repeat") {
      settle();
      return "run";
    }
    if (this.#action.verify) {
      try {
        const answer = await this.#action.verify(context);
        if (answer.happened === true) {
          settle();
          this.#succeeded(index, answer.output, nature);
          return undefined;
        }
        if (answer.happened === false) {
          settle();
          return "run";
        }
      } catch (error) {
        context.log(`Could not check whether item ${index + 1} happened: ${failureOf(error).message}`);
      }
    }
    const failure = interrupted(index);
    this.#progress.unknown.set(index, failure);
    return { kind: "unknown", failure, items: [index] };
  }

  #judged(index: number, failure: Failure, attempt: number, nature: Nature): Stop | undefined {
    const { run, deps } = this.#attempt;
    if (failure.kind === "cancelled") return { kind: "failed", failure };
    const verdict = judge(failure, attempt, this.#work.step.node.node, run.mode, nature, deps.services.random());
    switch (verdict.do) {
      case "retry":
        this.#record({ kind: "item", item: index, status: "retry", payload: JSON.stringify({ ...failure, attempt }) });
        return { kind: "retry", at: deps.clock.now() + verdict.wait, failure, item: index };
      case "unknown":
        this.#record({ kind: "item", item: index, status: "unknown", payload: JSON.stringify(failure) });
        this.#progress.unknown.set(index, failure);
        return { kind: "unknown", failure, items: [index] };
      case "skip":
        this.#skip(index);
        return undefined;
      case "fail":
        return this.#failed(index, failure);
    }
  }

  #succeeded(index: number, result: ItemResult, nature: Nature): void {
    const { port, items } = toItems(result, index);
    if (nature.effect === "write" && this.#count > 1)
      this.#record({ kind: "item", item: index, status: "succeeded", payload: JSON.stringify({ port, items }) });
    this.#settle(index, { status: "succeeded", port, items });
  }

  #failed(index: number, failure: Failure): Stop | undefined {
    if (!goesOn(this.#work.step.node)) return { kind: "failed", failure };
    if (this.#count > 1 && this.#progress.attempts.has(index))
      this.#record({ kind: "item", item: index, status: "failed", payload: JSON.stringify(failure) });
    this.#settle(index, { status: "failed", failure });
    return undefined;
  }

  #skip(index: number): void {
    this.#record({ kind: "settled", item: index, answer: "skip", by: "rule" });
    this.#settle(index, { status: "skipped" });
  }

  #settle(index: number, outcome: ItemOutcome): void {
    this.#progress.outcomes.set(index, outcome);
    this.flush();
  }

  /** Hands finished items on in the order of the input, so that few wait in memory. */
  flush(): void {
    for (let outcome = this.#progress.outcomes.get(this.#flushed); outcome; outcome = this.#progress.outcomes.get(this.#flushed)) {
      const index = this.#flushed++;
      if (outcome.status === "succeeded") for (const item of outcome.items) this.sinks[outcome.port]?.push(item);
      else if (outcome.status === "failed") {
        const { port, item } = errorItem(this.#work.step.node, outcome.failure, this.#input.at(index), index);
        this.sinks[port]?.push(item as Item);
      }
    }
  }

  #record(
    entry:
      | { kind: "started"; node: string; attempt: number; item: number }
      | { kind: "item"; item: number; status: "succeeded" | "failed" | "unknown" | "retry"; payload: string }
      | { kind: "settled"; item: number; answer: "skip"; by: string },
  ): void {
    const { deps, run } = this.#attempt;
    deps.journal.append({ ...entry, run: run.id, step: this.#work.step.id, at: deps.clock.now() });
  }
}

export async function performItems(attempt: Try, action: Action): Promise<StepResult> {
  const worker = new ItemWorker(attempt, action);
  worker.flush();
  const width = action.parallel ?? 1;
  let next = 0;
  let stop: Stop | undefined;
  // Writes go one at a time: their order is the order of the items, and a crash leaves one of them in doubt, not many.
  const together = width > 1 && worker.count > 1 && !worker.isWrite(0);
  const lane = async (): Promise<void> => {
    while (!stop && next < worker.count) {
      const index = next++;
      if (!worker.isOpen(index)) continue;
      const ended = await worker.one(index);
      if (ended) stop ??= ended;
      if (worker.sinks.some((s) => s.crowded)) for (const s of worker.sinks) await s.settle();
    }
  };
  await Promise.all(Array.from({ length: together ? Math.min(width, worker.count) : 1 }, lane));
  if (stop) return stop;
  for (const s of worker.sinks) s.close();
  if (worker.sinks.some((s) => s.paged)) for (const s of worker.sinks) await s.settle();
  return { kind: "done", outputs: worker.sinks.map((s) => s.build()), wrote: worker.wrote };
}
