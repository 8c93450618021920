import type { AuthInfo } from "#shared/model/catalog.ts";
import { readFields } from "../forms/index.ts";

/** Tools whose connections go to whatever address the person names. */
export const ASKS_HOSTS: ReadonlySet<string> = new Set(["core"]);

export const splitHosts = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((host) => host.replace(/^https?:\/\//, "").replace(/\/.*$/, ""))
    .filter((host) => host !== "");

/** The contract takes text: numbers and choices are written out, what is left to its default is left out. */
export const textFields = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
  );

/** Names of required fields that are still empty. */
export const missingFields = (auth: AuthInfo, fields: Readonly<Record<string, unknown>>, secretsSet: readonly string[] = []): string[] =>
  readFields(auth.fields)
    .filter(({ name, required }) => required && (fields[name] === undefined || fields[name] === "") && !secretsSet.includes(name))
    .map(({ name }) => name);
