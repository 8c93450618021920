import type { Fault, Outcome } from "../store/log-writer.ts";
import type { Batch } from "../store/record-batch.ts";

export interface WriterData {
  dir: string;
}
export type ToWriter = Batch | "close";
export type FromWriter =
  | { type: "opened" }
  | { type: "refused"; fault: Fault }
  | { type: "outcome"; outcome: Outcome }
  | { type: "closed" };
