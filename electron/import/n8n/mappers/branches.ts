import type { Mapper } from "../mapper.ts";
import { record } from "../mapper.ts";
import { filterConditions, oldConditions } from "./conditions.ts";

export const branch: Mapper = (source) => {
  const { parameters, version } = source;
  const partial: string[] = [];
  const conditions =
    version < 2
      ? oldConditions(parameters.conditions, parameters.combineOperation === "any")
      : filterConditions(parameters.conditions, record(parameters.options), partial);
  const failures = source.goesOn && version >= 2 ? { failures: "no" } : {};
  return { type: "core.if", params: { conditions, ...failures }, partial, outputs: ["true", "false"] };
};

export const filter: Mapper = (source) => {
  const { parameters, version } = source;
  const partial: string[] = [];
  const conditions =
    version < 2
      ? oldConditions(parameters.conditions, parameters.combineConditions === "OR")
      : filterConditions(parameters.conditions, record(parameters.options), partial);
  return { type: "core.filter", params: { conditions, ...(source.goesOn && version >= 2 ? { failures: "no" } : {}) }, partial };
};
