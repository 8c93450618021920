import { networkFault } from "#kit/faults.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";

interface ServerError extends Error {
  code: string;
  errno: number;
  sqlState: string;
}
const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error &&
  "sqlState" in error &&
  typeof error.sqlState === "string" &&
  "errno" in error &&
  typeof error.errno === "number";

const LOGIN: ReadonlySet<number> = new Set([1044, 1045, 1049, 1698, 1251, 3118, 3159]);
const RIGHTS: ReadonlySet<number> = new Set([1142, 1143, 1227, 1370, 1410]);
/** Too many connections, lock waits, deadlocks, a full disk of the server: what was undone can be tried again. */
const BUSY: ReadonlySet<number> = new Set([1040, 1203, 1205, 1213, 1226, 3058, 3572]);
/** Somebody ended the connection or the server in the middle of it. */
const GONE: ReadonlySet<number> = new Set([1053, 1077, 1152, 1927, 2013]);
/** Said while it committed or took back. */
const IN_COMMIT: ReadonlySet<number> = new Set([1180, 1181]);
/** Of the class of lost connections by their SQLSTATE, yet said before anything was done. */
const REFUSED: ReadonlySet<number> = new Set([1040, 1043, 1047, 1153, 1203, 1251]);
const NAMES: ReadonlySet<number> = new Set([1046, 1051, 1054, 1146, 1305, 4161]);

function verdict({ errno, sqlState }: ServerError): Partial<Failure> {
  if (LOGIN.has(errno)) return { kind: "connection", fix: "Check user, password and database of this step's connection." };
  if (RIGHTS.has(errno)) return { kind: "connection", fix: "The login may not do this. Give it the right, or use another login." };
  if (errno === 1792)
    return { kind: "user", field: "nature", fix: "The step says that it only reads. Change that if it is meant to write." };
  if (BUSY.has(errno)) return { kind: "service", retryable: true, fix: "It is tried again later." };
  if (errno === 1317 || errno === 3024 || errno === 1969)
    return { kind: "service", fix: "The server stopped it because it took too long." };
  if (errno === 1064) return { kind: "user", fix: "Correct the SQL. Several statements belong into the step “Run SQL together”." };
  if (NAMES.has(errno)) return { kind: "user", fix: "Check the names of tables and columns." };
  if (sqlState.startsWith("23")) return { kind: "user", fix: "Check the values: they break a rule of the table." };
  if (sqlState.startsWith("22")) return { kind: "user", fix: "Check the values: one does not fit its column." };
  return { kind: "user" };
}

const isLost = ({ errno, sqlState }: ServerError): boolean => GONE.has(errno) || (sqlState.startsWith("08") && !REFUSED.has(errno));

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

/**
 * Whatever the driver throws, as who must act. A statement that the server refused has done nothing, unless it could
 * commit by itself.
 */
export function faultOf(error: unknown, lost: Lost): StepError {
  if (error instanceof StepError) return error;
  if (!isServerError(error) || isLost(error)) return networkFault({ error, ...lost });
  const doubtful = lost.partly || IN_COMMIT.has(error.errno);
  return new StepError(
    {
      retryable: false,
      ...verdict(error),
      ...(doubtful && lost.sent && lost.effect === "write" ? UNKNOWN : { outcome: "none" }),
      name: "MysqlError",
      message: `MySQL: ${error.message.slice(0, 500)}`,
      description: `(${error.code}, ${error.sqlState})`,
    },
    { cause: error },
  );
}
