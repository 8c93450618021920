import type { MessagePort } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { contract } from "#shared/contract/index.ts";

/** The desktop's own calls to the engine: the same contract that windows speak. */
export type EngineClient = ContractRouterClient<typeof contract>;

export const createEngineClient = (port: MessagePort): EngineClient => createORPCClient<EngineClient>(new RPCLink({ port }));
