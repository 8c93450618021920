import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { type Entry, linked } from "../merge/combine.ts";
import { agree, type CompareOptions, resolved } from "../merge/compare.ts";
import { findMatches } from "../merge/match.ts";
import { requireFields } from "../values/missing.ts";
import { fieldNames } from "../values/path.ts";

const Names = z.union([z.string(), z.array(z.string())]).default("");

const Input = z.object({
  fields: field(z.array(z.object({ left: z.string(), right: z.string().default("") })).default([]), {
    title: "Fields that tell which items belong together",
    help: "Name in input A and in input B; the second may be left empty where it is the same.",
    widget: "list",
  }),
  resolve: field(z.enum(["both", "a", "b", "mix"]).default("both"), {
    title: "For items that differ, give",
    labels: ["A list of the differences", "The one of A", "The one of B", "A mix"],
    widget: "select",
  }),
  mixPrefer: field(z.enum(["a", "b"]).default("a"), {
    title: "Mix: take from",
    labels: ["A", "B"],
    widget: "select",
    showIf: { resolve: ["mix"] },
  }),
  mixExcept: field(Names, { title: "Mix: except these fields", help: "Names, separated by commas.", showIf: { resolve: ["mix"] } }),
  skip: field(Names, { title: "Fields that do not count", help: "Names, separated by commas.", advanced: true }),
  fuzzy: field(z.boolean().default(false), { title: 'Take "4" and 4 for equal', widget: "switch", advanced: true }),
  multiple: field(z.enum(["first", "all"]).default("first"), {
    title: "If several of B belong to one of A",
    labels: ["Compare with the first", "Compare with all"],
    widget: "select",
    advanced: true,
  }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", advanced: true }),
  sameKeys: field(z.boolean().default(false), { title: "A missing field always differs", widget: "switch", advanced: true }),
  numbered: field(z.boolean().default(false), {
    title: "Call the inputs input1 and input2 in the differences",
    widget: "switch",
    advanced: true,
  }),
  missing: field(z.enum(["ignore", "fail"]).default("ignore"), {
    title: "If no item has a field",
    labels: ["Nothing belongs together", "The step fails"],
    widget: "select",
    advanced: true,
  }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

function compare(ctx: ListContext<Input>): ListOutputs {
  const input = ctx.params(0);
  const fields = input.fields.map(({ left, right }) => ({ left: left.trim(), right: right.trim() || left.trim() }));
  if (fields.length === 0 || fields.some(({ left }) => left === "")) {
    throw userError("You need to define at least one pair of fields to match on", {
      field: "fields",
      fix: "Name the field in both inputs.",
    });
  }
  const entries = (number: number): Entry[] => Array.from(ctx.inputs[number] ?? [], (item, index) => ({ item, index, input: number }));
  const [first, second] = [entries(0), entries(1)];
  if (input.missing === "fail") {
    for (const [list, side] of [
      [first, "left"],
      [second, "right"],
    ] as const) {
      if (list.length > 0)
        requireFields(
          list.map(({ item }) => item),
          fields.map((pair) => pair[side]),
          input.dotNotation,
        );
    }
  }
  const options: CompareOptions = {
    fields,
    resolve: input.resolve,
    mixPrefer: input.mixPrefer,
    mixExcept: fieldNames(input.mixExcept),
    skip: fieldNames(input.skip),
    fuzzy: input.fuzzy,
    dots: input.dotNotation,
    sameKeys: input.sameKeys,
    names: input.numbered ? ["input1", "input2"] : ["inputA", "inputB"],
  };
  const { pairs, alone1, alone2 } = findMatches(first, second, {
    fields,
    fuzzy: input.fuzzy,
    dots: input.dotNotation,
    multiple: input.multiple,
  });
  const same: Item[] = [];
  const different: Item[] = [];
  for (const { entry, partners } of pairs) {
    const twin = partners.find((partner) => agree(entry, partner, options));
    if (twin) same.push(linked(input.fuzzy && input.resolve === "b" ? twin : entry));
    for (const partner of partners) if (!agree(entry, partner, options)) different.push(resolved(entry, partner, options));
  }
  return { outputs: [alone1.map(linked), same, different, alone2.map(linked)] };
}

export const compareAction = defineAction<Input>({
  id: "compare",
  title: "Compare lists",
  description: "Tells what stands only in one of two lists, in both alike, and in both but different.",
  example: "Customers of the shop and of the CRM: who is in one only, and whose phone numbers differ.",
  keywords: ["diff", "sync", "difference", "dataset", "changed", "new", "reconcile"],
  icon: "git-compare",
  mode: "list",
  input: Input,
  sample: [{ id: 1, name: "Ada" }],
  effect: "none",
  idempotent: "naturally",
  inputs: [
    { id: "in1", label: "A" },
    { id: "in2", label: "B" },
  ],
  outputs: [
    { id: "only_a", label: "Only in A" },
    { id: "same", label: "Same" },
    { id: "different", label: "Different" },
    { id: "only_b", label: "Only in B" },
  ],
  join: true,
  run: (ctx) => orPass(ctx, () => compare(ctx)),
});
