import { Workflow } from "#shared/model/workflow.ts";

interface Step {
  id: string;
  type: string;
  params?: Record<string, unknown>;
}
type Wire = readonly [from: string, port: string, to: string];

function workflow(id: string, steps: readonly Step[], wires: readonly Wire[]): Workflow {
  return Workflow.parse({
    format: 1,
    id,
    name: id,
    nodes: steps.map((step, i) => ({ params: {}, ...step, name: step.id, position: { x: i * 280, y: 0 } })),
    edges: wires.map(([from, port, to], i) => ({ id: `e${i}`, from: { node: from, port }, to: { node: to, port: "in" } })),
  });
}

const inLine = (steps: readonly Step[]): Wire[] => steps.slice(1).map(({ id }, i) => [steps[i]?.id ?? "", "out", id]);

const webhook = (path: string, answer: "respond" | "received" = "respond"): Step => ({
  id: "hook",
  type: "core.webhook",
  params: { path, answer },
});
const respond = (id = "answer"): Step => ({ id, type: "core.respond" });
const code = (id: string, source: string): Step => ({ id, type: "core.code", params: { source } });
const set = (id: string, fields: Record<string, [type: string, value: string]>, include: "all" | "none" = "all"): Step => ({
  id,
  type: "core.set",
  params: { include, fields: Object.entries(fields).map(([name, [type, value]]) => ({ name, type, value: `={{ ${value} }}` })) },
});
const more = (left: string, than: number): Record<string, unknown> => ({
  conditions: { types: "strict", rules: [{ left: `={{ ${left} }}`, type: "number", operation: "gt", right: than }] },
});

export const ORDER = { customer: "Acme Roofing", amount: 250.5, qty: 3, email: "ops@acme.example", id: "A-1001" };
const answerTo = (line: string): string => JSON.stringify({ invoice: "INV-A-1001", total: 813.5, line });

const TAX = "Math.round($json.subtotal * 0.0825 * 100) / 100";
const TOTAL = `Math.round(($json.subtotal + ${TAX}) * 100) / 100`;
const COMPUTE = `return $input.all().map(({ json }) => {
  const tax = Math.round(json.subtotal * 0.0825 * 100) / 100;
  const total = Math.round((json.subtotal + tax) * 100) / 100;
  const label = json.customerName + " owes $" + total.toFixed(2) + " (tax $" + tax.toFixed(2) + ")";
  return { json: { ...json, tax, total, label } };
});`;

export interface Flow {
  readonly workflow: Workflow;
  readonly path: string;
  readonly body: string;
  readonly expect: string;
  /** The steps that a run for this body takes, in their order. */
  readonly steps: readonly string[];
}

/** Webhook, three fields, a decision, three more fields or the same by code, the answer's shape, the answer. */
export function orderFlow(kind: "set" | "code"): Flow {
  const compute =
    kind === "code"
      ? code("compute", COMPUTE)
      : set("compute", {
          tax: ["number", TAX],
          total: ["number", TOTAL],
          label: ["string", `$json.customerName + " owes $" + (${TOTAL}).toFixed(2)`],
        });
  const path = `order-${kind}`;
  const steps: Step[] = [
    webhook(path),
    set("normalize", {
      subtotal: ["number", "$json.body.amount * $json.body.qty"],
      customerName: ["string", "$json.body.customer.toUpperCase()"],
      receivedAt: ["string", "new Date().toISOString()"],
    }),
    { id: "large", type: "core.if", params: more("$json.body.amount", 100) },
    compute,
    set(
      "shape",
      { invoice: ["string", `"INV-" + $json.body.id`], total: ["number", "$json.total"], line: ["string", "$json.label"] },
      "none",
    ),
    respond(),
    respond("small"),
  ];
  const wires: Wire[] = [
    ["hook", "out", "normalize"],
    ["normalize", "out", "large"],
    ["large", "true", "compute"],
    ["large", "false", "small"],
    ["compute", "out", "shape"],
    ["shape", "out", "answer"],
  ];
  return {
    workflow: workflow(path, steps, wires),
    path,
    body: JSON.stringify(ORDER),
    expect: answerTo(`ACME ROOFING owes $813.50${kind === "code" ? " (tax $62.00)" : ""}`),
    steps: ["normalize", "large", "compute", "shape", "answer"],
  };
}

