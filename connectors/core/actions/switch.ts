import { z } from "zod";
import { defineAction, type Port } from "#kit/action.ts";
import type { StreamContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { checkConditions } from "../conditions/evaluate.ts";
import { Conditions } from "../conditions/schema.ts";
import { ofItem } from "../failing-items.ts";
import { toText } from "../values/convert.ts";

const MAX_OUTPUTS = 50;

const Way = z.object({
  /** Keeps its wires when ways are added, moved or removed before it. */
  id: z.string().default(""),
  label: z.string().default(""),
  conditions: Conditions.prefault({}),
  /** Number of the output it leads to, from 0, where several rules share one. */
  output: z.number().int().min(0).max(MAX_OUTPUTS).optional(),
});

const Input = z.object({
  mode: field(z.enum(["rules", "number"]).default("rules"), {
    title: "Decide by",
    labels: ["Rules", "The number of the output"],
    widget: "select",
    expression: "no",
  }),
  rules: field(z.array(Way).max(MAX_OUTPUTS).default([]), { title: "Rules", widget: "list", showIf: { mode: ["rules"] } }),
  all: field(z.boolean().default(false), {
    title: "Send to every output whose rule matches",
    help: "Otherwise only to the first.",
    widget: "switch",
    showIf: { mode: ["rules"] },
  }),
  fallback: field(z.enum(["none", "extra", "output"]).default("none"), {
    title: "Items that match no rule",
    labels: ["Are dropped", "Leave by an output of their own", "Leave by the output with this number"],
    widget: "select",
    expression: "no",
    showIf: { mode: ["rules"] },
  }),
  fallbackOutput: field(z.coerce.number().int().min(0).max(MAX_OUTPUTS).default(0), {
    title: "Number of that output, from 0",
    widget: "number",
    showIf: { fallback: ["output"] },
  }),
  fallbackLabel: field(z.string().default(""), { title: "Name of that output", showIf: { fallback: ["extra"] }, expression: "no" }),
  outputs: field(z.number().int().min(1).max(MAX_OUTPUTS).default(4), {
    title: "Number of outputs",
    widget: "number",
    expression: "no",
    showIf: { mode: ["number"] },
  }),
  output: field(z.unknown().optional(), {
    title: "Output, from 0",
    placeholder: "={{ $json.priority }}",
    widget: "number",
    showIf: { mode: ["number"] },
  }),
});
type Input = z.infer<typeof Input>;

const Raw = z.object({
  mode: z.string().catch("rules"),
  rules: z
    .array(z.object({ id: z.string().catch(""), label: z.string().catch(""), output: z.unknown().optional() }).catch({ id: "", label: "" }))
    .catch([]),
  fallback: z.string().catch("none"),
  fallbackLabel: z.string().catch(""),
  outputs: z.number().int().min(1).max(MAX_OUTPUTS).catch(4),
});

const numbered = (count: number): Port[] => Array.from({ length: count }, (_, i) => ({ id: `out${i + 1}`, label: String(i) }));

export function switchPorts(params: Record<string, unknown>): Port[] {
  const { mode, rules, fallback, fallbackLabel, outputs } = Raw.parse({ mode: "rules", rules: [], fallback: "none", ...params });
  const shared = rules.some((rule) => rule.output !== undefined);
  const ports =
    mode === "number" || shared
      ? numbered(outputs)
      : rules.map((rule, i): Port => ({ id: rule.id || `out${i + 1}`, label: rule.label || String(i) }));
  if (mode !== "number" && fallback === "extra") ports.push({ id: "fallback", label: fallbackLabel || "Otherwise" });
  return ports;
}

/** The outputs by number that one item goes to. */
function outputsFor(input: Input, index: number, zone: string): number[] {
  const shared = input.rules.some((rule) => rule.output !== undefined);
  const count = input.mode === "number" || shared ? input.outputs : input.rules.length;
  const known = (output: number): number => {
    if (Number.isInteger(output) && output >= 0 && output < count) return output;
    throw userError(`There is no output ${output}`, { field: "output", fix: `Give a number from 0 to ${count - 1}.` });
  };
  if (input.mode === "number") {
    const text = toText(input.output).trim();
    return [known(text === "" ? Number.NaN : Number(text))];
  }
  const found: number[] = [];
  for (const [at, rule] of input.rules.entries()) {
    if (!checkConditions(rule.conditions, zone, index)) continue;
    found.push(known(rule.output ?? at));
    if (!input.all) break;
  }
  if (found.length > 0) return found;
  if (input.fallback === "extra") return [count];
  return input.fallback === "output" ? [known(input.fallbackOutput)] : [];
}

function run(ctx: StreamContext<Input>): void {
  for (const [at, item] of ctx.items.entries()) {
    const source = ctx.offset + at;
    let outputs: number[];
    try {
      outputs = outputsFor(ctx.params(source), source, ctx.workflow.timezone);
    } catch (error) {
      throw ofItem(error, source);
    }
    for (const output of outputs) ctx.out(output).push({ ...item, source });
  }
}

export const switchAction = defineAction<Input>({
  id: "switch",
  title: "Switch",
  description: "Sends each item one of several ways, by rules or by number.",
  example: "Orders go one way for each country: Spain, Portugal, all others.",
  keywords: ["route", "branch", "case", "condition", "decide"],
  icon: "route",
  mode: "stream",
  input: Input,
  lenient: true,
  sample: [{ status: "paid" }],
  effect: "none",
  passes: true,
  idempotent: "naturally",
  outputs: switchPorts,
  run,
});
