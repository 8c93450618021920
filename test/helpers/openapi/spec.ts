import { readFileSync } from "node:fs";
import type { Schema } from "./check.ts";

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  schema?: Schema;
}
interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Readonly<Record<string, { value?: unknown }>>;
}
export interface Operation {
  operationId?: string;
  parameters?: readonly (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Readonly<Record<string, Content>> };
  responses: Readonly<Record<string, { content?: Readonly<Record<string, Content>>; $ref?: string }>>;
  security?: readonly Readonly<Record<string, readonly string[]>>[];
}
type Methods = Readonly<Record<string, Operation>> & { parameters?: Operation["parameters"] };
export interface Spec {
  servers?: readonly { url: string }[];
  security?: Operation["security"];
  paths: Readonly<Record<string, Methods>>;
  components?: { securitySchemes?: Readonly<Record<string, SecurityScheme>> };
}
export interface SecurityScheme {
  type: string;
  scheme?: string;
  in?: "query" | "header" | "cookie";
  name?: string;
}

export const readSpec = (path: string | URL): Spec => JSON.parse(readFileSync(path, "utf8")) as Spec;

/** Follows `#/a/b` inside the document. */
export function resolver(spec: Spec): <T extends object>(node: T) => T {
  return <T extends object>(node: T): T => {
    let at: unknown = node;
    for (let hops = 0; isReference(at) && hops < 20; hops++) {
      at = at.$ref
        .slice(2)
        .split("/")
        .reduce<unknown>((from, key) => {
          const name = decodeURIComponent(key).replace(/~1/g, "/").replace(/~0/g, "~");
          return typeof from === "object" && from !== null ? Reflect.get(from, name) : undefined;
        }, spec);
      if (at === undefined) throw new Error("The spec refers to something that it does not hold.");
    }
    return at as T;
  };
}

const isReference = (node: unknown): node is { $ref: string } =>
  typeof node === "object" && node !== null && "$ref" in node && typeof node.$ref === "string" && node.$ref.startsWith("#/");

export interface Route {
  template: string;
  pattern: RegExp;
  names: string[];
  methods: Methods;
}

/** Longest literal text first; a parameter may be a part of a segment (`Jobs({key})`, `{property}:run`). */
export function routesOf(spec: Spec): Route[] {
  const routes = Object.entries(spec.paths).map(([template, methods]) => {
    const names: string[] = [];
    const source = template
      .split(/(\{[^}]*\})/)
      .map((part) => {
        if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        names.push(part.slice(1, -1));
        return "([^/]+?)";
      })
      .join("");
    return { template, pattern: new RegExp(`^${source}$`), names, methods };
  });
  const literal = (template: string): number => template.replace(/\{[^}]*\}/g, "").length;
  return routes.sort((a, b) => a.names.length - b.names.length || literal(b.template) - literal(a.template));
}

/** A value for a schema: its own example, else required fields filled. */
export function sampleOf(given: Schema, resolve: (schema: Schema) => Schema, depth = 0): unknown {
  const schema = resolve(given);
  if (schema.example !== undefined) return structuredClone(schema.example);
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return structuredClone(schema.examples[0]);
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (branch) return sampleOf(branch, resolve, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, resolve, depth + 1)));
  const type = typeof schema.type === "string" ? schema.type : schema.type?.find((one) => one !== "null");
  if (type === "array") return depth > 6 || !schema.items ? [] : [sampleOf(schema.items, resolve, depth + 1)];
  if (type === "string") return "text";
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  if (type !== "object" && schema.properties === undefined) return schema.nullable ? null : {};
  const wanted = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key));
  return Object.fromEntries(wanted.map(([key, part]) => [key, depth > 6 ? null : sampleOf(part, resolve, depth + 1)]));
}
