import { COMMANDS } from "./commands.ts";
import type { WriteDb } from "./connection.ts";
import { StoreError } from "./errors.ts";
import { LogClient, type Writer, writerOf } from "./log-client.ts";
import { type Commands, LogWriter } from "./log-writer.ts";
import { openWorkspace } from "./open.ts";

/**
 * The writer in the caller's own thread, for one-shot commands and tests: same promises, each commit holds the loop.
 * `fleeting`: the folder is thrown away afterwards, so nothing waits for the disk.
 */
export function openInlineJournal(dir: string, { fleeting = false } = {}): Writer {
  const db = openWorkspace(dir);
  if (fleeting) db.sql.pragma("synchronous = OFF");
  return inlineWriter(db, COMMANDS);
}

/** Takes over the connection. */
export function inlineWriter(db: WriteDb, commands: Commands): Writer {
  const log = new LogWriter(db, commands);
  const client = new LogClient((batch) => {
    log.push(batch);
    while (!log.idle) {
      const outcome = log.commit();
      client.outcome(outcome);
      if (!outcome.committed) break;
    }
  });
  return {
    ...writerOf(client),
    close() {
      client.flush();
      const left = log.idle ? undefined : client.durable();
      client.end(new StoreError("closed", "The store is closed."));
      db.close();
      return left ?? Promise.resolve();
    },
  };
}
