import { oc } from "@orpc/contract";
import { z } from "zod";
import { Problem } from "../model/problem.ts";

/** Errors that any call may answer with; each says what to do. */
export const base = oc.errors({
  NOT_FOUND: { status: 404, message: "There is no such thing." },
  FORBIDDEN: { status: 403, message: "Your role does not allow this." },
  CONFLICT: { status: 409, message: "It changed meanwhile." },
  UNUSABLE: { status: 422, message: "This can't be used as it is.", data: z.object({ problems: z.array(Problem) }) },
  TOO_LARGE: { status: 413, message: "This is too large." },
  STORAGE: { status: 507, message: "Nothing can be saved now; look at the disk." },
  BUSY: { status: 503, message: "The engine is busy or restarting; try again." },
});
