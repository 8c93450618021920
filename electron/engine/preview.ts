import type { RunId } from "#shared/model/ids.ts";
import { compile, isExpression } from "../expressions/compile.ts";
import { ExpressionError } from "../expressions/scope.ts";
import { createCore, type Input, type Step } from "./core.ts";
import type { Executor } from "./executor.ts";
import { newRun } from "./new-run.ts";
import type { Plan } from "./plan.ts";
import { seedFrom } from "./resume.ts";
import { StepScope } from "./scope.ts";

/** `warning`: the plain JavaScript error that made a part of it come to nothing. */
export type Preview = { ok: true; value: unknown; type: string; warning?: string } | { ok: false; message: string; at?: number };

const typeOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value === "object" && "isLuxonDateTime" in value
        ? "DateTime"
        : typeof value;

/** The value of a field's text for one item, on what a recorded run has put before that step; the draft may have changed since. */
export function preview(executor: Executor, plan: Plan, run: RunId, nodeId: string, text: string, item: number): Preview {
  const node = plan.byId.get(nodeId);
  if (!node) return { ok: false, message: "This step is not in the workflow any more." };
  if (!isExpression(text)) return { ok: true, value: text, type: "string" };
  const core = createCore(plan);
  seedFrom(executor, core, run, Number.POSITIVE_INFINITY);
  const inputs = node.inputs.map((_, port): Input | null => {
    for (const source of plan.nodes) {
      for (const [output, wires] of source.wires.entries()) {
        if (!wires.some((w) => w.to === node && w.input === port)) continue;
        const step = core.runsOf.get(source.index)?.findLast((s) => (s.outputs[output]?.length ?? 0) > 0);
        const items = step?.outputs[output];
        if (step && items) return { items, step: step.id, port: output };
      }
    }
    return null;
  });
  const step: Step = { id: core.steps.length, node, runIndex: 0, inputs, phase: "active", outputs: [], state: undefined };
  const about = { mode: "test" as const, version: null, options: {}, size: 0, at: executor.deps.clock.now(), active: false };
  const scope = new StepScope(core, step, newRun(run, core, about, executor.deps).facts);
  try {
    const { value, warning } = compile(text).explain(scope.at(item));
    const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? "null");
    return { ok: true, value: plain, type: typeOf(value), ...(warning === undefined ? {} : { warning }) };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: error.message, ...(error.at === undefined ? {} : { at: error.at }) };
    return { ok: false, message: "This value can't be shown." };
  }
}
