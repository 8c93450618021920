import { existsSync } from "node:fs";
import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/fetch";
import type { ContractRouterClient } from "@orpc/contract";
import { z } from "zod";
import type { contract } from "#shared/contract/index.ts";
import { Problem } from "#shared/model/problem.ts";
import { findEngine } from "../store/lock.ts";
import { openHost } from "../threads/host.ts";
import { unlockWorkspace } from "../threads/unlock.ts";
import { UsageError } from "./usage.ts";
import { problemLine } from "./validate.ts";
import { VERSION } from "./version.ts";

export type Client = ContractRouterClient<typeof contract>;

const Unusable = z.object({ problems: z.array(Problem).min(1) });

/** A refusal with all that is wrong, where it says so, a line each. */
function wordsOf(error: ORPCError<string, unknown>): string {
  const unusable = Unusable.safeParse(error.data);
  return unusable.success ? ["It can't be published:", ...unusable.data.problems.map(problemLine)].join("\n") : error.message;
}

/**
 * Calls the engine that has the workspace open, or opens it here for the time of the call. An engine opened here looks
 * and records, but starts nothing: what it records goes on when an engine serves the workspace again. `create`: where there
 * is no workspace yet, it is made.
 */
export async function withWorkspace<T>(dir: string, use: (client: Client) => Promise<T>, options: { create?: boolean } = {}): Promise<T> {
  // A mistyped folder is no new workspace.
  if (!options.create && !existsSync(dir))
    throw new UsageError(`There is no workspace at ${dir}. The app, 'imx add FILE' and 'imx serve' make one.`);
  try {
    const running = findEngine(dir);
    if (running?.url) {
      const link = new RPCLink({ url: `${running.url}/rpc`, headers: { authorization: `Bearer ${running.token}` } });
      return await use(createORPCClient(link));
    }
    const unlocked = await unlockWorkspace(dir);
    const host = await openHost({
      dir,
      version: VERSION,
      secrets: unlocked.secrets,
      idle: true,
      onProblem: (message) => void process.stderr.write(`imx: ${message}\n`),
    });
    try {
      return await use(host.client("owner", "imx"));
    } finally {
      await host.close();
      unlocked.release();
    }
  } catch (error) {
    if (error instanceof ORPCError) throw new UsageError(wordsOf(error), { cause: error });
    throw error;
  }
}
