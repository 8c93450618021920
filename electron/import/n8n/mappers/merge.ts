import { bool, group, literal, type Mapped, type Mapper, record, type Source, text, type Unsupported } from "../mapper.ts";

type Params = Record<string, unknown>;
const JOINS = {
  keepMatches: "matches",
  keepNonMatches: "nonMatches",
  keepEverything: "everything",
  enrichInput1: "enrich1",
  enrichInput2: "enrich2",
} as const;
const JOIN_NAMES = ["keepMatches", "keepNonMatches", "keepEverything", "enrichInput1", "enrichInput2"] as const;
const FROM = ["both", "input1", "input2"] as const;

const ports = (inputs: number): string[] => Array.from({ length: inputs }, (_, i) => `in${i + 1}`);
const mapped = (params: Params, inputs = 2, partial: string[] = []): Mapped => ({
  type: "core.merge",
  params: { ...params, ...(inputs === 2 ? {} : { inputs }) },
  inputs: ports(inputs),
  partial,
});

export const merge: Mapper = (source) => (source.version < 2 ? oldest(source) : today(source));

function clashOf(options: Params): Params {
  const clash = group(options.clashHandling, "values")[0];
  if (!clash) return {};
  const resolve = text(clash.resolveClash);
  const preferred = /^preferInput(\d+)$/.exec(resolve)?.[1];
  return {
    ...(resolve === "addSuffix" ? { clash: "suffix" } : {}),
    ...(preferred === undefined ? {} : { clash: "prefer", prefer: Number(preferred) }),
    ...(clash.mergeMode === "shallowMerge" ? { nested: "shallow" } : {}),
    ...(clash.overrideEmpty === true ? { keepFilled: true } : {}),
  };
}

function fieldPairs({ parameters, version }: Source): { left: unknown; right: unknown }[] {
  if (version >= 3 && parameters.advanced !== true) {
    return text(parameters.fieldsToMatchString)
      .split(",")
      .map((name) => ({ left: name.trim(), right: name.trim() }));
  }
  return group(parameters.mergeByFields, "values").map((pair) => ({ left: pair.field1 ?? "", right: pair.field2 ?? "" }));
}

function byFields(source: Source, options: Params, inputs: number): Mapped {
  const { parameters, version } = source;
  const partial: string[] = [];
  const join = JOINS[literal(parameters.joinMode, JOIN_NAMES, "keepMatches", "what it keeps", partial)];
  return mapped(
    {
      mode: "fields",
      fields: fieldPairs(source),
      join,
      // Other kinds of join have no such choice, whatever was stored before.
      from:
        join === "matches" || join === "nonMatches"
          ? literal(parameters.outputDataFrom, FROM, "both", "whose data it takes", partial)
          : "both",
      fuzzy: bool(options.fuzzyCompare, false),
      multiple: options.multipleMatches === "first" ? "first" : "all",
      dotNotation: !bool(options.disableDotNotation, false),
      ...(version < 2.1 ? { missing: "fail" } : {}),
      ...clashOf(options),
    },
    inputs,
    partial,
  );
}

function today(source: Source): Mapped | Unsupported {
  const { parameters, version } = source;
  const options = record(parameters.options);
  const wanted = parameters.numberInputs;
  const inputs = version >= 3 && typeof wanted === "number" && wanted >= 2 && wanted <= 10 ? wanted : 2;
  switch (parameters.mode ?? "append") {
    case "append":
      return mapped({}, inputs);
    case "chooseBranch": {
      if (parameters.output === "empty") return mapped({ mode: "choose", choose: 0 }, inputs);
      const choose = version >= 3 ? (parameters.useDataOfInput ?? 1) : parameters.output === "input2" ? 2 : 1;
      return mapped({ mode: "choose", choose }, inputs);
    }
    case "combine":
      break;
    case "combineBySql":
      return mapped({ mode: "sql", query: parameters.query ?? "SELECT * FROM input1 LEFT JOIN input2 ON input1.name = input2.id" }, inputs);
    default:
      return { unsupported: `Its mode ${JSON.stringify(parameters.mode)} is not known.` };
  }
  switch (parameters.combineBy ?? parameters.combinationMode ?? "combineByFields") {
    case "combineByFields":
    case "mergeByFields":
      return byFields(source, options, inputs);
    case "combineByPosition":
    case "mergeByPosition":
      return mapped({ mode: "position", unpaired: options.includeUnpaired === true ? "all" : "none", ...clashOf(options) }, inputs);
    default:
      return mapped({ mode: "all", ...clashOf(options) }, inputs);
  }
}

const UNPAIRED: Record<string, string> = { inner: "none", left: "first", outer: "all" };

function oldest({ parameters }: Source): Mapped | Unsupported {
  const fields = [{ left: parameters.propertyName1 ?? "", right: parameters.propertyName2 ?? "" }];
  const byKey = { mode: "fields", fields, fuzzy: true };
  switch (parameters.mode ?? "append") {
    case "append":
      return mapped({});
    case "mergeByIndex":
      return mapped({ mode: "position", unpaired: UNPAIRED[text(parameters.join, "left")] ?? "first", nested: "shallow" });
    case "mergeByKey": {
      const own = { blank: { clash: "prefer", prefer: 1, keepFilled: true }, undefined: { clash: "prefer", prefer: 1 } };
      const overwrite = parameters.overwrite === "blank" || parameters.overwrite === "undefined" ? own[parameters.overwrite] : {};
      const partial = ["items of input 1 without a match come after those with one"];
      return mapped({ ...byKey, join: "enrich1", multiple: "last", nested: "shallow", ...overwrite }, 2, partial);
    }
    case "keepKeyMatches":
      return mapped({ ...byKey, join: "matches", from: "input1" });
    case "removeKeyMatches":
      return mapped({ ...byKey, join: "nonMatches", from: "input1" });
    case "multiplex":
      return mapped({ mode: "all", nested: "shallow" });
    case "passThrough":
      return mapped({ mode: "choose", choose: parameters.output === "input2" ? 2 : 1 });
    case "wait":
      return mapped({ mode: "choose", choose: 0 });
    default:
      return { unsupported: `Its mode ${JSON.stringify(parameters.mode)} is not known.` };
  }
}
