import { type Line, median, type Row } from "../line.ts";
import { openSender } from "../load.ts";
import { N8N, NODE_RED } from "../peers.ts";
import { shareOfMemory } from "../process-stats.ts";
import { checkRuns } from "../runs-on-disk.ts";
import { newWorkspace, serve } from "../server.ts";
import { orderFlow } from "../workflows.ts";

const STARTS = 5;
/** After the first answer, as the peers were given. */
const IDLE_MS = 20_000;

export const start: Row = {
  name: "start",
  async measure(bench): Promise<Line[]> {
    const flow = orderFlow("set");
    const workspace = await newWorkspace(bench, "start", [flow.workflow]);
    const times: number[] = [];
    let idle: number | undefined;
    for (let i = 0; i < STARTS; i++) {
      const sender = openSender();
      const begun = performance.now();
      const served = await serve(bench, workspace);
      await sender.send({ url: `${served.url}/hook/${flow.path}`, body: flow.body, expect: flow.expect });
      times.push(performance.now() - begun);
      if (i === STARTS - 1) {
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
        idle = shareOfMemory(served.pid);
      }
      sender.close();
      await served.stop();
    }
    checkRuns(workspace, flow, STARTS);
    const beside = await bench.nodeRed?.start(IDLE_MS);
    const lines: Line[] = [
      {
        what: "ready for the first webhook after start",
        unit: "s",
        ours: median(times) / 1000,
        target: 0.5,
        n8n: N8N.ready,
        nodeRed: NODE_RED.ready,
        ...(beside ? { nodeRedNow: beside.ready } : {}),
      },
    ];
    if (idle !== undefined)
      lines.push({
        what: "idle memory, no window, no code thread",
        unit: "MB",
        ours: idle,
        target: 90,
        n8n: N8N.idle,
        nodeRed: NODE_RED.idle,
        ...(beside?.idle === undefined ? {} : { nodeRedNow: beside.idle }),
      });
    return lines;
  },
};
