import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { CalledRun, ItemFailure, ListContext, ListResult, WorkflowCall } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { EMPTY_ITEMS, type ItemList } from "#kit/items.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { toJsonValue } from "../values/convert.ts";
import { setPath } from "../values/path.ts";

const Input = z.object({
  source: field(z.enum(["workflow", "document"]).default("workflow"), {
    title: "Call",
    labels: ["A workflow of this workspace", "A workflow kept in this step"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
  workflow: field(z.string().default(""), {
    title: "Workflow",
    help: "It has to be published. Its 'When called' trigger gets the items; what its last step gives comes back.",
    widget: "workflow",
    showIf: { source: ["workflow"] },
  }),
  document: field(z.unknown().optional(), {
    title: "The workflow as JSON",
    widget: "json",
    expression: "no",
    showIf: { source: ["document"] },
  }),
  items: field(z.enum(["all", "each"]).default("all"), {
    title: "Call it",
    labels: ["Once, with all items", "Once for each item"],
    widget: "select",
    expression: "no",
  }),
  inputs: field(z.array(z.object({ name: z.string(), value: z.unknown().optional() })).default([]), {
    title: "What it gets",
    help: "Fields for each item. None: the items as they are.",
    widget: "key-value",
  }),
  wait: field(z.boolean().default(true), { title: "Wait for its result", widget: "switch", expression: "no" }),
  atOnce: field(z.coerce.number().int().min(1).max(50).default(1), {
    title: "Runs at the same time",
    help: "1 keeps the order of the items.",
    widget: "number",
    expression: "no",
    showIf: { items: ["each"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

/** Runs under way at most where nobody waits for them: a list of any length then fits in memory. */
const DETACHED = 100;

/** The workflow that the step holds itself. */
function ownDocument(value: unknown): Workflow {
  const read = Workflow.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw userError(
    `The workflow in this step can't be read: ${issue?.path.map(String).join(".") || "it"}: ${issue?.message ?? "no workflow"}`,
    {
      field: "document",
      fix: "Paste a workflow as it was exported, or choose one of this workspace.",
    },
  );
}

/** What the called run starts with for this item: the item, or the fields that the step makes of it. */
function sent(ctx: ListContext<Input>, item: Item, index: number): Item {
  const { inputs } = ctx.params(index);
  const { source: _, ...rest } = item;
  if (inputs.length === 0) return rest;
  const json: JsonObject = {};
  for (const { name, value } of inputs) setPath(json, name, toJsonValue(value) ?? null, false);
  return { ...rest, json };
}

function callOf(ctx: ListContext<Input>, list: ItemList, n: number): WorkflowCall {
  const { source, workflow, document, items } = ctx.params(n);
  const called = source === "document" ? ownDocument(document) : workflow.trim();
  if (called === "") throw userError("No workflow is chosen", { field: "workflow", fix: "Choose the workflow to call." });
  if (items === "all") return { workflow: called, items: Array.from(list, (item, index) => sent(ctx, item, index)) };
  return { workflow: called, items: [sent(ctx, list.at(n) ?? { json: {} }, n)] };
}

/** The results one after the other; a result of several items that came of one call are all its item's. */
function gathered(ends: readonly CalledRun[], each: boolean, count: number): ListResult {
  const items: Item[] = [];
  const failures: ItemFailure[] = [];
  for (const [n, end] of ends.entries()) {
    if (end.status === "started") continue;
    if (end.status !== "succeeded") {
      failures.push({ item: n, at: items.length, failure: end.failure });
      continue;
    }
    const same = end.items.length === count;
    let index = 0;
    for (const { source: _, ...item } of end.items) {
      items.push(each ? { ...item, source: n } : same ? { ...item, source: index } : item);
      index++;
    }
  }
  return { outputs: [items], failures };
}

/** Nobody waits for the runs: the items go on, but for those whose call could not begin. */
function passedOn(list: ItemList, ends: readonly CalledRun[], each: boolean): ListResult {
  const items: Item[] = [];
  const failures: ItemFailure[] = [];
  let index = 0;
  for (const item of list) {
    const end = ends[each ? index : 0];
    if (end?.status === "failed") failures.push({ item: index, at: items.length, failure: end.failure });
    else items.push({ ...item, source: index });
    index++;
  }
  return { outputs: [items], failures };
}

function callWorkflow(ctx: ListContext<Input>): ListResult {
  const list = ctx.inputs[0] ?? EMPTY_ITEMS;
  const { items, wait, atOnce } = ctx.params(0);
  const each = items === "each";
  if (!ctx.callWorkflows) throw userError("Workflows can't be called from here");
  const ends = ctx.callWorkflows({
    count: each ? list.length : 1,
    call: (n) => callOf(ctx, list, n),
    atOnce: !wait ? DETACHED : each ? atOnce : 1,
    detached: !wait,
  });
  if (!ends) return { wait: { runs: true }, outputs: [] };
  return wait ? gathered(ends, each, list.length) : passedOn(list, ends, each);
}

export const callWorkflowAction = defineAction<Input>({
  id: "call_workflow",
  title: "Call a workflow",
  description: "Runs another workflow with these items and goes on with its result; a restart neither loses nor repeats the call.",
  example: "The workflow 'Send invoice' runs for each order and gives back its number.",
  keywords: ["sub-workflow", "execute workflow", "reuse", "function", "call"],
  icon: "workflow",
  mode: "list",
  input: Input,
  incomplete: ({ source, workflow }) =>
    source === "workflow" && workflow.trim() === ""
      ? [{ field: "workflow", message: "No workflow is chosen.", fix: "Choose the workflow to call." }]
      : [],
  sample: [{ id: 1, result: "done" }],
  effect: "none",
  idempotent: "naturally",
  run: callWorkflow,
});
