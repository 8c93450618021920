import { bool, group, literal, type Mapped, type Mapper, record, type Source, text, type Unsupported } from "../mapper.ts";

type Params = Record<string, unknown>;
/** n8n hands on what came in where such a step fails and is to go on. */
const passes = ({ goesOn }: Source): Params => (goesOn ? { failures: "pass" } : {});
/** Field names as a comma list, as a list, or as the named entries that the oldest versions keep. */
const names = (value: unknown): unknown => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map((name) => text(name)) : group(value, "fields").map((entry) => text(entry.fieldName));
};

const SPLIT_INCLUDE = { noOtherFields: "none", allOtherFields: "all", selectedOtherFields: "selected" } as const;

export const splitOut: Mapper = (source) => {
  const { parameters } = source;
  const options = record(parameters.options);
  const partial: string[] = [];
  const include =
    SPLIT_INCLUDE[
      literal(parameters.include, ["noOtherFields", "allOtherFields", "selectedOtherFields"], "noOtherFields", "include", partial)
    ];
  return {
    type: "core.split_out",
    params: {
      fields: names(parameters.fieldToSplitOut ?? ""),
      include,
      ...(include === "selected" ? { includeFields: names(parameters.fieldsToInclude ?? "") } : {}),
      into: options.destinationFieldName ?? "",
      dotNotation: !bool(options.disableDotNotation, false),
      keepBinary: bool(options.includeBinary, false),
    },
    partial,
  };
};

const AGGREGATE_INCLUDE = { allFields: "all", specifiedFields: "selected", allFieldsExcept: "except" } as const;

export const aggregate: Mapper = (source) => {
  const { parameters } = source;
  const options = record(parameters.options);
  const partial: string[] = [];
  const binaries = options.includeBinaries === true ? (options.keepOnlyUnique === true ? "unique" : "all") : "none";
  const common = {
    ...(binaries === "none" ? {} : { binaries }),
    ...(options.groupByFields === undefined ? {} : { groupBy: options.groupByFields }),
    ...passes(source),
  };
  if (parameters.aggregate === "aggregateAllItemData") {
    const include =
      AGGREGATE_INCLUDE[literal(parameters.include, ["allFields", "specifiedFields", "allFieldsExcept"], "allFields", "include", partial)];
    return {
      type: "core.aggregate",
      params: {
        mode: "items",
        into: parameters.destinationFieldName ?? "data",
        include,
        ...(include === "selected" ? { includeFields: names(parameters.fieldsToInclude ?? "") } : {}),
        ...(include === "except" ? { excludeFields: names(parameters.fieldsToExclude ?? "") } : {}),
        ...common,
      },
      partial,
    };
  }
  return {
    type: "core.aggregate",
    params: {
      fields: group(parameters.fieldsToAggregate, "fieldToAggregate").map((entry) => ({
        name: entry.fieldToAggregate ?? "",
        ...(entry.renameField === true ? { as: entry.outputFieldName ?? "" } : {}),
      })),
      mergeLists: bool(options.mergeLists, false),
      keepMissing: bool(options.keepMissing, false),
      dotNotation: !bool(options.disableDotNotation, false),
      ...common,
    },
    partial,
  };
};

export const summarize: Mapper = (source) => {
  const { parameters, version } = source;
  const options = record(parameters.options);
  const strict = version < 1.1 && options.continueIfFieldNotFound !== true;
  return {
    type: "core.summarize",
    params: {
      measures: group(parameters.fieldsToSummarize, "values").map((entry) => ({
        aggregation: entry.aggregation ?? "count",
        field: entry.field ?? "",
        includeEmpty: bool(entry.includeEmpty, false),
        separator: entry.separateBy === "other" ? (entry.customSeparator ?? "") : (entry.separateBy ?? ","),
      })),
      groupBy: names(parameters.fieldsToSplitBy ?? ""),
      output: options.outputFormat === "singleItem" ? "single" : "items",
      skipEmptyGroups: bool(options.skipEmptySplitFields, false),
      dotNotation: !bool(options.disableDotNotation, false),
      groupsAsText: version < 1.1,
      missing: strict ? "fail" : "ignore",
      ...passes(source),
    },
  };
};

export const sort: Mapper = (source) => {
  const { parameters } = source;
  const by = { simple: "fields", random: "random", code: "code" }[text(parameters.type, "simple")] ?? "fields";
  return {
    type: "core.sort",
    params: {
      by,
      ...(by === "fields"
        ? {
            fields: group(parameters.sortFieldsUi, "sortField").map((entry) => ({
              name: entry.fieldName ?? "",
              descending: entry.order === "descending",
            })),
            dotNotation: !bool(record(parameters.options).disableDotNotation, false),
          }
        : {}),
      ...(by === "code" ? { code: text(parameters.code) } : {}),
      ...passes(source),
    },
  };
};

