import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { lockWorkspace } from "../store/lock.ts";
import { type EngineNotice, EngineRequest } from "./engine-messages.ts";
import { type Host, openHost } from "./host.ts";
import { openSecrets } from "./open-secrets.ts";

const Data = z.object({
  dir: z.string(),
  version: z.string(),
  key: z.instanceof(Uint8Array),
  port: z.number().int().optional(),
  screens: z.string().optional(),
  afterFailure: z.boolean().optional(),
});

const tell = (notice: EngineNotice): void => parentPort?.postMessage(notice);

/** The thread that hosts the engine in the desktop app. */
async function main(): Promise<void> {
  const { dir, version, key, port, screens, afterFailure } = Data.parse(workerData);
  const lock = lockWorkspace(dir);
  const host: Host = await openHost({
    dir,
    version,
    afterFailure,
    secrets: openSecrets(key),
    ...(port === undefined ? {} : { port }),
    ...(screens === undefined ? {} : { screens }),
    onProblem: (message) => tell({ type: "problem", message }),
  });
  parentPort?.on("message", (message: unknown) => {
    const request = EngineRequest.parse(message);
    if (request.type === "connect") host.connect(request.port, "owner", "owner");
    else if (request.type === "stop") {
      host.close().then(
        () => {
          lock.release();
          process.exit(0);
        },
        (error: unknown) => {
          tell({ type: "problem", message: String(error) });
          process.exit(1);
        },
      );
    }
  });
  lock.announce({ pid: process.pid, url: host.server?.url ?? null, token: host.server?.access.token ?? "", startedAt: Date.now() });
  tell({ type: "ready", url: host.server?.url ?? null });
}

main().catch((error: unknown) => {
  tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
