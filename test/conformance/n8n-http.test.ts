import { describe, expect, it } from "vitest";
import { z } from "zod";
import { httpAction } from "../../connectors/core/actions/http.ts";
import type { RecordedRequest } from "../../connectors/kit/recorded.ts";
import { createReplayClient, openTape } from "../../connectors/kit/replay.ts";
import { NO_SCOPE } from "../../electron/engine/triggers/no-scope.ts";
import { compile, isExpression } from "../../electron/expressions/compile.ts";
import { importN8n } from "../../electron/import/n8n/index.ts";
import { StepError } from "../../electron/shared/model/failure.ts";
import type { Item } from "../../electron/shared/model/item.ts";
import { HttpAnswer } from "../../electron/shared/model/test-case.ts";
import { corpusFiles, corpusThere, readCorpus } from "../helpers/corpus.ts";
import { itemContext } from "../helpers/item-context.ts";

const Recorded = z.looseObject({
  id: z.string(),
  kind: z.string(),
  workflow: z.looseObject({ nodes: z.array(z.looseObject({ name: z.string(), type: z.string() })), pinData: z.unknown().optional() }),
  http: HttpAnswer.array().default([]),
  run: z.looseObject({
    executionOrder: z.array(z.string()),
    nodes: z.record(
      z.string(),
      z.array(
        z.looseObject({ outputs: z.array(z.array(z.looseObject({ json: z.record(z.string(), z.unknown()) })).nullable()).default([]) }),
      ),
    ),
  }),
});
type Recorded = z.infer<typeof Recorded>;

const cases = corpusFiles("given/cases")
  .filter((file) => file.includes("/httprequest-"))
  .map((file) => Recorded.parse(readCorpus(file)));

/** These steps have nothing before them that their expressions could refer to. */
function evaluate(value: unknown, extra: Readonly<Record<string, unknown>> = {}): unknown {
  if (typeof value === "string") return isExpression(value) ? compile(value).evaluate({ ...NO_SCOPE, extra }) : value;
  if (Array.isArray(value)) return value.map((entry) => evaluate(entry, extra));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, evaluate(entry, extra)]));
}

type Output = { json: Record<string, unknown>; files: string[] }[] | { error: unknown };

/** Each HTTP step of a case, in the order in which n8n ran them, on one tape. */
async function play(recorded: Recorded): Promise<{ requests: RecordedRequest[]; outputs: Record<string, Output> }> {
  if (httpAction.mode !== "item") throw new Error("core.http works per item");
  const { workflow } = importN8n({ ...recorded.workflow, pinData: {} });
  const requests: RecordedRequest[] = [];
  const http = createReplayClient(openTape(recorded.http), (request) => requests.push(request));
  const outputs: Record<string, Output> = {};
  for (const name of recorded.run.executionOrder) {
    const node = workflow.nodes.find((one) => one.name === name && one.type === "core.http");
    if (node === undefined) continue;
    const { pagination, ...params } = node.params;
    const early = evaluate(params) as Record<string, unknown>;
    try {
      const input = httpAction.input.parse({ ...early, pagination });
      const result = await httpAction.run(itemContext<unknown>({ input, http, evaluate: (text, _index, roots) => evaluate(text, roots) }));
      outputs[name] = ("items" in result && Array.isArray(result.items) ? (result.items as Item[]) : []).map((item) => ({
        json: JSON.parse(JSON.stringify(item.json)) as Record<string, unknown>,
        files: Object.keys(item.binary ?? {}),
      }));
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      outputs[name] = { error: error.failure.name };
    }
  }
  return { requests, outputs };
}

const filesOf = (item: Record<string, unknown>): string[] => Object.keys((item.binary as Record<string, unknown> | undefined) ?? {});

/** What n8n gave: the first output that has items; an error as its class name, where it kept one. */
function recordedOutput(recorded: Recorded, name: string): Output {
  const outputs = recorded.run.nodes[name]?.[0]?.outputs ?? [];
  const items = outputs.find((list) => list !== null && list.length > 0) ?? [];
  const failed = items.length === 1 ? items[0]?.json.error : undefined;
  if (failed === undefined) return items.map((item) => ({ json: item.json, files: filesOf(item) }));
  return { error: z.object({ name: z.string() }).safeParse(failed).data?.name ?? "NodeOperationError" };
}

const sent = (request: RecordedRequest) => ({
  method: request.method,
  address: request.url.split("?")[0],
  query: [...new URL(request.url).searchParams].map((pair) => pair.join("=")).sort(),
  accept: request.headers.accept,
  contentType: request.headers["content-type"],
  body: request.body ?? null,
});

describe.skipIf(!corpusThere)("HTTP requests of recorded n8n runs", () => {
  it.each(cases.map((recorded) => [recorded.id, recorded] as const))("%s: same requests, same items", async (_id, recorded) => {
    const { requests, outputs } = await play(recorded);
    const wanted = recorded.http.map(({ request }) => sent({ headers: {}, body: null, ...request }));
    expect(requests.map(sent)).toEqual(wanted);
    for (const [name, output] of Object.entries(outputs)) expect({ [name]: output }).toEqual({ [name]: recordedOutput(recorded, name) });
  });
});
