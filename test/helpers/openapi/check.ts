/** The part of a schema of OpenAPI 3.0 and 3.1 that decides whether a vendor takes a value. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  nullable?: boolean;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  example?: unknown;
  examples?: unknown;
  default?: unknown;
  readOnly?: boolean;
}

/** What is wrong, and with which parameter (`line_items[0][quantity]`). */
export interface Objection {
  kind: "unknown" | "missing" | "type" | "enum" | "range";
  param: string;
  message: string;
}

export interface Rules {
  resolve(schema: Schema): Schema;
  /** Values came as text: numbers and booleans may be spelled. */
  textual: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const below = (param: string, key: string): string => (param === "" ? key : `${param}[${key}]`);

/** The first objection that the vendor would raise, or undefined. Properties that a schema does not name are refused. */
export function check(given: Schema, value: unknown, param: string, rules: Rules): Objection | undefined {
  const schema = merged(rules.resolve(given), rules);
  if (value === null) return accepts(schema, "null") || schema.nullable ? undefined : wrong("type", param, "null is not allowed");
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const objections = branches.map((branch) => check(branch, value, param, rules));
    if (objections.includes(undefined)) return undefined;
    // The branch that went furthest says best what is wrong.
    return objections.reduce((best, one) => ((one?.param.length ?? 0) > (best?.param.length ?? 0) ? one : best), objections.at(-1));
  }
  if (
    schema.enum &&
    !schema.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value) || `${allowed as string}` === value)
  ) {
    return wrong("enum", param, `must be one of ${schema.enum.slice(0, 8).join(", ")}`);
  }
  if (schema.const !== undefined && schema.const !== value) return wrong("enum", param, `must be ${JSON.stringify(schema.const)}`);
  const objection = checkType(schema, value, param, rules);
  if (objection) return objection;
  if (isObject(value)) return checkObject(schema, value, param, rules);
  if (Array.isArray(value)) return checkList(schema, value, param, rules);
  return checkRange(schema, value, param);
}

const wrong = (kind: Objection["kind"], param: string, message: string): Objection => ({ kind, param, message });

/** `allOf` as one schema. */
function merged(schema: Schema, rules: Rules): Schema {
  if (!schema.allOf) return schema;
  const { allOf, ...own } = schema;
  const parts = [...allOf.map((part) => merged(rules.resolve(part), rules)), own];
  const sum: Schema = Object.assign({}, ...parts);
  sum.properties = Object.assign({}, ...parts.map((part) => part.properties));
  sum.required = parts.flatMap((part) => part.required ?? []);
  return sum;
}

const typesOf = (schema: Schema): readonly string[] =>
  schema.type === undefined ? (schema.properties ? ["object"] : []) : typeof schema.type === "string" ? [schema.type] : schema.type;
const accepts = (schema: Schema, type: string): boolean => typesOf(schema).includes(type);

function checkType(schema: Schema, value: unknown, param: string, rules: Rules): Objection | undefined {
  const types = typesOf(schema).filter((type) => type !== "null");
  if (types.length === 0) return undefined;
  return types.some((type) => isOf(type, value, rules.textual)) ? undefined : wrong("type", param, `must be ${types.join(" or ")}`);
}

function isOf(type: string, value: unknown, textual: boolean): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return textual ? typeof value === "string" && /^-?\d+$/.test(value) : Number.isInteger(value);
    case "number":
      return textual ? typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) : typeof value === "number";
    case "boolean":
      return textual ? value === "true" || value === "false" : typeof value === "boolean";
    case "array":
      return Array.isArray(value);
    case "object":
      // An empty list and an empty object look the same in a form.
      return isObject(value) || (textual && Array.isArray(value) && value.length === 0);
    default:
      return true;
  }
}

function checkObject(schema: Schema, value: Record<string, unknown>, param: string, rules: Rules): Objection | undefined {
  const properties = schema.properties ?? {};
  for (const key of Object.keys(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const other = schema.additionalProperties ?? (schema.properties === undefined ? true : undefined);
    if (known === undefined && (other === undefined || other === false)) {
      return wrong("unknown", below(param, key), `Received unknown parameter: ${below(param, key)}`);
    }
    const part = known ?? (typeof other === "object" ? other : undefined);
    const objection = part && check(part, value[key], below(param, key), rules);
    if (objection) return objection;
  }
  const missing = schema.required?.find((key) => value[key] === undefined && !properties[key]?.readOnly);
  return missing === undefined ? undefined : wrong("missing", below(param, missing), `Missing required param: ${below(param, missing)}`);
}

function checkList(schema: Schema, value: readonly unknown[], param: string, rules: Rules): Objection | undefined {
  if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) {
    return wrong("range", param, `has ${value.length} entries`);
  }
  for (const [i, entry] of value.entries()) {
    const objection = schema.items && check(schema.items, entry, below(param, String(i)), rules);
    if (objection) return objection;
  }
  return undefined;
}

function checkRange(schema: Schema, value: unknown, param: string): Objection | undefined {
  const number = typeof value === "number" ? value : Number.NaN;
  if (number < (schema.minimum ?? Number.NEGATIVE_INFINITY) || number > (schema.maximum ?? Number.POSITIVE_INFINITY)) {
    return wrong("range", param, "is out of range");
  }
  if (typeof value !== "string") return undefined;
  if (value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) {
    return wrong("range", param, "has a wrong length");
  }
  return schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)
    ? wrong("range", param, `must match ${schema.pattern}`)
    : undefined;
}
