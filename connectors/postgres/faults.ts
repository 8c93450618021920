import { networkFault } from "#kit/faults.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";

interface DatabaseError extends Error {
  code: string;
  detail?: string;
  hint?: string;
  column?: string;
  constraint?: string;
}
/** Five characters: the SQLSTATE, by whose first two the class is known. */
const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && "code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) && "severity" in error;

function verdict(code: string): Partial<Failure> {
  if (code.startsWith("28")) return { kind: "connection", fix: "Check user and password of this step's connection." };
  if (code === "3D000") return { kind: "connection", fix: "Check the database's name in this step's connection." };
  if (code === "42501") return { kind: "connection", fix: "The login may not do this. Give it the right, or use another login." };
  if (code === "25006")
    return { kind: "user", field: "nature", fix: "The step says that it only reads. Change that if it is meant to write." };
  if (isLost(code)) return { kind: "network", retryable: true, fix: "Try again later." };
  // Others were in the way, or the server is busy, starting or going down: what it undid can be tried again.
  if (/^(40|53|55P03|57P0)/.test(code)) return { kind: "service", retryable: true, fix: "It is tried again later." };
  if (code === "57014") return { kind: "service", fix: "The server stopped it because it took too long." };
  if (code.startsWith("23")) return { kind: "user", fix: "Check the values: they break a rule of the table." };
  if (code.startsWith("22")) return { kind: "user", fix: "Check the values: one does not fit its column." };
  if (code === "42601")
    return { kind: "user", fix: "Correct the SQL. Several statements with values belong into the step “Run SQL together”." };
  if (code.startsWith("42")) return { kind: "user", fix: "Check the names of tables and columns." };
  return { kind: "user" };
}

const UNKNOWN: Partial<Failure> = {
  outcome: "unknown",
  fix: "A part of it may have been done: look in the database before it is done again.",
};

export interface Lost {
  host: string;
  effect: "read" | "write";
  /** What could change something was on its way. */
  sent: boolean;
  cancelled: boolean;
  /** What failed may have committed a part of it before. */
  partly?: boolean;
}

/** The server has lost sight of it itself: the connection (class 08), or whether a commit happened. */
const isLost = (code: string): boolean => code.startsWith("08") || code === "40003";

/**
 * Whatever the driver throws, as who must act. A statement that the server refused has done nothing, unless it could
 * commit by itself.
 */
export function faultOf(error: unknown, lost: Lost): StepError {
  if (error instanceof StepError) return error;
  if (!isDatabaseError(error)) return networkFault({ error, ...lost });
  const description = [error.detail, error.hint, `(${error.code})`].filter((part) => part !== undefined && part !== "").join(" ");
  const doubtful = lost.partly || isLost(error.code);
  return new StepError(
    {
      retryable: false,
      ...verdict(error.code),
      ...(doubtful && lost.sent && lost.effect === "write" ? UNKNOWN : { outcome: "none" }),
      name: "PostgresError",
      message: `Postgres: ${error.message.slice(0, 500)}`,
      description,
    },
    { cause: error },
  );
}
