import { bool, group, isExpression, literal, type Mapper, record, type Source, text } from "../mapper.ts";

const TYPES = ["string", "number", "boolean", "array", "object", "binary"] as const;
const INCLUDES = ["all", "none", "selected", "except"] as const;

interface Field {
  name: unknown;
  type: string;
  value: unknown;
}

function assignments(source: Source, partial: string[]): Field[] {
  return group(source.parameters.assignments, "assignments").map((entry) => ({
    name: entry.name ?? "",
    type: literal(entry.type, TYPES, "string", `the type of '${text(entry.name)}'`, partial),
    value: entry.value ?? "",
  }));
}

/** Versions 3 to 3.2 keep the value under a name that says its type. */
const OLD_DEFAULTS: Record<string, unknown> = {
  stringValue: "",
  numberValue: "",
  booleanValue: "true",
  arrayValue: "",
  objectValue: "={}",
};

function oldFields(source: Source): Field[] {
  return group(source.parameters.fields, "values").map((entry) => {
    const key = text(entry.type, "stringValue");
    return { name: entry.name ?? "", type: key.replace(/Value$/, ""), value: entry[key] ?? OLD_DEFAULTS[key] };
  });
}

/** Versions 1 and 2 set booleans first, then numbers, then texts, and convert hardly anything. */
function oldest(source: Source): Field[] {
  const values = (kind: string) => group(source.parameters.values, kind);
  const named = (entry: Record<string, unknown>) => entry.name ?? "propertyName";
  return [
    ...values("boolean").map((e) => ({ name: named(e), type: "boolean", value: e.value ?? false })),
    ...values("number").map((e) => ({ name: named(e), type: source.version >= 2 ? "number" : "any", value: e.value ?? 0 })),
    ...values("string").map((e) => ({ name: named(e), type: "any", value: e.value ?? "" })),
  ];
}

export const set: Mapper = (source) => {
  const { parameters, version } = source;
  const options = record(parameters.options);
  const partial: string[] = [];
  const failures = source.goesOn ? { failures: "emit" } : {};
  const dotNotation = bool(options.dotNotation, true);
  if (version < 3) {
    const include = bool(parameters.keepOnlySet, false) ? "none" : "all";
    return {
      type: "core.set",
      params: { fields: oldest(source), include, dotNotation, ignoreConversionErrors: true, ...failures },
      partial,
    };
  }
  const raw = parameters.mode === "raw";
  const keeps = version < 3.3 || bool(parameters.includeOtherFields, false);
  const include = keeps ? literal(parameters.include, INCLUDES, "all", "include", partial) : "none";
  if (parameters.duplicateItem === true) partial.push("duplicated items are for tests in n8n only and are not made here");
  if (isExpression(parameters.includeOtherFields)) partial.push("whether other fields are kept is an expression, taken as no");
  return {
    type: "core.set",
    params: {
      ...(raw ? { mode: "json", json: parameters.jsonOutput ?? '{\n  "my_field_1": "value",\n  "my_field_2": 1\n}\n' } : {}),
      ...(raw ? {} : { fields: version < 3.3 ? oldFields(source) : assignments(source, partial) }),
      include,
      ...(include === "selected" ? { includeFields: parameters.includeFields ?? "" } : {}),
      ...(include === "except" ? { excludeFields: parameters.excludeFields ?? "" } : {}),
      dotNotation,
      ignoreConversionErrors: bool(options.ignoreConversionErrors, false),
      stripBinary: version >= 3.4 ? bool(options.stripBinary, false) : !bool(options.includeBinary, false),
      ...failures,
    },
    partial,
  };
};
