import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordedRequest } from "#kit/recorded.ts";
import { WorkflowId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { connectors, findAction, findTrigger } from "../../connectors/registry.ts";
import { Engine } from "../engine/engine.ts";
import { PageCache } from "../engine/items.ts";
import { createBlobStore } from "../store/blobs.ts";
import { openInlineJournal } from "../store/inline-journal.ts";
import { openReader } from "../store/journal-reader.ts";
import { lockWorkspace } from "../store/lock.ts";
import { publishedWorkflow, versionDocument } from "../store/workflows.ts";
import { createCodeRunner } from "../threads/code-client.ts";
import { createFileAccess } from "../threads/file-access.ts";
import { collectSooner } from "../threads/heap.ts";
import { type Connections, openOutside, type Replay } from "../threads/outside.ts";
import { openSystemClock } from "../threads/system-clock.ts";

export interface OneShot {
  engine: Engine;
  dir: string;
  close(): Promise<void>;
}

export interface OneShotOptions {
  /** The workspace that the run is recorded in; without one, a folder that is gone afterwards. */
  data?: string | undefined;
  connections: Connections;
  replay?: Replay | undefined;
  record(request: RecordedRequest): void;
  /** Folder whose files are found by their base name. */
  files?: string | undefined;
  zone: string;
  vars: Record<string, unknown>;
}

/** Cache for pages of large lists, in bytes. */
const CACHE = 128 * 1024 * 1024;

/** An engine without triggers, server or threads of its own: for one run from the command line. */
export async function openOneShot(options: OneShotOptions): Promise<OneShot> {
  const dir = options.data ?? (await mkdtemp(join(tmpdir(), "imx-run-")));
  // Two that number runs would write one over the other: an engine that has the workspace is told of.
  const lock = options.data === undefined ? undefined : lockWorkspace(dir);
  const writer = openInlineJournal(dir);
  const reader = openReader(dir);
  const code = createCodeRunner();
  const outside = openOutside({
    connectors,
    connections: options.connections,
    replay: options.replay,
    record: (request) => options.record(request),
  });
  const files = createFileAccess(
    options.files === undefined
      ? { folders: [process.cwd()], base: process.cwd() }
      : { folders: [options.files], byBaseName: options.files },
  );
  const statics = new Map<string, Record<string, unknown>>();
  const clock = openSystemClock();
  const engine = new Engine({
    journal: writer.journal,
    reader,
    cache: new PageCache(CACHE, collectSooner),
    clock,
    events: { wanted: false, emit: () => {} },
    operations: { action: findAction, trigger: findTrigger },
    documents: {
      live: () => [],
      version: (id, version) => {
        const text = versionDocument(reader.db, WorkflowId.parse(id), version);
        return text === undefined ? undefined : Workflow.parse(JSON.parse(text));
      },
      published: (id) => {
        const found = publishedWorkflow(reader.db, id);
        if (!found || found.version === null) return found;
        return { workflow: Workflow.parse(JSON.parse(found.document)), version: found.version };
      },
    },
    schedules: { lastFired: () => undefined, setFired: () => {} },
    triggerSecrets: () => undefined,
    services: {
      ...outside,
      blobs: createBlobStore(dir),
      files: () => files,
      code,
      staticData: (workflow) => statics.get(workflow) ?? {},
      setStaticData: (workflow, data) => void statics.set(workflow, data),
      env: undefined,
      zone: options.zone,
      runUrl: () => "",
      resumeUrl: (run) => `http://127.0.0.1/wait/${run}`,
      resumeKey: (run) => run,
    },
  });
  return {
    engine,
    dir,
    async close() {
      clock.close();
      outside.close();
      await code.close();
      reader.close();
      await writer.close();
      lock?.release();
      if (options.data === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}
