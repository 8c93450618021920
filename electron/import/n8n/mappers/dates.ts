import { bool, isExpression, literal, type Mapped, type Mapper, record, type Source, text } from "../mapper.ts";

const OPERATIONS = {
  getCurrentDate: "now",
  addToDate: "add",
  subtractFromDate: "subtract",
  formatDate: "format",
  roundDate: "round",
  extractDate: "extract",
  getTimeBetweenDates: "between",
} as const;
const NAMES = ["getCurrentDate", "addToDate", "subtractFromDate", "formatDate", "roundDate", "extractDate", "getTimeBetweenDates"] as const;

export const dateTime: Mapper = (source) => (source.version < 2 ? older(source) : today(source));

function today({ parameters, node }: Source): Mapped {
  const partial: string[] = [];
  const operation = OPERATIONS[literal(parameters.operation, NAMES, "getCurrentDate", "what it does", partial)];
  const options = record(parameters.options);
  const adds = operation === "add" || operation === "subtract";
  const units = Array.isArray(parameters.units)
    ? parameters.units.map((unit) => `${text(unit).replace(/s$/, "")}s`)
    : (parameters.units ?? ["days"]);
  return {
    type: "core.date_time",
    params: {
      operation,
      ...(adds ? { date: parameters.magnitude ?? "", amount: parameters.duration ?? 0, unit: parameters.timeUnit ?? "days" } : {}),
      ...(operation === "format" || operation === "round" || operation === "extract" ? { date: parameters.date ?? "" } : {}),
      ...(operation === "format"
        ? {
            format: (parameters.format === "custom" ? parameters.customFormat : parameters.format) ?? "MM/dd/yyyy",
            ownZone: !bool(options.timezone, false),
            ...(options.fromFormat === undefined ? {} : { fromFormat: options.fromFormat }),
          }
        : {}),
      ...(operation === "round"
        ? {
            direction: parameters.mode === "roundUp" ? "up" : "down",
            part: (parameters.mode === "roundUp" ? parameters.to : parameters.toNearest) ?? "month",
          }
        : {}),
      ...(operation === "extract" ? { part: parameters.part ?? "month" } : {}),
      ...(operation === "between"
        ? { date: parameters.startDate ?? "", end: parameters.endDate ?? "", units, iso: bool(options.isoString, false) }
        : {}),
      ...(operation === "now" ? { time: bool(parameters.includeTime, true) } : {}),
      ...(operation === "now" && typeof options.timezone === "string" ? { zone: options.timezone } : {}),
      ...(parameters.outputFieldName === undefined ? {} : { into: parameters.outputFieldName }),
      keep: bool(options.includeInputFields, false),
      // There the error port gives the error alone.
      ...(node.onError === "continueErrorOutput" ? { failures: "message" } : {}),
      // There a date without a zone is read by the server's clock, which is UTC unless somebody changed it.
      inputZone: "UTC",
    },
    partial,
  };
}

/** Tokens of the format language of version 1 by those of ours; what stands in brackets is literal text. */
const TOKENS: Record<string, string> = {
  YYYY: "yyyy",
  YY: "yy",
  DD: "dd",
  D: "d",
  DDDD: "ooo",
  DDD: "o",
  dddd: "cccc",
  ddd: "ccc",
  E: "c",
  A: "a",
  a: "a",
  Z: "ZZ",
  ZZ: "ZZZ",
  z: "ZZZZ",
  GGGG: "kkkk",
  WW: "WW",
  W: "W",
  Q: "q",
  X: "X",
  x: "x",
};

function ourFormat(format: string): string {
  return format.replace(/\[([^\]]*)\]|Y+|D+|d+|M+|H+|h+|m+|s+|S+|A|a|Z+|z|G+|W+|Q|X|x|E/g, (token, literalText?: string) =>
    literalText === undefined ? (TOKENS[token] ?? token) : `'${literalText}'`,
  );
}

function older({ parameters }: Source): Mapped {
  const partial: string[] = [];
  const options = record(parameters.options);
  const into = parameters.dataPropertyName ?? "data";
  const format = (value: unknown): unknown => {
    if (isExpression(value)) partial.push("a format that comes from an expression has to use today's letters: yyyy, MM, dd");
    return typeof value === "string" && !isExpression(value) ? ourFormat(value) : value;
  };
  const fromFormat = options.fromFormat === undefined || options.fromFormat === "" ? {} : { fromFormat: format(options.fromFormat) };
  const common = { into, keep: true, ...fromFormat };
  if (parameters.action === "calculate") {
    return {
      type: "core.date_time",
      params: {
        operation: parameters.operation === "subtract" ? "subtract" : "add",
        date: parameters.value ?? "",
        amount: parameters.duration ?? 0,
        unit: parameters.timeUnit ?? "days",
        inputZone: "UTC",
        zone: "UTC",
        utcText: true,
        ...common,
      },
      partial,
    };
  }
  const from = text(options.fromTimezone);
  return {
    type: "core.date_time",
    params: {
      operation: "format",
      date: parameters.value ?? "",
      format: format(parameters.toFormat ?? "MM/DD/YYYY"),
      inputZone: from || "UTC",
      zone: text(options.toTimezone) || from || "UTC",
      ...common,
    },
    partial,
  };
}