const CATEGORIES = ["roof", "hvac", "paint", "plumb", "elec"];
const jobs = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: i,
    name: `Job ${i}`,
    category: CATEGORIES[i % 5],
    amount: (i * 37) % 1000,
    qty: 1 + (i % 9),
  }));
const MAKE = `const n = $input.first().json.body.n;
const categories = ${JSON.stringify(CATEGORIES)};
const out = new Array(n);
for (let i = 0; i < n; i++)
  out[i] = { json: { id: i, name: "Job " + i, category: categories[i % 5], amount: (i * 37) % 1000, qty: 1 + i % 9 } };
return out;`;

/** What has to come out, worked out apart from any engine. */
function sums(count: number): { sum_total: number; count_id: number } {
  const kept = jobs(count)
    .map(({ amount, qty }) => amount * qty)
    .filter((total) => total > 100);
  return { sum_total: kept.reduce((sum, total) => sum + total, 0), count_id: kept.length };
}

/** Many items, posted and split or made by code: two fields for each, those over 100 summed up. */
export function itemsFlow(from: "posted" | "code", count: number): Flow {
  const path = `items-${from}`;
  const steps: Step[] = [
    webhook(path),
    from === "code" ? code("make", MAKE) : { id: "make", type: "core.split_out", params: { fields: "body.items" } },
    set("compute", {
      total: ["number", "$json.amount * $json.qty"],
      label: ["string", `$json.name.toUpperCase() + " / " + $json.category`],
    }),
    { id: "keep", type: "core.filter", params: more("$json.total", 100) },
    {
      id: "sum",
      type: "core.summarize",
      params: {
        measures: [
          { aggregation: "sum", field: "total" },
          { aggregation: "count", field: "id" },
        ],
      },
    },
    respond(),
  ];
  return {
    workflow: workflow(path, steps, inLine(steps)),
    path,
    body: JSON.stringify(from === "code" ? { n: count } : { items: jobs(count) }),
    expect: JSON.stringify(sums(count)),
    steps: ["make", "compute", "keep", "sum", "answer"],
  };
}

const KILOBYTE = 1000;

/** Items of 1 kB each through ten steps, every one of which hands all of them on. */
export function tenStepsFlow(count: number): Flow {
  const counted = (n: number): Step => set(`set${n}`, { [`field${n}`]: ["number", `$json.id + ${n}`] });
  const steps: Step[] = [
    webhook("ten-steps"),
    { id: "make", type: "core.split_out", params: { fields: "body.items" } },
    set("fill", { text: ["string", `$json.name.padEnd(${KILOBYTE - 90}, ".")`] }),
    counted(1),
    { id: "keep1", type: "core.filter", params: more("$json.field1", 0) },
    { id: "rename", type: "core.rename_keys", params: { names: [{ from: "category", to: "trade" }] } },
    counted(2),
    counted(3),
    { id: "keep2", type: "core.filter", params: more("$json.field3", 0) },
    counted(4),
    {
      id: "sum",
      type: "core.summarize",
      params: {
        measures: [
          { aggregation: "count", field: "text" },
          { aggregation: "sum", field: "field4" },
        ],
      },
    },
    respond(),
  ];
  return {
    workflow: workflow("ten-steps", steps, inLine(steps)),
    path: "ten-steps",
    body: JSON.stringify({ items: jobs(count) }),
    expect: JSON.stringify({ count_text: count, sum_field4: (count * (count - 1)) / 2 + 4 * count }),
    steps: steps.slice(1).map(({ id }) => id),
  };
}

/** Answers at once and then keeps a code step busy. */
export function busyFlow(seconds: number): Flow {
  const steps = [
    webhook("busy", "received"),
    code("spin", `const until = Date.now() + ${seconds * 1000}; let n = 0; while (Date.now() < until) n++; return [{ json: { n } }];`),
  ];
  return { workflow: workflow("busy", steps, inLine(steps)), path: "busy", body: "{}", expect: "", steps: ["spin"] };
}
