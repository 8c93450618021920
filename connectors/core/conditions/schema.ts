import { z } from "zod";
import type { Incomplete } from "#kit/action.ts";
import { field } from "#kit/field.ts";

const RULE_TYPES = ["string", "number", "dateTime", "boolean", "array", "object"] as const;
export type RuleType = (typeof RULE_TYPES)[number];

const COMMON = ["exists", "notExists", "empty", "notEmpty"] as const;

/** What can be asked of a value of each type; `any` only whether it is there. */
export const OPERATIONS = {
  any: ["exists", "notExists", "empty", "notEmpty"],
  string: [
    ...COMMON,
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
  ],
  number: [...COMMON, "equals", "notEquals", "gt", "lt", "gte", "lte"],
  dateTime: [...COMMON, "equals", "notEquals", "after", "before", "afterOrEquals", "beforeOrEquals"],
  boolean: [...COMMON, "true", "false", "equals", "notEquals"],
  array: [...COMMON, "contains", "notContains", "lengthEquals", "lengthNotEquals", "lengthGt", "lengthLt", "lengthGte", "lengthLte"],
  object: [...COMMON],
} as const satisfies Record<RuleType | "any", readonly string[]>;

/** Asked of the left value alone. */
export const UNARY: ReadonlySet<string> = new Set([...COMMON, "true", "false"]);

export const Rule = z.object({
  left: z.unknown().optional(),
  type: z.enum(["any", ...RULE_TYPES]).default("string"),
  operation: z.string().default("equals"),
  right: z.unknown().optional(),
});
export type Rule = z.infer<typeof Rule>;

export const Conditions = z.object({
  match: z.enum(["all", "any"]).default("all"),
  ignoreCase: z.boolean().default(false),
  /**
   * `strict`: a value of another type is an error. `convert`: it is converted first, an error where that is impossible.
   * `plain`: compared as it is, as JavaScript would (how the oldest imported conditions work).
   */
  types: z.enum(["strict", "convert", "plain"]).default("convert"),
  rules: z.array(Rule).default([]),
});
export type Conditions = z.infer<typeof Conditions>;

export const conditionsField = (title: string) =>
  field(Conditions.prefault({}), {
    title,
    widget: "conditions",
    help: "Compare values of the item. Without a condition every item matches.",
  });

/** For steps that make no sense without a condition, though they run. */
export const withoutRules = ({ rules }: Conditions): Incomplete[] =>
  rules.length > 0
    ? []
    : [{ field: "conditions", message: "There is no condition, so every item matches.", fix: "Add a condition.", warning: true }];

/** What a condition that can't be worked out means for its item. */
export const failuresField = field(z.enum(["fail", "no"]).default("fail"), {
  title: "If a condition can't be checked",
  labels: ["Fail the item", "Count it as not met"],
  widget: "select",
  expression: "no",
  advanced: true,
});
