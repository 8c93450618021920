import type { TFunction } from "i18next";
import type { Fault } from "../bridge/index.ts";

/** A fault as one or more sentences. */
export function faultText(t: TFunction, fault: Fault): string {
  if (fault.problems.length > 0) return fault.problems.map(({ message, fix }) => (fix ? `${message} ${fix}` : message)).join("\n");
  // The engine's own words say more than the code where it chose to give some.
  if (fault.code === "UNUSABLE" || fault.code === "CONFLICT") return fault.message || t(`faults.${fault.code}`);
  return t(`faults.${fault.code}`, { message: fault.message });
}
