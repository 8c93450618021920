import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlobAccess } from "#kit/context.ts";
import type { RecordedRequest } from "#kit/recorded.ts";
import { WorkflowId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { connectors, findAction, findTrigger } from "../../connectors/registry.ts";
import { Engine, type EngineDeps } from "../engine/engine.ts";
import { PageCache } from "../engine/items.ts";
import type { Clock } from "../engine/ports.ts";
import type { Services } from "../engine/services.ts";
import { createBlobStore } from "../store/blobs.ts";
import { openInlineJournal } from "../store/inline-journal.ts";
import { openReader } from "../store/journal-reader.ts";
import { lockWorkspace } from "../store/lock.ts";
import { publishedWorkflow, versionDocument } from "../store/workflows.ts";
import { createCodeRunner } from "./code-client.ts";
import { createFileAccess } from "./file-access.ts";
import { collectSooner } from "./heap.ts";
import { type Connections, openOutside, type Replay } from "./outside.ts";
import { openSystemClock } from "./system-clock.ts";

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
  /** Time and stand-ins of a run that is played from a record, and what takes the place of the machine's services. */
  played?: {
    clock: Clock;
    standIn: NonNullable<EngineDeps["standIn"]>;
    services: Partial<Services>;
    blobs(own: BlobAccess): BlobAccess;
  };
}

/** Cache for pages of large lists, in bytes. */
const CACHE = 128 * 1024 * 1024;

/** An engine without triggers, server or threads of its own: for one run from the command line. */
export async function openOneShot(options: OneShotOptions): Promise<OneShot> {
  const dir = options.data ?? (await mkdtemp(join(tmpdir(), "imx-run-")));
  // Two that number runs would write one over the other: an engine that has the workspace is told of.
  const lock = options.data === undefined ? undefined : lockWorkspace(dir);
  const writer = openInlineJournal(dir, { fleeting: options.data === undefined });
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
  const machine = openSystemClock();
  const { played } = options;
  const blobs = createBlobStore(dir);
  const engine = new Engine({
    journal: writer.journal,
    reader,
    cache: new PageCache(CACHE, collectSooner),
    clock: played?.clock ?? machine,
    ...(played ? { standIn: played.standIn } : {}),
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
      blobs: played ? played.blobs(blobs) : blobs,
      files: () => files,
      code,
      staticData: (workflow) => statics.get(workflow) ?? {},
      setStaticData: (workflow, data) => void statics.set(workflow, data),
      env: undefined,
      zone: options.zone,
      runUrl: () => "",
      resumeUrl: (run) => `http://127.0.0.1/wait/${run}`,
      resumeKey: (run) => run,
      ...played?.services,
    },
  });
  return {
    engine,
    dir,
    async close() {
      machine.close();
      outside.close();
      await code.close();
      reader.close();
      await writer.close();
      lock?.release();
      if (options.data === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}
