import { implement, ORPCError } from "@orpc/server";
import { contract } from "#shared/contract/index.ts";
import { type CallName, RIGHTS } from "#shared/contract/rights.ts";
import type { Role } from "#shared/model/role.ts";
import { EngineError } from "../engine/engine.ts";
import { StoreError, type StoreErrorCode } from "../store/errors.ts";

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
const STORE_CODES: Partial<Record<StoreErrorCode, "STORAGE" | "BUSY" | "NOT_FOUND" | "CONFLICT">> = {
  "disk-full": "STORAGE",
  "disk-error": "STORAGE",
  "not-writable": "STORAGE",
  corrupt: "STORAGE",
  busy: "BUSY",
  closed: "BUSY",
  missing: "NOT_FOUND",
  conflict: "CONFLICT",
};

/** As the caller may read it: what the engine and the disk refuse, with what to do; all else stays within. */
export function callError(error: unknown): unknown {
  if (error instanceof EngineError) return new ORPCError(CODES[error.code], { message: error.message, cause: error });
  const code = error instanceof StoreError ? STORE_CODES[error.code] : undefined;
  if (error instanceof StoreError && code) return new ORPCError(code, { message: error.message, cause: error });
  return error;
}

export const os = implement(contract)
  .$context<CallContext>()
  .use(async ({ context, path, next }) => {
    assertAllowed(path.join("."), context.role);
    try {
      return await next();
    } catch (error) {
      throw callError(error);
    }
  });
