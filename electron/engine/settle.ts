import { z } from "zod";
import { failureOf } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { isFinal, type Settlement } from "#shared/model/run.ts";
import type { ActiveRun, Work } from "./active-run.ts";
import { EngineContext } from "./context.ts";
import type { Executor } from "./executor.ts";
import { Items } from "./items.ts";
import { toItems } from "./perform-table.ts";
import { replaySettled } from "./resume.ts";

export type SettleResult = { ok: true; settled: number } | { ok: false; message: string };

const Outputs = z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())]);

/** What a person says the service answered: one object, or a list of them; nothing said = the item goes on as it was. */
function outputItems(output: unknown, item: Item | undefined, index: number): Item[] | undefined {
  if (output === undefined) return [{ ...(item ?? { json: {} }), source: index }];
  const parsed = Outputs.safeParse(output);
  if (!parsed.success) return undefined;
  return (Array.isArray(parsed.data) ? parsed.data : [parsed.data]).map((json) => ({ json, source: index }));
}

function unknownWorks(run: ActiveRun, step: number | undefined, node: string | undefined): Work[] {
  return [...run.works.values()].filter(
    (w) =>
      w.progress.unknown.size > 0 &&
      (step === undefined || w.step.id === step) &&
      (node === undefined || w.step.node.node.name === node || w.step.node.node.id === node),
  );
}

/** Answers steps of unknown outcome: on record first, then the run goes on. */
export async function settle(
  executor: Executor,
  run: ActiveRun,
  target: { step?: number | undefined; node?: string | undefined; item?: number | undefined },
  settlement: Settlement,
  by: string,
): Promise<SettleResult> {
  const works = unknownWorks(run, target.step, target.node);
  if (works.length === 0)
    return { ok: false, message: "No step of this run waits for a decision there. See `runs show` for those that do." };
  let settled = 0;
  for (const work of works) {
    let answeredAll = false;
    const items = [...work.progress.unknown.keys()].filter((i) => target.item === undefined || i === target.item);
    for (const item of items) {
      const done = settlement.answer === "verify" ? await verified(executor, run, work, item) : answered(run, work, item, settlement);
      if (!done.ok) return done;
      // Somebody else has answered, or the run was cancelled, while the service was asked.
      if (isFinal(run.status) || !work.progress.unknown.has(item)) continue;
      executor.deps.journal.append({
        kind: "settled",
        run: run.id,
        step: work.step.id,
        item,
        answer: done.answer,
        by,
        at: executor.deps.clock.now(),
        ...(done.items ? { payload: JSON.stringify(done.items) } : {}),
      });
      replaySettled(work, item, { answer: done.answer, ...(done.items ? { payload: JSON.stringify(done.items) } : {}) });
      settled++;
      answeredAll = work.progress.unknown.size === 0;
    }
    await executor.deps.journal.durable();
    // Only the answer that was the last one needed wakes the step: twice would send twice.
    if (answeredAll) executor.wake(run, work);
  }
  return settled > 0 ? { ok: true, settled } : { ok: false, message: "That item does not wait for a decision." };
}

type Answered = { ok: true; answer: "happened" | "repeat" | "skip"; items?: Item[] } | { ok: false; message: string };

function answered(_run: ActiveRun, work: Work, item: number, settlement: Exclude<Settlement, { answer: "verify" }>): Answered {
  if (settlement.answer !== "happened") return { ok: true, answer: settlement.answer };
  const input = work.step.inputs.find((i) => i !== null)?.items ?? Items.of([]);
  const items = outputItems(settlement.output, input.at(item), item);
  return items
    ? { ok: true, answer: "happened", items }
    : { ok: false, message: "output: must be an object or a list of objects, the answer that the step should go on with." };
}

async function verified(executor: Executor, run: ActiveRun, work: Work, item: number): Promise<Answered> {
  const { action } = work.step.node;
  if (action?.mode !== "item" || !action.verify)
    return { ok: false, message: "This service offers no way to check. Look there yourself, then answer `happened`, `repeat` or `skip`." };
  const base = new EngineContext(run, work.step, executor.deps.services, { log: () => {}, respond: () => {} }, run.abort.signal, []);
  const input = work.step.inputs.find((i) => i !== null)?.items;
  try {
    const answer = await action.verify(base.forItem(item, input?.at(item) ?? { json: {} }, base.params(item), run.abort.signal));
    if (answer.happened === true) return { ok: true, answer: "happened", items: [...toItems(answer.output, item).items] };
    if (answer.happened === false) return { ok: true, answer: "repeat" };
    return { ok: false, message: "The service could not tell. Look there yourself, then answer `happened`, `repeat` or `skip`." };
  } catch (error) {
    return { ok: false, message: `Asking the service failed: ${base.redact(failureOf(error).message)}` };
  }
}
