import type { Batch } from "../store/batch.ts";
import type { Fault, Outcome } from "../store/log-writer.ts";

export interface WriterData {
  dir: string;
}
export type ToWriter = Batch | "close";
export type FromWriter =
  | { type: "opened" }
  | { type: "refused"; fault: Fault }
  | { type: "outcome"; outcome: Outcome }
  | { type: "closed" };
