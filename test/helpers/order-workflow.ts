import { Workflow } from "#shared/model/workflow.ts";

const TAX = `return $input.all().map((item) => {
  const total = item.json.total;
  return { json: { ...item.json, tax: Math.round(total * 19) / 100, tags: total > 500 ? ["large"] : [] } };
});`;

/** The order workflow of a small shop: webhook, set, if, code, data table, respond. */
export function orderWorkflow(path = "orders"): Workflow {
  const at = (x: number, y = 0) => ({ position: { x: x * 280, y } });
  return Workflow.parse({
    format: 1,
    id: "orders",
    name: "Orders",
    nodes: [
      { id: "hook", name: "Order comes in", type: "core.webhook", ...at(0), params: { path, methods: ["POST"], answer: "respond" } },
      {
        id: "fields",
        name: "Work out the total",
        type: "core.set",
        ...at(1),
        params: {
          include: "none",
          fields: [
            { name: "orderId", type: "number", value: "={{ $json.body.id }}" },
            { name: "customer", type: "string", value: "={{ $json.body.customer.trim() }}" },
            { name: "total", type: "number", value: "={{ $json.body.price * $json.body.qty }}" },
          ],
        },
      },
      {
        id: "big",
        name: "Over 100?",
        type: "core.if",
        ...at(2),
        params: {
          conditions: { match: "all", rules: [{ left: "={{ $json.total }}", type: "number", operation: "gt", right: 100 }] },
        },
      },
      { id: "tax", name: "Add tax", type: "core.code", ...at(3, -80), params: { source: TAX } },
      {
        id: "table",
        name: "Keep the order",
        type: "core.data_table",
        ...at(4),
        params: { operation: "insert", table: "orders" },
      },
      { id: "answer", name: "Answer", type: "core.respond", ...at(5) },
    ],
    edges: [
      ["hook", "out", "fields", "in"],
      ["fields", "out", "big", "in"],
      ["big", "true", "tax", "in"],
      ["big", "false", "table", "in"],
      ["tax", "out", "table", "in"],
      ["table", "out", "answer", "in"],
    ].map(([a, p, b, q], i) => ({ id: `e${i}`, from: { node: a, port: p }, to: { node: b, port: q } })),
  });
}

/** The last part of it as a workflow of its own, for one that calls it. */
export const keepingWorkflow = (): Workflow =>
  Workflow.parse({
    format: 1,
    id: "keep",
    name: "Keep an order",
    nodes: [
      { id: "in", name: "When called", type: "core.called", position: { x: 0, y: 0 } },
      {
        id: "table",
        name: "Keep the order",
        type: "core.data_table",
        position: { x: 280, y: 0 },
        params: { operation: "insert", table: "orders" },
      },
    ],
    edges: [{ id: "e", from: { node: "in", port: "out" }, to: { node: "table", port: "in" } }],
  });

export const order = (id: number): { id: number; customer: string; price: number; qty: number } => ({
  id,
  customer: ` Customer ${id} `,
  price: 12 + (id % 90),
  qty: 1 + (id % 12),
});
