import { implement, ORPCError } from "@orpc/server";
import { contract } from "#shared/contract/index.ts";
import { type CallName, RIGHTS } from "#shared/contract/rights.ts";
import type { Role } from "#shared/model/role.ts";
import { EngineError } from "../engine/engine.ts";

/** Who calls, whatever the transport. */
export interface CallContext {
  role: Role;
  by: string;
}

/** Refuses a call without a row in the table of rights, and one that the caller's role does not allow. */
export function assertAllowed(name: string, role: Role): void {
  const roles = Object.hasOwn(RIGHTS, name) ? RIGHTS[name as CallName] : undefined;
  if (!roles) throw new ORPCError("FORBIDDEN", { message: `Nobody may call '${name}': it has no row in the table of rights.` });
  if (!roles.includes(role)) throw new ORPCError("FORBIDDEN", { message: `Your role (${role}) does not allow this.` });
}

const CODES = { "not-found": "NOT_FOUND", unusable: "BAD_REQUEST", conflict: "CONFLICT" } as const;

export const os = implement(contract)
  .$context<CallContext>()
  .use(async ({ context, path, next }) => {
    assertAllowed(path.join("."), context.role);
    try {
      return await next();
    } catch (error) {
      if (error instanceof EngineError) throw new ORPCError(CODES[error.code], { message: error.message, cause: error });
      throw error;
    }
  });
