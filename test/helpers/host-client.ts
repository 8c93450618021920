import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { contract } from "#shared/contract/index.ts";
import type { Role } from "#shared/model/role.ts";
import { openHost } from "../../electron/threads/host.ts";
import { openSecrets } from "../../electron/threads/open-secrets.ts";

export type HostClient = ContractRouterClient<typeof contract>;

/** A whole engine in this thread over a new workspace, and what a window of it would hold. */
export async function openWorkspaceHost(): Promise<{
  client: HostClient;
  /** The same workspace for somebody of another role. */
  as: (role: Role) => HostClient;
  problems: string[];
  /** Of the local server. */
  url: string;
  close: () => Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), "host-"));
  const problems: string[] = [];
  const host = await openHost({
    dir,
    version: "0",
    port: 0,
    secrets: openSecrets(randomBytes(32)),
    onProblem: (problem) => problems.push(problem),
  });
  const ports: { close: () => void }[] = [];
  const as = (role: Role): HostClient => {
    const { port1, port2 } = new MessageChannel();
    host.connect(port1, role, role);
    port2.start();
    ports.push(port2);
    return createORPCClient<HostClient>(new RPCLink({ port: port2 }));
  };
  return {
    client: as("owner"),
    as,
    problems,
    url: host.server?.url ?? "",
    close: async () => {
      for (const port of ports) port.close();
      await host.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
