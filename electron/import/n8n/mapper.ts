import { z } from "zod";
import type { Workflow } from "#shared/model/workflow.ts";
import type { N8nNode } from "./file.ts";

/** What a mapper is given of an n8n step. */
export interface Source {
  /** Short for n8n's own: `set`. */
  readonly type: string;
  readonly version: number;
  /** Only what differs from the defaults is there. */
  readonly parameters: Record<string, unknown>;
  /** The step goes on after an error, in whatever way. */
  readonly goesOn: boolean;
  readonly node: N8nNode;
  /** Reads a workflow that stands in the step, with what does not carry over, in words. Throws ImportError. */
  readonly nested: (file: unknown) => { workflow: Workflow; partial: string[] };
}

export interface Mapped {
  type: string;
  params: Record<string, unknown>;
  /** What does not fit, in words for the user. */
  partial?: string[];
  /** Port ids by index; without them `in` and `out`. Beyond the last output comes the error port. */
  inputs?: readonly string[];
  outputs?: readonly string[];
}
export interface Unsupported {
  unsupported: string;
}
export type Mapper = (source: Source) => Mapped | Unsupported;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text = (value: unknown, otherwise = ""): string => (typeof value === "string" ? value : otherwise);
export const bool = (value: unknown, otherwise: boolean): boolean => (typeof value === "boolean" ? value : otherwise);
export const record = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
/** `{ group: [...] }` and `{ group: {...} }` both stand for a list. */
export function group(value: unknown, name: string): Record<string, unknown>[] {
  const inner = isObject(value) ? value[name] : undefined;
  return (Array.isArray(inner) ? inner : [inner]).filter(isObject);
}
export const isExpression = (value: unknown): value is string => typeof value === "string" && value.startsWith("=");

/** A value that our form wants literal: an expression there can't be kept, which is said. */
export function literal<const T extends string>(value: unknown, allowed: readonly T[], otherwise: T, name: string, partial: string[]): T {
  if (value === undefined) return otherwise;
  const found = z.enum(allowed).safeParse(value);
  if (found.success) return found.data;
  const shown = isExpression(value) ? "an expression" : JSON.stringify(value);
  partial.push(`${name} is ${shown}, taken as '${otherwise}'`);
  return otherwise;
}
