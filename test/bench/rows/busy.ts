import type { Line, Row } from "../line.ts";
import { openSender } from "../load.ts";
import { N8N, NODE_RED } from "../peers.ts";
import { checkRuns } from "../runs-on-disk.ts";
import { newWorkspace, serve } from "../server.ts";
import { busyFlow, orderFlow } from "../workflows.ts";

const BUSY_S = 10;
const APART_MS = 50;

/** Requests to a flow with a code step of its own, while another run's code step holds the processor. */
export const busy: Row = {
  name: "busy",
  async measure(bench): Promise<Line[]> {
    const spinning = busyFlow(BUSY_S);
    const order = orderFlow("code");
    const workspace = await newWorkspace(bench, "busy", [spinning.workflow, order.workflow]);
    const served = await serve(bench, workspace);
    const sender = openSender();
    const target = { url: `${served.url}/hook/${order.path}`, body: order.body, expect: order.expect };
    const times: number[] = [];
    try {
      await sender.send(target);
      const accepted = await fetch(`${served.url}/hook/${spinning.path}`, { method: "POST" });
      if (!accepted.ok) throw new Error(`the busy flow answered ${accepted.status}`);
      await accepted.arrayBuffer();
      const until = performance.now() + BUSY_S * 900;
      while (performance.now() < until) {
        times.push(await sender.send(target));
        await new Promise((resolve) => setTimeout(resolve, APART_MS));
      }
      // The spinning run must end by itself and end well: its record is looked at below.
      await new Promise((resolve) => setTimeout(resolve, BUSY_S * 200));
    } finally {
      sender.close();
      await served.stop();
    }
    checkRuns(workspace, order, times.length + 1);
    checkRuns(workspace, spinning, 1);
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    const beside = await bench.nodeRed?.busy(BUSY_S);
    return [
      {
        what: `another run's answer while a Code step is busy for ${BUSY_S} s, p50`,
        unit: "ms",
        ours: at(0.5),
        target: 10,
        n8n: N8N.busy,
        nodeRed: NODE_RED.busy,
        durable: true,
        note: `the first ${(times[0] ?? Number.NaN).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`,
        ...(beside === undefined ? {} : { nodeRedNow: beside }),
      },
    ];
  },
};
