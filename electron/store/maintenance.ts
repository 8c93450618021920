import { namedBlobs } from "./blob-sweep.ts";
import type { ReadDb } from "./connection.ts";
import type { Writer } from "./log-client.ts";

export interface Removed {
  runs: number;
  workflows: number;
  files: number;
}

/**
 * Removes what has outlived its time: runs, event keys, workflows in the bin, files that nothing names; then gives the space
 * back. Each slice is one command, so that runs go on between them. `days`: how long ended runs are kept.
 */
export async function maintain(writer: Pick<Writer, "call">, db: ReadDb, options: { now: number; days: number }): Promise<Removed> {
  const { now, days } = options;
  const removed: Removed = { runs: 0, workflows: 0, files: 0 };
  for (let after: number | null = 0; after !== null; ) {
    const slice: { next: number | null; removed: number } = await writer.call("retention.runs", { now, days, after });
    removed.runs += slice.removed;
    after = slice.next;
  }
  for (let more = true; more; ) {
    const slice = await writer.call("retention.rest", { now });
    removed.workflows += slice.workflows;
    more = slice.more;
  }
  const keep = [...(await namedBlobs(db))];
  for (let folder = 0; folder < 256; folder++) {
    const prefix = folder.toString(16).padStart(2, "0");
    removed.files += await writer.call("retention.files", { folder, now, keep: keep.filter((hash) => hash.startsWith(prefix)) });
  }
  removed.files += await writer.call("retention.parts", { now });
  while (await writer.call("retention.space", undefined));
  return removed;
}
