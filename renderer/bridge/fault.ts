import { ORPCError } from "@orpc/client";
import { z } from "zod";
import { Problem } from "#shared/model/problem.ts";

/** The engine went away while a call was under way: a write may or may not have been done. */
export class EngineRestarted extends Error {
  constructor() {
    super("The engine restarted.");
    this.name = "EngineRestarted";
  }
}

/** No engine answers at all. */
export class EngineUnreachable extends Error {
  constructor(cause?: unknown) {
    super("The engine can't be reached.", { cause });
    this.name = "EngineUnreachable";
  }
}

const CODES = ["NOT_FOUND", "FORBIDDEN", "CONFLICT", "UNUSABLE", "TOO_LARGE", "BUSY"] as const;
export type FaultCode = (typeof CODES)[number] | "RESTARTED" | "UNREACHABLE" | "SIGNED_OUT" | "UNEXPECTED";

/** Why a call did not work, ready to be said in the person's language. */
export interface Fault {
  code: FaultCode;
  /** The engine's own words, for codes that carry some. */
  message: string;
  problems: readonly Problem[];
}

const WithProblems = z.object({ problems: z.array(Problem) });

export function toFault(error: unknown): Fault {
  if (error instanceof EngineRestarted) return { code: "RESTARTED", message: error.message, problems: [] };
  if (error instanceof EngineUnreachable) return { code: "UNREACHABLE", message: error.message, problems: [] };
  if (error instanceof ORPCError) {
    if (error.status === 401) return { code: "SIGNED_OUT", message: error.message, problems: [] };
    const code = CODES.find((known) => known === error.code);
    const data = WithProblems.safeParse(error.data);
    return { code: code ?? "UNEXPECTED", message: error.message, problems: data.success ? data.data.problems : [] };
  }
  return { code: "UNEXPECTED", message: error instanceof Error ? error.message : String(error), problems: [] };
}
