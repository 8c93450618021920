import { z } from "zod";
import { field } from "#kit/field.ts";

export const MergeInput = z.object({
  mode: field(z.enum(["append", "fields", "position", "all", "choose", "sql"]).default("append"), {
    title: "How to merge",
    labels: [
      "One after the other",
      "By matching fields",
      "By position",
      "Every possible pair",
      "Wait for all, keep one",
      "By an SQL query",
    ],
    widget: "select",
    expression: "no",
  }),
  inputs: field(z.number().int().min(2).max(10).default(2), { title: "Number of inputs", widget: "number", expression: "no" }),
  fields: field(z.array(z.object({ left: z.string(), right: z.string().default("") })).default([]), {
    title: "Fields to match",
    help: "Name in input 1 and in input 2; the second may be left empty where it is the same.",
    widget: "list",
    showIf: { mode: ["fields"] },
  }),
  join: field(z.enum(["matches", "nonMatches", "everything", "enrich1", "enrich2"]).default("matches"), {
    title: "Keep",
    labels: ["What matches", "What does not match", "Everything", "All of input 1, enriched", "All of input 2, enriched"],
    widget: "select",
    showIf: { mode: ["fields"] },
  }),
  from: field(z.enum(["both", "input1", "input2"]).default("both"), {
    title: "Take the data of",
    labels: ["Both inputs", "Input 1", "Input 2"],
    widget: "select",
    showIf: { mode: ["fields"], join: ["matches", "nonMatches"] },
  }),
  query: field(z.string().default(""), {
    title: "Query",
    help: "The inputs are the tables input1, input2, ... Values come from their columns; an expression would be part of the query's text.",
    placeholder: "SELECT * FROM input1 LEFT JOIN input2 ON input1.id = input2.id",
    widget: "code",
    showIf: { mode: ["sql"] },
  }),
  unpaired: field(z.enum(["none", "all", "first"]).default("none"), {
    title: "Items without a partner",
    labels: ["Leave out", "Keep", "Keep those of input 1"],
    widget: "select",
    showIf: { mode: ["position"] },
  }),
  choose: field(z.coerce.number().int().min(0).max(10).default(1), {
    title: "Keep the items of input",
    help: "0 keeps none: one empty item.",
    widget: "number",
    showIf: { mode: ["choose"] },
  }),
  clash: field(z.enum(["last", "prefer", "suffix"]).default("last"), {
    title: "If both have a field",
    labels: ["The last input counts", "One input counts", "Keep both, with numbers behind the names"],
    widget: "select",
    showIf: { mode: ["fields", "position", "all"] },
    advanced: true,
  }),
  prefer: field(z.coerce.number().int().min(1).max(10).default(1), {
    title: "The input that counts",
    widget: "number",
    showIf: { clash: ["prefer"] },
    advanced: true,
  }),
  nested: field(z.enum(["deep", "shallow"]).default("deep"), {
    title: "Objects inside",
    labels: ["Are merged too", "Are taken whole"],
    widget: "select",
    showIf: { mode: ["fields", "position", "all"] },
    advanced: true,
  }),
  keepFilled: field(z.boolean().default(false), {
    title: "Empty values replace nothing",
    widget: "switch",
    showIf: { mode: ["fields", "position", "all"] },
    advanced: true,
  }),
  fuzzy: field(z.boolean().default(false), {
    title: 'Take "4" and 4 for equal',
    widget: "switch",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
  multiple: field(z.enum(["all", "first", "last"]).default("all"), {
    title: "If several match",
    labels: ["Use all", "Use the first", "Use the last"],
    widget: "select",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
  dotNotation: field(z.boolean().default(true), {
    title: "Dots make paths",
    widget: "switch",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
  markSource: field(z.boolean().default(true), {
    title: "Say in `_source` which input an item is of",
    widget: "switch",
    showIf: { mode: ["fields"], join: ["nonMatches"] },
    advanced: true,
  }),
  missing: field(z.enum(["ignore", "fail"]).default("ignore"), {
    title: "If no item has a field to match",
    labels: ["Nothing matches", "The step fails"],
    widget: "select",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
});
export type MergeInput = z.infer<typeof MergeInput>;
