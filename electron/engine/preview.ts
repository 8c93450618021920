import type { RunId } from "#shared/model/ids.ts";
import { compile, isExpression } from "../expressions/compile.ts";
import { ExpressionError } from "../expressions/scope.ts";
import { createCore, type Step } from "./core.ts";
import { feedsOf, latestInputs, NO_RUN, playExamples } from "./example.ts";
import type { Executor } from "./executor.ts";
import { newRun } from "./new-run.ts";
import type { Plan } from "./plan.ts";
import { seedFrom } from "./resume.ts";
import { StepScope } from "./scope.ts";

/** `warning`: the plain JavaScript error that made a part of it come to nothing. `example`: no run has brought the data. */
export type Preview =
  | { ok: true; value: unknown; type: string; warning?: string; example?: true }
  | { ok: false; message: string; at?: number };

const typeOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value === "object" && "isLuxonDateTime" in value
        ? "DateTime"
        : typeof value;

/**
 * The value of a field's text for one item, on what a recorded run has put before that step; the draft may have changed since.
 * Where nothing has run, or not as far as that, it goes by an example, and says so.
 */
export async function preview(
  executor: Executor,
  plan: Plan,
  run: RunId | null,
  nodeId: string,
  text: string,
  item: number,
): Promise<Preview> {
  const node = plan.byId.get(nodeId);
  if (!node) return { ok: false, message: "This step is not in the workflow any more." };
  if (!isExpression(text)) return { ok: true, value: text, type: "string" };
  const core = createCore(plan);
  if (run !== null) seedFrom(executor, core, run, Number.POSITIVE_INFINITY);
  const feeds = feedsOf(plan);
  const id = run ?? NO_RUN;
  const played = await playExamples(executor.deps, core, { run: id, feeds, target: node, withTarget: false });
  const inputs = latestInputs(core, node, feeds);
  const step: Step = { id: core.steps.length, node, runIndex: 0, inputs, phase: "active", outputs: [], state: undefined };
  const about = { mode: "test" as const, version: null, options: {}, size: 0, at: executor.deps.clock.now(), active: false };
  const scope = new StepScope(core, step, newRun(id, core, about, executor.deps).facts);
  try {
    const compiled = compile(text);
    const { value, warning } = compiled.explain(scope.at(Math.min(item, Math.max(0, scope.input().length - 1))));
    const named = compiled.nodes.some((name) => core.runsOf.get(plan.byName.get(name)?.index ?? -1)?.some(({ id }) => played.has(id)));
    const example = named || inputs.some((input) => input !== null && played.has(input.step));
    const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? "null");
    return {
      ok: true,
      value: plain,
      type: typeOf(value),
      ...(warning === undefined ? {} : { warning }),
      ...(example ? { example } : {}),
    };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: error.message, ...(error.at === undefined ? {} : { at: error.at }) };
    return { ok: false, message: "This value can't be shown." };
  }
}
