import { type Bench, type Line, median, type Row } from "../line.ts";
import { type Load, loadWith, oneAtATime } from "../load.ts";
import { N8N, NODE_RED } from "../peers.ts";
import { cpuMicros } from "../process-stats.ts";
import { checkRuns } from "../runs-on-disk.ts";
import { newWorkspace, type Served, serve } from "../server.ts";
import { type Flow, orderFlow } from "../workflows.ts";

const CONNECTIONS = 16;
const WARM_UP_S = 3;

/** Processor time for each answer beside the load itself. */
async function measured(pid: number, load: () => Promise<Load>): Promise<Load & { cpu?: number }> {
  const before = cpuMicros(pid);
  const result = await load();
  const after = cpuMicros(pid);
  return { ...result, ...(before === undefined || after === undefined ? {} : { cpu: (after - before) / result.answers }) };
}

async function underLoad(bench: Bench, served: Served, flow: Flow) {
  const target = { url: `${served.url}/hook/${flow.path}`, body: flow.body, expect: flow.expect };
  const warm = await loadWith(target, CONNECTIONS, Math.min(WARM_UP_S, bench.seconds));
  const many = await measured(served.pid, () => loadWith(target, CONNECTIONS, bench.seconds));
  const one = await oneAtATime(target, Math.min(bench.seconds, 5));
  return { many, one: median(one), answers: warm.answers + many.answers + one.length };
}

const orderRow = (kind: "set" | "code", name: string, target: number, n8n: readonly number[]): Row => ({
  name,
  async measure(bench): Promise<Line[]> {
    const flow = orderFlow(kind);
    const workspace = await newWorkspace(bench, name, [flow.workflow]);
    const served = await serve(bench, workspace);
    let ours: Awaited<ReturnType<typeof underLoad>>;
    try {
      ours = await underLoad(bench, served, flow);
    } finally {
      await served.stop();
    }
    checkRuns(workspace, flow, ours.answers, 2 * CONNECTIONS);
    const beside = await bench.nodeRed?.order(CONNECTIONS, bench.seconds);
    const what = `order flow${kind === "code" ? " with a Code step, a fresh sandbox each" : ""}`;
    return [
      {
        what: `${what}, ${CONNECTIONS} at once`,
        unit: "req/s",
        ours: ours.many.perSecond,
        target,
        n8n,
        nodeRed: NODE_RED.order,
        durable: true,
        ...(beside ? { nodeRedNow: beside.perSecond } : {}),
        ...(ours.many.cpu === undefined ? {} : { cpu: ours.many.cpu }),
      },
      {
        what: `${what}, one at a time, p50`,
        unit: "ms",
        ours: ours.one,
        target: 2,
        n8n: N8N.oneAtATime,
        nodeRed: NODE_RED.oneAtATime,
        durable: true,
        ...(beside ? { nodeRedNow: beside.oneAtATime } : {}),
      },
    ];
  },
});

export const orderSet = orderRow("set", "order-set", 6000, N8N.orderSet);
/** A sandbox that is used again would have to reach 5,000; there is none: each run gets memory that nobody has touched. */
export const orderCode = orderRow("code", "order-code", 2500, N8N.orderCode);
