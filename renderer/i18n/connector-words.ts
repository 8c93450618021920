import type { WorkflowRow } from "#shared/contract/workflows.ts";
import type { OperationInfo, PortInfo, ToolInfo } from "#shared/model/catalog.ts";
import { spaced } from "./spaced.ts";

/** What connectors say, in another language. */
export interface ConnectorWords {
  /** By the connector's own words; `core.schedule|At` where one operation needs another word than the others. */
  texts: Readonly<Record<string, string>>;
  /** What is said the same way: names, codes, examples. */
  same: ReadonlySet<string>;
  /** More words to find tools and operations by, by tool id or node type. */
  search: Readonly<Record<string, string>>;
  /** What a trigger waits for, by node type, from its params. */
  triggers: Readonly<Record<string, (params: unknown) => string | undefined>>;
}

/** Says a text of a tool or an operation. `kind`: raw values have words only where somebody would read them. */
export type Say = (of: string, text: string, kind: "said" | "raw") => string;

/** What has no words stays as it is. */
export const sayIn =
  ({ texts }: ConnectorWords): Say =>
  (of, text) => {
    const own = `${of}|${text}`;
    return (Object.hasOwn(texts, own) ? texts[own] : Object.hasOwn(texts, text) ? texts[text] : undefined) ?? text;
  };

/** The catalog in other words; all is found by its English words, too. */
export function catalogInWords(tools: readonly ToolInfo[], say: Say, search: ConnectorWords["search"]): ToolInfo[] {
  const more = (id: string): string[] => (Object.hasOwn(search, id) ? [search[id] ?? ""] : []);
  return tools.map((tool): ToolInfo => {
    const said = (text: string): string => (text === "" ? "" : say(tool.id, text, "said"));
    const operation = (one: OperationInfo): OperationInfo => operationInWords(one, say, more(one.type));
    return {
      ...tool,
      name: said(tool.name),
      category: said(tool.category),
      description: said(tool.description),
      needs: said(tool.needs),
      verifiedBy: said(tool.verifiedBy),
      limits: said(tool.limits),
      pricing: said(tool.pricing),
      notes: said(tool.notes),
      auth: tool.auth.map((auth) => ({
        ...auth,
        title: said(auth.title),
        help: said(auth.help),
        fields: schemaInWords(auth.fields, (text, kind) => say(tool.id, text, kind)),
      })),
      actions: tool.actions.map(operation),
      triggers: tool.triggers.map(operation),
      keywords: [...more(tool.id), tool.name, tool.category, tool.description, ...tool.keywords],
    };
  });
}

function operationInWords(operation: OperationInfo, say: Say, more: readonly string[]): OperationInfo {
  const said = (text: string): string => (text === "" ? "" : say(operation.type, text, "said"));
  const ports = (list: readonly PortInfo[]) => list.map(({ id, label }) => ({ id, label: said(label) }));
  return {
    ...operation,
    title: said(operation.title),
    description: said(operation.description),
    ...(operation.example === undefined ? {} : { example: said(operation.example) }),
    input: schemaInWords(operation.input, (text, kind) => say(operation.type, text, kind)),
    inputs: ports(operation.inputs),
    outputs: ports(operation.outputs),
    keywords: [...more, operation.title, operation.description, ...operation.keywords],
  };
}

const NUMBERED = /^Input (\d+)$/;

/** Ports that follow from a step's params. A name that stands in the params is the person's own, and stays. */
export function portsInWords(
  ports: readonly PortInfo[],
  { type, params }: { type: string; params: Readonly<Record<string, unknown>> },
  say: Say,
): PortInfo[] {
  const own = JSON.stringify(params);
  return ports.map(({ id, label }) => {
    if (label === "" || own.includes(JSON.stringify(label))) return { id, label };
    const number = NUMBERED.exec(label)?.[1];
    return { id, label: number === undefined ? say(type, label, "said") : say(type, "Input 1", "said").replace("1", number) };
  });
}

/** What a trigger waits for, in a line for lists. */
export function triggerInWords({ type, title, detail, params }: WorkflowRow["triggers"][number], words: ConnectorWords | null): string {
  const said = detail !== "" && words && Object.hasOwn(words.triggers, type) ? words.triggers[type]?.(params) : undefined;
  return said ?? (detail || (words ? sayIn(words)(type, title, "said") : title));
}

type Schema = Record<string, unknown>;
type SayText = (text: string, kind: "said" | "raw") => string;

const HINTS = ["title", "help", "description", "placeholder"] as const;
const SHAPES = ["items", "anyOf", "oneOf", "allOf"] as const;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSON Schema with the kit's hints, its words said by `say`. */
function schemaInWords(schema: Schema, say: SayText): Schema {
  const made: Schema = { ...schema };
  for (const hint of HINTS) {
    const text = schema[hint];
    if (typeof text === "string" && text !== "") made[hint] = say(text, "said");
  }
  const { labels, enum: values, properties } = schema;
  if (Array.isArray(labels)) made.labels = labels.map((label) => (typeof label === "string" ? say(label, "said") : label));
  else if (Array.isArray(values)) made.labels = values.map((value) => say(String(value), "raw"));
  if (isSchema(properties)) {
    made.properties = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, propertyInWords(name, one, say)]));
  }
  for (const shape of SHAPES) {
    const inner = schema[shape];
    if (isSchema(inner)) made[shape] = schemaInWords(inner, say);
    else if (Array.isArray(inner)) made[shape] = inner.map((one: unknown) => (isSchema(one) ? schemaInWords(one, say) : one));
  }
  return made;
}

/** A field without a title goes by its name. */
function propertyInWords(name: string, schema: unknown, say: SayText): unknown {
  if (!isSchema(schema)) return schema;
  const made = schemaInWords(schema, say);
  return schema.title === undefined ? { ...made, title: say(spaced(name), "said") } : made;
}
