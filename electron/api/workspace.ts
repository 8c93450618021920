import type { ToolInfo } from "#shared/model/catalog.ts";
import type { Engine } from "../engine/engine.ts";
import type { Operations } from "../engine/plan.ts";
import type { JournalReader } from "../engine/ports.ts";
import type { ReadDb } from "../store/connection.ts";
import type { Writer } from "../store/log-client.ts";
import type { Outside } from "../threads/outside.ts";
import type { Changes } from "./changes.ts";
import type { Drafts } from "./drafts.ts";
import type { Secrets } from "./secrets.ts";

/** All that handlers work with: one workspace, open in this thread. */
export interface Workspace {
  readonly dir: string;
  readonly version: string;
  readonly db: ReadDb;
  readonly reader: JournalReader;
  readonly writer: Writer;
  readonly engine: Engine;
  readonly operations: Operations;
  readonly changes: Changes;
  readonly drafts: Drafts;
  readonly secrets: Secrets;
  readonly outside: Outside;
  catalog(): ToolInfo[];
  now(): number;
  newId(): string;
  /** Settings on disk have changed: what is kept of them is read anew. */
  settingsSaved(): void;
  /** Address of the local server, where one runs. */
  url(): string | null;
  /** Where others call this path of `/hook/`: at the tunnel's address where one is set. Null where nothing is served. */
  hookUrl(path: string): string | null;
}
