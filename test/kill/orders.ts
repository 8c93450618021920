import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Workflow } from "#shared/model/workflow.ts";
import { openReader } from "../../electron/store/journal-reader.ts";
import { imx, serve } from "../helpers/imx.ts";
import { keepingWorkflow, order, orderWorkflow } from "../helpers/order-workflow.ts";

export interface KillReport {
  kills: number;
  accepted: number;
  succeeded: number;
  /** Runs that wait for a person's decision. */
  asked: number;
  /** Orders with more than one row in the table. */
  doubled: number;
  /** Accepted orders without a run that ended well or asks. */
  lost: number;
  /** Steps with more than one record of having finished. */
  repeatedSteps: number;
  /** Runs neither ended nor asking, after all restarts. */
  stuck: number;
}

interface Row {
  runs: number;
  rows: Map<number, number>;
}

/** What is on disk in the end. */
function inspect(data: string): Row & { statuses: Map<string, string>; repeatedSteps: number } {
  const reader = openReader(data);
  try {
    const statuses = new Map(
      reader.db
        .prepare<{ id: number; status: string; waiting_for: string | null }>("SELECT id, status, waiting_for FROM runs")
        .all()
        .map((r) => [String(r.id), r.waiting_for === "decision" ? "asks" : r.status]),
    );
    const rows = new Map<number, number>();
    const found = reader.db.prepare<{ id: number }>("SELECT id FROM data_tables WHERE name = 'orders'").get();
    const table = found ? reader.db.prepare<{ data: string }>(`SELECT data FROM data_${found.id}`).all() : [];
    for (const row of table) {
      const { orderId } = JSON.parse(row.data) as { orderId: number };
      rows.set(orderId, (rows.get(orderId) ?? 0) + 1);
    }
    let repeatedSteps = 0;
    for (const id of statuses.keys()) {
      const ended = reader.history(id as never).flatMap((e) => (e.kind === "step" ? [e.step] : []));
      repeatedSteps += ended.length - new Set(ended).size;
    }
    return { runs: statuses.size, rows, statuses, repeatedSteps };
  } finally {
    reader.close();
  }
}

/** Puts workflows into the workspace; the orders' rows are written by a workflow that theirs calls, where asked for. */
async function publish(folder: string, data: string, calls: boolean): Promise<void> {
  const add = async (workflow: Workflow): Promise<string> => {
    const file = join(folder, `${workflow.id}.json`);
    await writeFile(file, JSON.stringify(workflow));
    const added = await imx(["add", file, "--publish", "--json", "--data", data]);
    if (added.code !== 0) throw new Error(added.stderr);
    return (JSON.parse(added.stdout) as { workflowId: string }).workflowId;
  };
  const orders = orderWorkflow();
  if (!calls) {
    await add(orders);
    return;
  }
  const id = await add(keepingWorkflow());
  const nodes = orders.nodes.map((node) =>
    node.id === "table" ? { ...node, type: "core.call_workflow", params: { workflow: id } } : node,
  );
  await add({ ...orders, nodes });
}

/** Serves the order workflow, posts orders at it and kills the process in the middle, again and again. */
export async function killOrders(rounds: number, { perRound = 200, calls = false } = {}): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), "kill-orders-"));
  const data = join(folder, "data");
  try {
    await publish(folder, data, calls);
    const accepted = new Map<number, string>();
    const sent = new Set<number>();
    let next = 0;
    for (let round = 0; round < rounds; round++) {
      const server = await serve(data);
      let killed = false;
      const post = async (): Promise<void> => {
        const id = ++next;
        sent.add(id);
        const answer = await fetch(`${server.url}/hook/orders`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(order(id)),
        });
        if (answer.ok) accepted.set(id, "");
        await answer.arrayBuffer();
      };
      const senders = Array.from({ length: 16 }, async () => {
        // A sender that gets no answer does not know: its order is not counted as accepted.
        while (!killed) await post().catch(() => {});
      });
      const before = accepted.size;
      const enough = 40 + Math.floor(Math.random() * perRound);
      while (accepted.size - before < enough) await new Promise((resolve) => setImmediate(resolve));
      killed = true;
      await server.kill();
      await Promise.all(senders);
    }
    const last = await serve(data);
    const settled = (): boolean => ![...inspect(data).statuses.values()].some((s) => s === "queued" || s === "running" || s === "waiting");
    const until = Date.now() + 30_000;
    while (!settled() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    await last.stop();
    const end = inspect(data);
    const states = [...end.statuses.values()];
    const count = (state: string): number => states.filter((s) => s === state).length;
    const asked = count("asks");
    const missing = [...accepted.keys()].filter((id) => !end.rows.has(id)).length;
    return {
      kills: rounds,
      accepted: accepted.size,
      succeeded: count("succeeded"),
      asked,
      doubled: [...end.rows.values()].filter((n) => n > 1).length,
      lost: Math.max(0, missing - asked),
      repeatedSteps: end.repeatedSteps,
      stuck: states.length - count("succeeded") - asked,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "10" }, calls: { type: "boolean", default: false } } });
  const report = await killOrders(Number(values.rounds), { calls: values.calls });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.doubled + report.lost + report.repeatedSteps + report.stuck === 0 ? 0 : 1;
}
