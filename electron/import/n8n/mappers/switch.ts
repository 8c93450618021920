import { bool, group, type Mapped, type Mapper, record, type Source, text } from "../mapper.ts";
import { filterConditions, OLD_DEFAULTS, OLD_OPERATIONS } from "./conditions.ts";

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `out${i + 1}`);
const count = (value: unknown): number => (typeof value === "number" && value >= 1 && value <= 50 ? Math.floor(value) : 4);

export const switchNode: Mapper = (source) => (source.version < 3 ? older(source) : today(source));

/** By number: the number comes from an expression. */
function byNumber(output: unknown, outputs: number): Mapped {
  return { type: "core.switch", params: { mode: "number", outputs, output: output ?? 0 }, outputs: numbered(outputs) };
}

function today({ parameters }: Source): Mapped {
  if (parameters.mode === "expression") return byNumber(parameters.output, count(parameters.numberOutputs));
  const partial: string[] = [];
  const options = record(parameters.options);
  const rules = group(parameters.rules, "values").map((rule, i) => ({
    id: `out${i + 1}`,
    label: rule.renameOutput === true || rule.outputKey !== undefined ? text(rule.outputKey) : "",
    conditions: filterConditions(rule.conditions, options, partial),
  }));
  const fallback = options.fallbackOutput ?? "none";
  const extra = fallback === "extra";
  return {
    type: "core.switch",
    params: {
      rules,
      all: bool(options.allMatchingOutputs, false),
      fallback: extra ? "extra" : typeof fallback === "number" ? "output" : "none",
      ...(typeof fallback === "number" ? { fallbackOutput: fallback } : {}),
      ...(extra && typeof options.renameFallbackOutput === "string" ? { fallbackLabel: options.renameFallbackOutput } : {}),
    },
    partial,
    outputs: [...rules.map(({ id }) => id), ...(extra ? ["fallback"] : [])],
  };
}

/** Versions 1 and 2 compare one value with several; in version 1 rules may share an output. */
function older({ parameters, version }: Source): Mapped {
  const first = version < 2;
  if (parameters.mode === "expression") return byNumber(parameters.output, first ? 4 : count(parameters.outputsAmount));
  const type = text(parameters.dataType, "number");
  const defaults = OLD_DEFAULTS[type] ?? { operation: "equal", value: "" };
  const rules = group(parameters.rules, "rules").map((rule, i) => {
    const operation = text(rule.operation, defaults.operation);
    const check = {
      left: parameters.value1 ?? defaults.value,
      type,
      operation: OLD_OPERATIONS[operation] ?? operation,
      right: rule.value2 ?? defaults.value,
    };
    const own = first ? { output: typeof rule.output === "number" ? rule.output : 0 } : { id: `out${i + 1}`, label: text(rule.outputKey) };
    return { ...own, conditions: { types: "plain", rules: [check] } };
  });
  const fallback = parameters.fallbackOutput ?? -1;
  const extra = !first && fallback === "extra";
  const toOutput = typeof fallback === "number" && fallback >= 0;
  return {
    type: "core.switch",
    params: {
      rules,
      fallback: extra ? "extra" : toOutput ? "output" : "none",
      ...(toOutput ? { fallbackOutput: fallback } : {}),
      ...(first ? { outputs: 4 } : {}),
    },
    outputs: first ? numbered(4) : [...rules.map((_, i) => `out${i + 1}`), ...(extra ? ["fallback"] : [])],
  };
}
