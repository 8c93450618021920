import { Agent, request } from "node:http";
import autocannon from "autocannon";

export interface Target {
  url: string;
  body: string;
  /** Every answer has to be this. */
  expect: string;
}

export interface Load {
  /** Good answers. */
  answers: number;
  perSecond: number;
}

/** Many senders at once, each with one request at a time. Throws when a single answer is wrong or missing. */
export async function loadWith(target: Target, connections: number, seconds: number): Promise<Load> {
  const result = await autocannon({
    url: target.url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: target.body,
    expectBody: target.expect,
    connections,
    duration: seconds,
    timeout: 30,
  });
  const { errors, timeouts, non2xx, mismatches } = result;
  if (errors + timeouts + non2xx + mismatches > 0)
    throw new Error(`${target.url}: ${non2xx} refused, ${mismatches} wrong answers, ${errors} errors, ${timeouts} timeouts`);
  const answers = result["2xx"];
  return { answers, perSecond: answers / result.duration };
}

export interface Sender {
  /** Milliseconds until the whole answer is here. Throws when it is not the expected one. */
  send(target: Target): Promise<number>;
  close(): void;
}

/** One sender on a connection that stays open. */
export function openSender(): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send({ url, body, expect }) {
      return new Promise((resolve, reject) => {
        const begun = performance.now();
        const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
        const sent = request(url, { method: "POST", agent, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.once("error", reject);
          answer.once("end", () => {
            const ms = performance.now() - begun;
            const text = Buffer.concat(chunks).toString();
            if (answer.statusCode === 200 && text === expect) resolve(ms);
            else reject(new Error(`${url} answered ${answer.statusCode} ${text.slice(0, 300)}`));
          });
        });
        sent.once("error", reject);
        sent.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

/** One request after the other for so long. Returns the time of each, in milliseconds. */
export async function oneAtATime(target: Target, seconds: number): Promise<number[]> {
  const sender = openSender();
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) times.push(await sender.send(target));
  sender.close();
  return times;
}
