/** What can be asked of a value, by its type; the words stand in the catalogue under `forms.operations`. */
const COMMON = ["exists", "notExists", "empty", "notEmpty"] as const;

export const OPERATIONS = {
  string: [
    "equals",
    "notEquals",
    "contains",
    "notContains",
    "startsWith",
    "notStartsWith",
    "endsWith",
    "notEndsWith",
    "regex",
    "notRegex",
    ...COMMON,
  ],
  number: ["equals", "notEquals", "gt", "lt", "gte", "lte", ...COMMON],
  dateTime: ["equals", "notEquals", "after", "before", "afterOrEquals", "beforeOrEquals", ...COMMON],
  boolean: ["true", "false", "equals", "notEquals", ...COMMON],
  array: ["contains", "notContains", "lengthEquals", "lengthNotEquals", "lengthGt", "lengthLt", "lengthGte", "lengthLte", ...COMMON],
  object: COMMON,
  any: COMMON,
} as const;

export type RuleType = keyof typeof OPERATIONS;
export type Operation = (typeof OPERATIONS)[RuleType][number];
export const RULE_TYPES = ["string", "number", "dateTime", "boolean", "array", "object", "any"] as const satisfies readonly RuleType[];

/** Asked of the left value alone. */
export const UNARY: ReadonlySet<string> = new Set([...COMMON, "true", "false"]);
