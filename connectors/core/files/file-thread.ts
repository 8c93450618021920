import { parentPort } from "node:worker_threads";
import { failureOf } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { FromFileThread, ToFileThread } from "./file-reader.ts";
import { readFile } from "./read-file.ts";

/** Reads one file after the other, apart from the engine, and gives a page of it whenever it is asked. */
let pages: AsyncGenerator<JsonObject[]> | undefined;

const answer = (message: FromFileThread): void => parentPort?.postMessage(message);

async function next(): Promise<void> {
  try {
    const page = await pages?.next();
    answer(page === undefined || page.done ? { kind: "end" } : { kind: "page", page: page.value });
  } catch (error) {
    answer({ kind: "failed", failure: failureOf(error) });
  }
}

parentPort?.on("message", (message: ToFileThread) => {
  if (message.kind === "read") pages = readFile(message.job);
  void next();
});
