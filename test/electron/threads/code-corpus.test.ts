import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { CodeNode } from "#kit/context.ts";
import type { Item } from "#shared/model/item.ts";
import { testRunner } from "../../helpers/code.ts";
import { corpusFiles, corpusThere, readCorpus } from "../../helpers/corpus.ts";

// What n8n's own Code node gave for the same items: values, kinds of error and their words.

const Recorded = z.object({ json: z.record(z.string(), z.unknown()).default({}) });
const Case = z.looseObject({
  id: z.string(),
  workflow: z.looseObject({
    nodes: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        retryOnFail: z.boolean().default(false),
        parameters: z.record(z.string(), z.unknown()).default({}),
      }),
    ),
    connections: z.record(z.string(), z.record(z.string(), z.array(z.array(z.object({ node: z.string() })).nullable()))),
  }),
  run: z
    .object({
      volatileNodes: z.array(z.string()).default([]),
      nodes: z.record(
        z.string(),
        z.array(
          z.object({
            outputs: z.array(z.array(Recorded).nullable()).optional(),
            error: z.object({ message: z.string() }).optional(),
          }),
        ),
      ),
    })
    .optional(),
});
type Case = z.infer<typeof Case>;
interface Step {
  title: string;
  source: string;
  mode: "all" | "each";
  items: Item[];
  nodes: Record<string, CodeNode>;
  prevNode: string;
  workflow: string;
  /** `failed`: the step ended with this, whatever had come out before. */
  expected: { items: unknown[]; errors: string[]; failed: string | undefined };
}

/** Its recording shows static data as later steps left it, not as this step gave it. */
const LEFT_OUT = new Set(["tpl-5731"]);

/** Code steps that ran once, on what a single step gave them. */
function stepsOf({ id, workflow, run }: Case): Step[] {
  if (!run || LEFT_OUT.has(id)) return [];
  const steps: Step[] = [];
  for (const node of workflow.nodes) {
    const { jsCode, mode } = node.parameters;
    if (node.retryOnFail) continue;
    const [recorded, again] = run.nodes[node.name] ?? [];
    if (node.type !== "n8n-nodes-base.code" || typeof jsCode !== "string" || !recorded || again || run.volatileNodes.includes(node.name))
      continue;
    const feeding = Object.entries(workflow.connections).flatMap(([name, { main }]) =>
      (main ?? []).flatMap((targets, port) => (targets?.some((target) => target.node === node.name) ? [{ name, port }] : [])),
    );
    const [from, another] = feeding;
    if (!from || another || run.nodes[from.name]?.length !== 1) continue;
    const nodes: Record<string, CodeNode> = {};
    for (const [name, runs] of Object.entries(run.nodes))
      nodes[name] = { runs: runs.map((one) => (one.outputs ?? []).map((list) => list ?? [])), params: {}, executed: true };
    const lists = recorded.outputs ?? [];
    const errorOf = (json: Record<string, unknown>) =>
      typeof json.error === "string" && / \[line \d+/.test(json.error) ? [json.error] : [];
    steps.push({
      title: `${id}: ${node.name}`,
      source: jsCode,
      mode: mode === "runOnceForEachItem" ? "each" : "all",
      items: run.nodes[from.name]?.[0]?.outputs?.[from.port]?.map(({ json }) => ({ json })) ?? [],
      nodes,
      prevNode: from.name,
      workflow: "name" in workflow && typeof workflow.name === "string" ? workflow.name : "",
      expected: {
        items: (lists[0] ?? []).map((item) => item.json).filter((json) => errorOf(json).length === 0),
        errors: lists.flatMap((list) => (list ?? []).flatMap((item) => errorOf(item.json))),
        failed: recorded.error?.message,
      },
    });
  }
  return steps;
}

const seen = new Set<string>();
const steps = corpusFiles("given/cases")
  .flatMap((file) => stepsOf(Case.parse(readCorpus(file))))
  .filter((step) => {
    const key = JSON.stringify([step.source, step.mode, step.items, step.expected]);
    return !seen.has(key) && seen.add(key);
  });

describe.runIf(corpusThere)("code steps as n8n ran them", () => {
  const { run, close } = testRunner();
  afterAll(close);

  it("there are enough of them", () => expect(steps.length).toBeGreaterThan(80));

  it.each(steps)("$title", async ({ source, mode, items, nodes, prevNode, workflow, expected }) => {
    const context = { prevNode, timezone: "America/New_York", workflow: { id: "test", name: workflow, active: false } };
    const result = await run(source, { mode, items, nodes, context }).catch((error: unknown) => ({
      items: [],
      failures: [{ failure: { message: error instanceof Error ? error.message : String(error) } }],
    }));
    const errors = result.failures?.map((one) => one.failure.message) ?? [];
    if (expected.failed !== undefined) {
      expect(errors[0]).toBe(expected.failed);
      return;
    }
    expect(errors).toEqual(expected.errors);
    expect(JSON.parse(JSON.stringify(result.items.map((item) => item.json)))).toEqual(expected.items);
  });
});
