import { parentPort } from "node:worker_threads";
import type { FileDatabaseAnswer } from "#kit/context.ts";
import { workOnFile } from "../store/foreign-database.ts";
import type { SqliteJob } from "./sqlite-client.ts";

/** Does one job after the other, apart from the engine: a slow query holds up nobody else. */
parentPort?.on("message", ({ path, work }: SqliteJob) => {
  parentPort?.postMessage(answer(path, work));
});

function answer(path: string, work: SqliteJob["work"]): FileDatabaseAnswer {
  try {
    return { results: workOnFile(path, work) };
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    return { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}
