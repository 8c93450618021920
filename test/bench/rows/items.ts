import { type Bench, type Line, median, type Row } from "../line.ts";
import { openSender } from "../load.ts";
import { N8N, NODE_RED } from "../peers.ts";
import { cpuMicros, forgetPeak, peakMemory } from "../process-stats.ts";
import { checkRuns } from "../runs-on-disk.ts";
import { newWorkspace, serve } from "../server.ts";
import { type Flow, itemsFlow, tenStepsFlow } from "../workflows.ts";

interface Timed {
  /** Milliseconds until the answer, the middle one of all. */
  ms: number;
  /** MB of the whole process at its highest. */
  peak: number | undefined;
  cpu: number | undefined;
}

/** Sends the flow's body some times to a server of its own. A small run before it wakes what is loaded on first use. */
async function timed(bench: Bench, name: string, flow: Flow, small: Flow, times: number): Promise<Timed> {
  const workspace = await newWorkspace(bench, name, [flow.workflow]);
  const served = await serve(bench, workspace);
  const sender = openSender();
  const url = `${served.url}/hook/${flow.path}`;
  try {
    await sender.send({ url, body: small.body, expect: small.expect });
    if (peakMemory(served.pid) !== undefined) forgetPeak(served.pid);
    const before = cpuMicros(served.pid);
    const all: number[] = [];
    for (let i = 0; i < times; i++) all.push(await sender.send({ url, body: flow.body, expect: flow.expect }));
    const after = cpuMicros(served.pid);
    const cpu = before === undefined || after === undefined ? undefined : (after - before) / times;
    const peak = peakMemory(served.pid);
    await served.stop();
    checkRuns(workspace, flow, times + 1);
    return { ms: median(all), peak, cpu };
  } finally {
    sender.close();
    await served.stop();
  }
}

const itemsRow = (from: "posted" | "code", count: 10_000 | 100_000, targetMs: number): Row => {
  const thousands = count / 1000;
  const name = `items-${from}-${thousands}k`;
  return {
    name,
    async measure(bench): Promise<Line[]> {
      const { ms, peak, cpu } = await timed(bench, name, itemsFlow(from, count), itemsFlow(from, 100), count === 10_000 ? 7 : 3);
      const beside = await bench.nodeRed?.items(count);
      const what = `${thousands},000 items ${from === "code" ? "made by Code" : "posted"}`;
      const inSeconds = count === 100_000;
      const scale = inSeconds ? 1000 : 1;
      const peers = inSeconds ? { n8n: N8N.items100k, nodeRed: NODE_RED.items100k } : { n8n: N8N.items10k, nodeRed: NODE_RED.items10k };
      const lines: Line[] = [
        {
          what,
          unit: inSeconds ? "s" : "ms",
          ours: ms / scale,
          target: targetMs / scale,
          ...peers,
          durable: true,
          ...(beside ? { nodeRedNow: beside.ms / scale } : {}),
          ...(cpu === undefined ? {} : { cpu }),
        },
      ];
      if (inSeconds && peak !== undefined) {
        const besidePeak = beside?.peak === undefined ? {} : { nodeRedNow: beside.peak };
        lines.push({
          what: `${what}: peak memory`,
          unit: "MB",
          ours: peak,
          target: 512,
          n8n: N8N.memory100k,
          nodeRed: NODE_RED.memory100k,
          ...besidePeak,
        });
      }
      return lines;
    },
  };
};

export const items: readonly Row[] = [
  itemsRow("posted", 10_000, 50),
  itemsRow("code", 10_000, 150),
  itemsRow("posted", 100_000, 500),
  itemsRow("code", 100_000, 1500),
];

export const tenSteps: Row = {
  name: "ten-steps",
  async measure(bench) {
    const { ms, peak } = await timed(bench, "ten-steps", tenStepsFlow(100_000), tenStepsFlow(100), 1);
    if (peak === undefined) throw new Error("this system tells no process's peak memory");
    const note = `${(ms / 1000).toFixed(1)} s`;
    return [{ what: "100,000 items of 1 kB through ten steps: peak memory", unit: "MB", ours: peak, target: 512, note }];
  },
};
