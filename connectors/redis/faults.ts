import { networkFault } from "#kit/faults.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";

export interface Lost {
  host: string;
  effect: "read" | "write";
  /** The command was on its way. */
  sent: boolean;
  cancelled: boolean;
}

/** By the first word of what the server says. */
function verdict(message: string): Partial<Failure> {
  if (/^(NOAUTH|WRONGPASS|NOPERM)\b|invalid password|without any password configured/i.test(message))
    return { kind: "connection", fix: "Check user and password of this step's connection, and what its user may do." };
  if (/^(LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|OOM)\b|max number of clients|max daily request/i.test(message))
    return { kind: "service", retryable: true, fix: "The server is busy or changing over; it is tried again later." };
  if (/^(MOVED|ASK)\b/.test(message)) return { kind: "user", fix: "The key lives on another server of the cluster: connect to that one." };
  if (/^WRONGTYPE\b/.test(message))
    return { kind: "user", fix: "The key holds something of another kind. Use another key, or the step for that kind." };
  return { kind: "user", fix: "Check the values that this step sends." };
}

/** One of several commands that happen together failed, which undoes none of the others. */
export const partlyDone = (error: Error): StepError =>
  new StepError({ ...faultOf(error, true, { host: "", effect: "write", sent: true, cancelled: false }).failure, outcome: "unknown" });

/** Whatever the driver throws, as who must act. `replied`: the server itself refused, so it has done nothing. */
export function faultOf(error: unknown, replied: boolean, lost: Lost): StepError {
  if (error instanceof StepError) return error;
  if (!replied || !(error instanceof Error)) return networkFault({ error, ...lost });
  return new StepError(
    { retryable: false, outcome: "none", ...verdict(error.message), name: "RedisError", message: `Redis: ${error.message.slice(0, 500)}` },
    { cause: error },
  );
}
