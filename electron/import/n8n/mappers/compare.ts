import { bool, group, literal, type Mapper, record } from "../mapper.ts";

const RESOLVE = { preferInput1: "a", preferInput2: "b", mix: "mix", includeBoth: "both" } as const;

export const compareDatasets: Mapper = ({ parameters, version, goesOn }) => {
  const options = record(parameters.options);
  const partial: string[] = [];
  const kinds = ["preferInput1", "preferInput2", "mix", "includeBoth"] as const;
  const resolve =
    RESOLVE[
      literal(parameters.resolve, kinds, version < 2.1 ? "preferInput2" : "includeBoth", "what it gives for items that differ", partial)
    ];
  return {
    type: "core.compare",
    params: {
      fields: group(parameters.mergeByFields, "values").map((pair) => ({ left: pair.field1 ?? "", right: pair.field2 ?? "" })),
      resolve,
      ...(resolve === "mix"
        ? { mixPrefer: parameters.preferWhenMix === "input2" ? "b" : "a", mixExcept: parameters.exceptWhenMix ?? "" }
        : {}),
      skip: options.skipFields ?? "",
      fuzzy: bool(version < 2 ? options.fuzzyCompare : parameters.fuzzyCompare, false),
      multiple: options.multipleMatches === "all" ? "all" : "first",
      dotNotation: !bool(options.disableDotNotation, false),
      ...(version < 2.1 ? { sameKeys: true } : {}),
      ...(version < 2 ? { numbered: true } : {}),
      ...(version < 2.2 ? { missing: "fail" } : {}),
      ...(goesOn ? { failures: "pass" } : {}),
    },
    inputs: ["in1", "in2"],
    outputs: ["only_a", "same", "different", "only_b"],
    partial,
  };
};
