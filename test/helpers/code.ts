import type { CodeRequest, CodeResult } from "#kit/context.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { createCodeRunner } from "../../electron/threads/code-client.ts";

export const MB = 1024 * 1024;

export interface CodeOptions extends Partial<Omit<CodeRequest, "context" | "limits" | "source">> {
  context?: Partial<CodeRequest["context"]>;
  ms?: number;
  bytes?: number;
  signal?: AbortSignal;
}

export const itemsOf = (...list: JsonObject[]): Item[] => list.map((json) => ({ json }));

export function codeRequest(source: string, options: CodeOptions = {}): CodeRequest {
  const { context, ms, bytes, signal: _, ...rest } = options;
  return {
    language: "javascript",
    source,
    mode: "all",
    items: itemsOf({ a: 1, s: "x" }, { a: 2, s: "y" }, { a: 3, s: "z" }),
    nodes: {},
    context: {
      runIndex: 0,
      workflow: { id: "w1", name: "Leads", active: true },
      execution: { id: "r1", mode: "test" },
      vars: {},
      env: {},
      timezone: "Europe/Berlin",
      now: Date.UTC(2024, 6, 1, 10),
      nodeName: "Code",
      prevNode: "D",
      staticData: { global: {}, node: {} },
      ...context,
    },
    limits: { ms: ms ?? 20_000, bytes: bytes ?? 128 * MB },
    ...rest,
  };
}

export interface TestRunner {
  run: (source: string, options?: CodeOptions) => Promise<CodeResult>;
  /** The json of what comes out. */
  json: (source: string, options?: CodeOptions) => Promise<JsonObject[]>;
  /** The one value that `return {v: ...}` gives. */
  value: (expression: string, options?: CodeOptions) => Promise<unknown>;
  fault: (source: string, options?: CodeOptions) => Promise<StepError>;
  close: () => Promise<void>;
}

export function testRunner(threads?: number): TestRunner {
  const runner = createCodeRunner(threads === undefined ? {} : { threads });
  const run: TestRunner["run"] = (source, options = {}) =>
    runner.run(codeRequest(source, options), options.signal ?? new AbortController().signal);
  const json: TestRunner["json"] = async (source, options) => (await run(source, options)).items.map((item) => item.json);
  return {
    run,
    json,
    value: async (expression, options) => (await json(`return {v: (${expression})}`, options))[0]?.v,
    async fault(source, options) {
      try {
        await run(source, options);
      } catch (error) {
        if (error instanceof StepError) return error;
        throw error;
      }
      throw new Error(`did not fail: ${source}`);
    },
    close: () => runner.close(),
  };
}
