import { ORPCError } from "@orpc/server";
import { portsOf } from "../../engine/plan.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export const catalogHandlers = (w: Workspace) => ({
  list: os.catalog.list.handler(() => w.catalog()),
  ports: os.catalog.ports.handler(({ input }) => {
    try {
      const { inputs, outputs } = portsOf(w.operations, input.type, input.typeVersion ?? 1, input.params);
      return { inputs: inputs.map(({ id, label }) => ({ id, label })), outputs: outputs.map(({ id, label }) => ({ id, label })) };
    } catch (error) {
      throw new ORPCError("BAD_REQUEST", { message: `params: ${error instanceof Error ? error.message : String(error)}`, cause: error });
    }
  }),
});
