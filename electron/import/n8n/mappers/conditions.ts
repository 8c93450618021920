import { group, isObject, literal, record, text } from "../mapper.ts";

const TYPES = ["any", "string", "number", "dateTime", "boolean", "array", "object"] as const;

/** Our conditions from n8n's filter value (If 2, Filter 2, Switch 3). `ignoreCase` and `loose` come from the step's options. */
export function filterConditions(value: unknown, options: Record<string, unknown>, partial: string[]): Record<string, unknown> {
  const filter = record(value);
  const stored = record(filter.options);
  const caseSensitive = typeof stored.caseSensitive === "boolean" ? stored.caseSensitive : options.ignoreCase !== true;
  const rules = (Array.isArray(filter.conditions) ? filter.conditions : []).filter(isObject).map((condition) => {
    const operator = record(condition.operator);
    const type = literal(operator.type, TYPES, "string", "the type of a condition", partial);
    return {
      left: condition.leftValue ?? "",
      type,
      operation: text(operator.operation, "equals"),
      ...(operator.singleValue === true ? {} : { right: condition.rightValue ?? "" }),
    };
  });
  return {
    match: filter.combinator === "or" ? "any" : "all",
    ignoreCase: !caseSensitive,
    types: stored.typeValidation === "strict" ? "strict" : "convert",
    rules,
  };
}

/** The oldest comparisons by their names today. */
export const OLD_OPERATIONS: Record<string, string> = {
  equal: "equals",
  notEqual: "notEquals",
  larger: "gt",
  largerEqual: "gte",
  smaller: "lt",
  smallerEqual: "lte",
  isEmpty: "empty",
  isNotEmpty: "notEmpty",
};

export const OLD_DEFAULTS: Record<string, { operation: string; value: unknown }> = {
  boolean: { operation: "equal", value: false },
  dateTime: { operation: "after", value: "" },
  number: { operation: "smaller", value: 0 },
  string: { operation: "equal", value: "" },
};

/** Our conditions from those of If 1 and Filter 1. */
export function oldConditions(value: unknown, any: boolean): Record<string, unknown> {
  const rules = Object.entries(OLD_DEFAULTS).flatMap(([type, defaults]) =>
    group(value, type).map((entry) => {
      const operation = text(entry.operation, defaults.operation);
      return {
        left: entry.value1 ?? defaults.value,
        type,
        operation: OLD_OPERATIONS[operation] ?? operation,
        right: entry.value2 ?? defaults.value,
      };
    }),
  );
  return { match: any ? "any" : "all", types: "plain", rules };
}
