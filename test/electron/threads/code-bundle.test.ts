import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encode } from "../../../electron/threads/code/encode.ts";
import { type FromThread, QUEUED, type ToThread, WORDS } from "../../../electron/threads/code/protocol.ts";
import { codeRequest } from "../../helpers/code.ts";

const out = mkdtempSync(join(tmpdir(), "bundle-"));
beforeAll(() => build({ configFile: "vite.main.config.ts", logLevel: "silent", build: { outDir: out } }));
afterAll(() => rmSync(out, { recursive: true, force: true }));

it("the bundled code thread holds the sandbox's texts, Luxon and QuickJS, and needs no other file", async () => {
  const words = new Int32Array(new SharedArrayBuffer(WORDS * 4));
  const worker = new Worker(pathToFileURL(join(out, "code-thread.js")), {
    workerData: { words },
    env: {},
    resourceLimits: { stackSizeMb: 32 },
  });
  const source =
    "return {now: $now.toISO(), n: (1234.5).toLocaleString('de'), b: Buffer.from('ü').toString('base64'), u: new URL('/a', 'http://b').href}";
  const answer = new Promise<FromThread>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message: FromThread) => {
      if (!("ready" in message)) return resolve(message);
      words[0] = QUEUED;
      const request = encode(codeRequest(source));
      if (request instanceof Promise) throw new Error("a small request needs no time");
      worker.postMessage({ run: [{ slot: 0, ...request }] } satisfies ToThread);
    });
  });
  expect(await answer).toMatchObject({
    plain: [0, '[{"json":{"now":"2024-07-01T12:00:00.000+02:00","n":"1.234,5","b":"w7w=","u":"http://b/a"}}]'],
  });
  await worker.terminate();
});
