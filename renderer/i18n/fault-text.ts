import type { TFunction } from "i18next";
import type { Fault } from "../bridge/index.ts";
import { causeOf } from "./cause-of.ts";

/** A fault as one or more sentences. */
export function faultText(t: TFunction, fault: Fault): string {
  if (fault.problems.length > 0) return fault.problems.map(problemText).join("\n");
  // The engine's own words say more than the code where it chose to give some.
  if (fault.code === "UNUSABLE" || fault.code === "CONFLICT") return fault.message || t(`faults.${fault.code}`);
  return t(`faults.${fault.code}`, { message: fault.message });
}

/** The step's name stands in for the path of its field, which no form shows. */
function problemText(problem: Fault["problems"][number]): string {
  const { name, message, fix } = problem;
  const cause = causeOf(problem);
  const where = name !== undefined && cause !== message ? `${name}: ` : "";
  return where + [cause, fix].filter(Boolean).join(" ");
}
