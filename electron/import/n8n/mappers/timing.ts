import { bool, literal, type Mapper, record } from "../mapper.ts";

const UNITS = ["seconds", "minutes", "hours", "days"] as const;
const RESUME = ["timeInterval", "specificTime", "webhook", "form"] as const;

export const loop: Mapper = ({ parameters, version }) => ({
  type: "core.loop",
  params: {
    size: parameters.batchSize ?? (version >= 3 ? 1 : 10),
    reset: record(parameters.options).reset ?? false,
    // The first versions have the loop as their first output.
    ...(version >= 3 ? {} : { ways: version >= 2 ? "loop-done" : "loop" }),
  },
  outputs: version >= 3 ? ["done", "loop"] : version >= 2 ? ["loop", "done"] : ["loop"],
});

export const wait: Mapper = ({ parameters, version }) => {
  const partial: string[] = [];
  const resume = literal(parameters.resume, RESUME, "timeInterval", "what it waits for", partial);
  if (resume === "form") return { unsupported: "It waits for a form of its own." };
  if (resume === "specificTime") return { type: "core.wait", params: { until: "time", at: parameters.dateTime ?? "" }, partial };
  if (resume === "timeInterval") {
    const first = version < 1.1;
    return {
      type: "core.wait",
      params: { amount: parameters.amount ?? (first ? 1 : 5), unit: parameters.unit ?? (first ? "hours" : "seconds") },
      partial,
    };
  }
  if (parameters.incomingAuthentication !== undefined && parameters.incomingAuthentication !== "none") {
    return { unsupported: "It waits for a webhook call that has to prove itself." };
  }
  if (parameters.responseMode === "responseNode" || parameters.responseMode === "lastNode") partial.push("the caller is answered at once");
  const options = record(parameters.options);
  const limited = bool(parameters.limitWaitTime, false);
  const atTime = parameters.limitType === "atSpecifiedTime";
  return {
    type: "core.wait",
    params: {
      until: "webhook",
      ...(options.webhookSuffix === undefined ? {} : { suffix: options.webhookSuffix }),
      ...(limited && atTime ? { limit: "time", limitAt: parameters.maxDateAndTime ?? "" } : {}),
      ...(limited && !atTime
        ? {
            limit: "interval",
            limitAmount: parameters.resumeAmount ?? 1,
            limitUnit: literal(parameters.resumeUnit, UNITS, "hours", "the unit of its limit", partial),
          }
        : {}),
    },
    partial,
  };
};