export const limit: Mapper = ({ parameters }) => ({
  type: "core.limit",
  params: { count: parameters.maxItems ?? 1, keep: parameters.keep === "lastItems" ? "last" : "first" },
});

const COMPARE = { allFields: "all", allFieldsExcept: "except", selectedFields: "selected" } as const;

const NEW_BY = {
  removeItemsWithAlreadySeenKeyValues: { by: "value", from: "dedupeValue" },
  removeItemsUpToStoredIncrementalKey: { by: "number", from: "incrementalDedupeValue" },
  removeItemsUpToStoredDate: { by: "date", from: "dateDedupeValue" },
} as const;
const NEW_LOGIC = ["removeItemsWithAlreadySeenKeyValues", "removeItemsUpToStoredIncrementalKey", "removeItemsUpToStoredDate"] as const;

/** Remove Duplicates 2 that looks at earlier runs. What n8n has seen so far does not come along with an export. */
function newItems({ parameters }: Source, forget: boolean): Mapped {
  const partial: string[] = [];
  const options = record(parameters.options);
  const { by, from } = NEW_BY[literal(parameters.logic, NEW_LOGIC, "removeItemsWithAlreadySeenKeyValues", "what is new", partial)];
  return {
    type: "core.new_items",
    params: {
      operation: forget ? "forget" : "pass",
      by,
      value: parameters[from] ?? "",
      memory: options.scope === "workflow" ? "workflow" : "step",
      ...(typeof options.historySize === "number" ? { most: Math.min(100_000, Math.max(1, options.historySize)) } : {}),
    },
    outputs: ["out", "seen"],
    partial: forget ? partial : [...partial, "it begins with nothing seen: what n8n remembers is not part of its export"],
  };
}

export const removeDuplicates: Mapper = (source) => {
  const { parameters, version } = source;
  const operation = parameters.operation ?? "removeDuplicateInputItems";
  if (version >= 2 && operation !== "removeDuplicateInputItems") return newItems(source, operation === "clearDeduplicationHistory");
  const options = record(parameters.options);
  const partial: string[] = [];
  const compare = COMPARE[literal(parameters.compare, ["allFields", "allFieldsExcept", "selectedFields"], "allFields", "compare", partial)];
  return {
    type: "core.remove_duplicates",
    params: {
      compare,
      ...(compare === "all"
        ? {}
        : { fields: names((compare === "except" ? parameters.fieldsToExclude : parameters.fieldsToCompare) ?? "") }),
      dotNotation: !bool(options.disableDotNotation, false),
      removeOtherFields: bool(options.removeOtherFields, false),
      ...(version < 1.1 ? { sameTypes: true } : {}),
      ...passes(source),
    },
    partial,
  };
};

export const renameKeys: Mapper = ({ parameters }) => ({
  type: "core.rename_keys",
  params: {
    names: group(parameters.keys, "key").map((entry) => ({ from: entry.currentKey ?? "", to: entry.newKey ?? "" })),
    patterns: group(record(parameters.additionalOptions).regexReplacement, "replacements").map((entry) => {
      const options = record(entry.options);
      return {
        search: entry.searchRegex ?? "",
        replace: entry.replaceRegex ?? "",
        ignoreCase: bool(options.caseInsensitive, false),
        depth: options.depth ?? -1,
      };
    }),
  },
});

/** The old home of the list steps: one step, chosen by operation. Its first versions refuse fields that no item has. */
export const itemLists: Mapper = (source) => {
  const { parameters, version } = source;
  const strict: Params = version < 2.1 ? { missing: "fail" } : {};
  const as = (mapper: Mapper, more: Params = {}, at = 1): Mapped | Unsupported => {
    const result = mapper({ ...source, version: at, parameters: { ...parameters, operation: undefined } });
    return "unsupported" in result ? result : { ...result, params: { ...result.params, ...more } };
  };
  switch (parameters.operation ?? "splitOutItems") {
    case "splitOutItems":
      return as(splitOut, { ...strict, ...passes(source) });
    case "aggregateItems":
    case "concatenateItems":
      return as(aggregate, parameters.aggregate === "aggregateAllItemData" ? {} : strict);
    case "summarize":
      return as(summarize, version < 2.1 ? {} : { missing: "ignore" });
    case "sort":
      return as(sort);
    case "limit":
      return as(limit);
    case "removeDuplicates":
      return as(removeDuplicates, {}, version < 3.1 ? 1 : 1.1);
    default:
      return { unsupported: `Its operation ${JSON.stringify(parameters.operation)} is not known.` };
  }
};
