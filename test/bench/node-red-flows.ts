type Node = Record<string, unknown>;

/** A flow's nodes in one line, each wired to the next. */
function line(flow: string, nodes: readonly Node[]): Node[] {
  const id = (i: number): string => `${flow}-${i}`;
  return nodes.map((node, i) => ({
    id: id(i),
    z: flow,
    name: "",
    x: 100 + i * 200,
    y: 100,
    wires: i + 1 < nodes.length ? [[id(i + 1)]] : [],
    ...node,
  }));
}

const input = (url: string): Node => ({ type: "http in", url, method: "post", upload: false });
const output: Node = { type: "http response", statusCode: "", headers: {} };
const change = (to: Record<string, string>): Node => ({
  type: "change",
  rules: Object.entries(to).map(([p, value]) => ({ t: "set", p, pt: "msg", to: value, tot: "jsonata" })),
});
const run = (func: string): Node => ({ type: "function", func, outputs: 1, timeout: 0, noerr: 0, initialize: "", finalize: "", libs: [] });
const over = (property: string, limit: number, repair: boolean): Node => ({
  type: "switch",
  property,
  propertyType: "msg",
  rules: [{ t: "gt", v: String(limit), vt: "num" }],
  checkall: "true",
  repair,
  outputs: 1,
});

const TAX = `const order = msg.payload;
order.tax = Math.round(order.subtotal * 0.0825 * 100) / 100;
order.total = Math.round((order.subtotal + order.tax) * 100) / 100;
order.label = order.customerName + " owes $" + order.total.toFixed(2) + " (tax $" + order.tax.toFixed(2) + ")";
return msg;`;

const MAKE = `const categories = ["roof", "hvac", "paint", "plumb", "elec"];
msg.payload = Array.from({ length: msg.payload.n }, (_, i) => (
  { id: i, name: "Job " + i, category: categories[i % 5], amount: (i * 37) % 1000, qty: 1 + i % 9 }));
return msg;`;

const SUM = `msg.payload = { sum_total: msg.payload.reduce((sum, job) => sum + job.total, 0), count_id: msg.payload.length };
return msg;`;

/** Answers, then keeps the process busy. */
const SPIN = `const { seconds } = msg.payload;
msg.payload = "accepted";
setTimeout(() => { const until = Date.now() + seconds * 1000; while (Date.now() < until); }, 100);
return msg;`;

/** Node-RED's own way to the same answers: its change nodes compute by JSONata, its items are messages of their own. */
export const flows = (): Node[] => [
  ...["order", "items", "busy"].map((id) => ({ id, type: "tab", label: id })),
  ...line("order", [
    input("/order"),
    change({
      "payload.subtotal": "payload.amount * payload.qty",
      "payload.customerName": "$uppercase(payload.customer)",
      "payload.receivedAt": "$now()",
    }),
    over("payload.amount", 100, false),
    run(TAX),
    change({ payload: `{"invoice": "INV-" & payload.id, "total": payload.total, "line": payload.label}` }),
    output,
  ]),
  ...line("items", [
    input("/items"),
    run(MAKE),
    { type: "split", splt: "\\n", spltType: "str", arraySplt: 1, arraySpltType: "len", stream: false, property: "payload" },
    change({ "payload.total": "payload.amount * payload.qty", "payload.label": `$uppercase(payload.name) & " / " & payload.category` }),
    over("payload.total", 100, true),
    {
      type: "join",
      mode: "auto",
      build: "object",
      property: "payload",
      propertyType: "msg",
      joiner: "\\n",
      joinerType: "str",
      useparts: true,
    },
    run(SUM),
    output,
  ]),
  ...line("busy", [input("/busy"), run(SPIN), output]),
];
