import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./line.ts";
import { type Load, loadWith, oneAtATime, openSender } from "./load.ts";
import { flows } from "./node-red-flows.ts";
import { forgetPeak, peakMemory, shareOfMemory } from "./process-stats.ts";
import { freePort, opened, type Served, untilAnswered } from "./server.ts";
import { itemsFlow, ORDER, orderFlow } from "./workflows.ts";

const PATIENCE_MS = 60_000;
const WARM_UP_S = 3;

/** The same work done by a Node-RED installed in `<dir>/node-red`, on the same machine in the same run. */
export interface NodeRed {
  order(connections: number, seconds: number): Promise<Load & { oneAtATime: number }>;
  /** Milliseconds by split and join, one message for each item; MB at the highest. */
  items(count: number): Promise<{ ms: number; peak: number | undefined }>;
  /** Seconds until the first answer; MB after so many idle milliseconds. */
  start(idleMs: number): Promise<{ ready: number; idle: number | undefined }>;
  /** Milliseconds that another flow's answer takes while a function is busy. */
  busy(seconds: number): Promise<number>;
}

export function findNodeRed(dir: string, scratch: string): NodeRed {
  const program = join(dir, "node-red", "node_modules", "node-red", "red.js");
  if (!existsSync(program)) throw new Error(`There is no Node-RED in ${dir}: ${program} is missing.`);

  const order = { body: JSON.stringify(ORDER), expect: orderFlow("code").expect };
  let made = 0;
  async function begin(): Promise<Served & { ms: number }> {
    const home = join(scratch, `node-red-${made++}`);
    mkdirSync(home);
    const port = await freePort();
    writeFileSync(join(home, "flows.json"), JSON.stringify(flows()));
    const settings = { uiHost: "127.0.0.1", uiPort: port, credentialSecret: "bench", apiMaxLength: "100mb", telemetry: { enabled: false } };
    writeFileSync(join(home, "settings.cjs"), `module.exports = ${JSON.stringify(settings)};\n`);
    const begun = performance.now();
    const child = spawn(process.execPath, [program, "-u", home, "-s", join(home, "settings.cjs"), "flows.json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const running = await opened(child);
    const url = `http://127.0.0.1:${port}`;
    await untilAnswered({ url: `${url}/order`, ...order }, PATIENCE_MS);
    return { ...running, url, ms: performance.now() - begun };
  }

  return {
    async order(connections, seconds) {
      const served = await begin();
      const target = { url: `${served.url}/order`, ...order };
      try {
        await loadWith(target, connections, Math.min(WARM_UP_S, seconds));
        const load = await loadWith(target, connections, seconds);
        return { ...load, oneAtATime: median(await oneAtATime(target, Math.min(seconds, 5))) };
      } finally {
        await served.stop();
      }
    },
    async items(count) {
      const served = await begin();
      const sender = openSender();
      try {
        const flow = itemsFlow("code", count);
        const target = { url: `${served.url}/items`, body: flow.body, expect: flow.expect };
        forgetPeak(served.pid);
        const times: number[] = [];
        for (let i = 0; i < 3; i++) times.push(await sender.send(target));
        return { ms: median(times), peak: peakMemory(served.pid) };
      } finally {
        sender.close();
        await served.stop();
      }
    },
    async start(idleMs) {
      const served = await begin();
      await new Promise((resolve) => setTimeout(resolve, idleMs));
      const idle = shareOfMemory(served.pid);
      await served.stop();
      return { ready: served.ms / 1000, idle };
    },
    async busy(seconds) {
      const served = await begin();
      const sender = openSender();
      try {
        const spinning = fetch(`${served.url}/busy`, {
          method: "POST",
          body: JSON.stringify({ seconds }),
          headers: { "content-type": "application/json" },
        });
        await (await spinning).arrayBuffer();
        return await sender.send({ url: `${served.url}/order`, ...order });
      } finally {
        sender.close();
        await served.stop();
      }
    },
  };
}
