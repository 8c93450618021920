import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { isContractProcedure } from "@orpc/contract";
import { contract } from "#shared/contract/index.ts";
import { createLink, type EngineLink, type LinkParts } from "./link.ts";

/** Every call of the contract, typed: `client.workflows.list()`. */
export type Client = ContractRouterClient<typeof contract>;

const METHODS: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries(contract).flatMap(([area, calls]) =>
    Object.entries(calls).map(([name, call]): [string, string | undefined] => [
      `${area}.${name}`,
      isContractProcedure(call) ? call["~orpc"].route.method : undefined,
    ]),
  ),
);
/** Calls that answer from their input alone: they change nothing although they are sent with a body. */
const ALSO_READS: ReadonlySet<string> = new Set(["catalog.ports", "workflows.preview"]);

export const isRead = (path: readonly string[]): boolean => {
  const name = path.join(".");
  return METHODS.get(name) === "GET" || ALSO_READS.has(name);
};

export function createClient(parts: Omit<LinkParts, "isRead">): { client: Client; link: EngineLink } {
  const link = createLink({ ...parts, isRead });
  return { client: createORPCClient<Client>(link), link };
}
