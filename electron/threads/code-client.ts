import { CodeError } from "#kit/code-error.ts";
import type { CodeRequest, CodeResult, CodeRunner } from "#kit/context.ts";
import { StepError } from "#shared/model/failure.ts";
import { decode, failureFor } from "./code/decode.ts";
import { encode } from "./code/encode.ts";
import type { Job, JobEnd } from "./code/lane.ts";
import { Pool } from "./code/pool.ts";

/** Threads at most: one for the daily work, one for those who would else wait behind a long run. */
const THREADS = 2;

export interface CodeRunnerOptions {
  threads?: number;
}

const OVERDUE = { name: "LimitError", message: "", limit: "time" } as const;
const cancelled = (): StepError => new StepError({ kind: "cancelled", message: "Cancelled." });

/** Runs users' code in threads of their own, started on first use. */
export function createCodeRunner(options: CodeRunnerOptions = {}): CodeRunner & { close(): Promise<void> } {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./code-thread.ts" : "./code-thread.js", import.meta.url);
  const pool = new Pool(entry, options.threads ?? THREADS);
  return {
    async run(request: CodeRequest, signal: AbortSignal): Promise<CodeResult> {
      if (signal.aborted) throw cancelled();
      const encoded = encode(request);
      const ready = encoded instanceof Promise ? await encoded : encoded;
      const limits = { ms: ready.ms, bytes: ready.bytes };
      if (signal.aborted) throw cancelled();
      const { promise, resolve, reject } = Promise.withResolvers<JobEnd>();
      const job: Job = { encoded: ready, settle: resolve };
      const abort = (): void => {
        pool.withdraw(job);
        reject(cancelled());
      };
      signal.addEventListener("abort", abort, { once: true });
      try {
        pool.add(job);
        const result = await promise;
        if (result.kind === "lost") throw new StepError({ kind: "engine", message: result.reason, name: "CodeThreadLost" });
        if (result.kind === "overdue") throw new CodeError(failureFor(OVERDUE, limits), { console: [], staticData: undefined });
        return await decode(result, limits, request.mode);
      } finally {
        signal.removeEventListener("abort", abort);
      }
    },
    close: () => pool.close(),
  };
}
