import type { BlobAccess, CodeRunner, FileAccess, FileDatabases } from "#kit/context.ts";
import type { HttpClient } from "#kit/http.ts";
import type { Redactor } from "#kit/redact.ts";
import type { Sessions } from "#kit/sessions.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { RunMode } from "#shared/model/run.ts";
import type { PlanNode } from "./plan.ts";

/** Which run and step asks, so that connections, grants and limits can be looked up. */
export interface Asker {
  run: string;
  mode: RunMode;
  workflow: string;
  /** Hosts on private addresses that the workflow's owner granted. */
  grants: readonly string[];
  node: PlanNode;
}

/** The outside as actions reach it; put together by the thread that hosts the engine. */
export interface Services {
  http(asker: Asker): HttpClient;
  /** The same for services that speak no HTTP. */
  sessions(asker: Asker): Sessions;
  secrets(asker: Asker): Readonly<Record<string, string>> | undefined;
  /** Removes the secrets of the node's connection from what is logged or reported about it. */
  redactor(asker: Pick<Asker, "node">): Redactor;
  readonly blobs: BlobAccess;
  files(asker: Asker): FileAccess;
  readonly databases: FileDatabases;
  readonly code: CodeRunner;
  staticData(workflow: string): JsonObject;
  setStaticData(workflow: string, data: JsonObject): void;
  /** Environment that expressions may see; undefined = none. */
  readonly env: JsonObject | undefined;
  /** Zone of workflows that name none. */
  readonly zone: string;
  /** Address under which a waiting step of this run can be woken; empty where nothing listens. */
  resumeUrl(run: string): string;
  /** Where a person can look at this run; empty without a server. */
  runUrl(run: string): string;
  /** What stands for the run in that address: begins with its number, and nobody can guess it. */
  resumeKey(run: string): string;
  uuid(): string;
  /** Random in [0, 1): spreads retries. */
  random(): number;
  sha256(text: string): string;
}
