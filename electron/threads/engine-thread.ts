import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openSecrets } from "./open-secrets.ts";
import { type Host, openHost } from "./host.ts";
import { EngineRequest, type EngineNotice } from "./engine-messages.ts";

const Data = z.object({ dir: z.string(), version: z.string(), key: z.instanceof(Uint8Array), port: z.number().int().optional(), screens: z.string().optional() });

const tell = (notice: EngineNotice): void => parentPort?.postMessage(notice);

/** The thread that hosts the engine in the desktop app. */
async function main(): Promise<void> {
  const { dir, version, key, port, screens } = Data.parse(workerData);
  const host: Host = await openHost({
    dir,
    version,
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
        () => process.exit(0),
        (error: unknown) => {
          tell({ type: "problem", message: String(error) });
          process.exit(1);
        },
      );
    }
  });
  tell({ type: "ready", url: host.server?.url ?? null });
}

main().catch((error: unknown) => {
  tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
