import { randomBytes, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { MessagePort } from "node:worker_threads";
import { createRouterClient } from "@orpc/server";
import { RPCHandler as PortHandler } from "@orpc/server/message-port";
import { Settings } from "#shared/contract/settings.ts";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { StepError } from "#shared/model/failure.ts";
import { ConnectionId, WorkflowId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/role.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { connectors, findAction, findTrigger, catalog as readCatalog } from "../../connectors/registry.ts";
import { aroundProblems } from "../api/around.ts";
import { Changes } from "../api/changes.ts";
import { checkedPort } from "../api/checked-port.ts";
import { Drafts } from "../api/drafts.ts";
import { createRouter } from "../api/router.ts";
import type { Secrets } from "../api/secrets.ts";
import type { Workspace } from "../api/workspace.ts";
import { Engine } from "../engine/engine.ts";
import { PageCache } from "../engine/items.ts";
import type { EngineEvent } from "../engine/ports.ts";
import type { Asker } from "../engine/services.ts";
import { openDoors } from "../http/doors.ts";
import { type LocalServer, startServer } from "../http/server.ts";
import { createBlobStore } from "../store/blobs.ts";
import type { ReadDb } from "../store/connection.ts";
import { loadConnection, sealedSecrets } from "../store/connections.ts";
import { openReader } from "../store/journal-reader.ts";
import type { Writer } from "../store/log-client.ts";
import { maintain } from "../store/maintenance.ts";
import { loadSchedules } from "../store/schedules.ts";
import { loadSettings } from "../store/settings.ts";
import { loadStaticData } from "../store/static-data.ts";
import { liveWorkflows, publishedWorkflow, versionDocument } from "../store/workflows.ts";
import { createCodeRunner } from "./code-client.ts";
import { createFileAccess } from "./file-access.ts";
import { collectSooner } from "./heap.ts";
import { type OpenConnection, type OwnNetwork, openOutside } from "./outside.ts";
import { openSystemClock } from "./system-clock.ts";
import { startWriter } from "./writer-client.ts";

/** Cache for pages of large lists, in bytes of their JSON. */
const CACHE = 64 * 1024 * 1024;
/** What a stop waits for at most: writes that are under way outside. */
const DRAIN_MS = 10_000;

const TIDY_AFTER_MS = 60_000;
const TIDY_EVERY_MS = 6 * 3_600_000;

export interface HostOptions {
  dir: string;
  version: string;
  secrets: Secrets;
  /** Serve webhooks, REST and the screens on 127.0.0.1; 0 = any free port. */
  port?: number;
  /** Folder of the built screens. */
  screens?: string;
  /** The engine before this one has ended by itself. */
  afterFailure?: boolean | undefined;
  /** Only look: nothing is resumed and no trigger answers. */
  idle?: boolean;
  /** Way to the outside; the machine's own unless given. */
  network?: OwnNetwork;
  readonly onProblem: (message: string) => void;
}

export interface Host {
  readonly workspace: Workspace;
  readonly server: LocalServer | undefined;
  /** The contract, called from this thread. */
  client(role: Role, by: string): ReturnType<typeof createRouterClient<ReturnType<typeof createRouter>, Record<never, never>>>;
  /** Lets one window speak the contract over this port. */
  connect(port: MessagePort, role: Role, by: string): void;
  /** Stops taking events, lets what is under way outside end, closes the database. */
  close(): Promise<void>;
}

/** One workspace, opened: store, engine, router and, where asked for, the local server. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { dir, secrets } = options;
  const writer = await startWriter(dir);
  const reader = openReader(dir);
  const { db } = reader;
  const changes = new Changes();
  const operations = { action: findAction, trigger: findTrigger };
  const code = createCodeRunner();

  const opened = (id: string): OpenConnection => {
    const info = loadConnection(db, ConnectionId.parse(id));
    if (!info)
      throw new StepError({
        kind: "connection",
        message: "The connection of this step is not there any more.",
        fix: "Choose another connection.",
      });
    const sealed = sealedSecrets(db, info.id);
    return {
      id,
      name: info.name,
      connector: info.connector,
      auth: info.auth,
      hosts: info.hosts,
      secrets: { ...info.fields, ...(sealed ? secrets.open(id, sealed) : {}) },
    };
  };
  const connectionOf = (asker: Pick<Asker, "node">): OpenConnection | undefined =>
    asker.node.node.connection === undefined ? undefined : opened(asker.node.node.connection);
  const outside = openOutside({ connectors, connections: { of: connectionOf }, ...(options.network ? { network: options.network } : {}) });
  const ownFiles = join(dir, "files");
  await mkdir(ownFiles, { recursive: true, mode: 0o700 });
  const filesNow = () => createFileAccess({ folders: [ownFiles, ...Settings.parse(loadSettings(db)).folders], base: ownFiles });
  let files = filesNow();
  const fired = new Map(loadSchedules(db).map((s) => [`${s.workflow}\n${s.trigger}`, s.lastAt]));
  const statics = new Map<string, Record<string, unknown>>();
  let server: LocalServer | undefined;
  // Read once and kept: every run asks for it.
  let zone = zoneOf(db);
  let tunnel = tunnelOf(db);
  const hookUrl = (path: string): string | null => (server ? `${tunnel?.origin ?? server.url}/hook/${path}` : null);
  const blobs = createBlobStore(dir);
  const resumeKey = (run: string): string => `${run}-${secrets.sign(`resume:${run}`)}`;

  const clock = openSystemClock();
  const engine = new Engine({
    journal: writer.journal,
    reader,
    cache: new PageCache(CACHE, collectSooner),
    clock,
    events: {
      get wanted() {
        return changes.wanted;
      },
      emit: (event) => changes.publish(changeOf(event)),
    },
    operations,
    documents: {
      *live() {
        for (const row of liveWorkflows(db)) yield { workflow: Workflow.parse(JSON.parse(row.document)), version: row.version };
      },
      published: (id) => {
        const found = publishedWorkflow(db, id);
        if (!found || found.version === null) return found;
        return { workflow: Workflow.parse(JSON.parse(found.document)), version: found.version };
      },
      version: (id, version) => {
        const text = versionDocument(db, WorkflowId.parse(id), version);
        return text === undefined ? undefined : Workflow.parse(JSON.parse(text));
      },
    },
    schedules: {
      lastFired: (workflow, node) => fired.get(`${workflow}\n${node}`) ?? undefined,
      setFired(workflow, node, at) {
        fired.set(`${workflow}\n${node}`, at);
        // Losing this is harmless: each firing is keyed by its time.
        writer
          .call("schedules.save", { workflow: WorkflowId.parse(workflow), trigger: node, lastAt: at, nextAt: null })
          .catch((error: unknown) => options.onProblem(String(error)));
      },
    },
    triggerSecrets: (_workflow, node) => connectionOf({ node })?.secrets,
    services: {
      ...outside,
      blobs,
      files: () => files,
      code,
      staticData(workflow) {
        const known = statics.get(workflow) ?? loadStaticData(db, WorkflowId.parse(workflow));
        statics.set(workflow, known);
        return known;
      },
      setStaticData(workflow, data) {
        statics.set(workflow, data);
        writer
          .call("staticData.save", { workflow: WorkflowId.parse(workflow), data, at: Date.now() })
          .catch((error: unknown) => options.onProblem(String(error)));
      },
      env: undefined,
      get zone() {
        return zone;
      },
      resumeUrl: (run) => hookUrl(`wait/${resumeKey(run)}`) ?? "",
      runUrl: (run) => (server ? `${server.url}/#/runs/${run}` : ""),
      resumeKey,
    },
  });
  engine.executor.onTrouble = (error) => options.onProblem(error.message);

  let tools: ToolInfo[] | undefined;
  const now = () => Date.now();
  const around = (workflow: Workflow) => aroundProblems(workflow, { db, engine, operations, now });
  const drafts = new Drafts({ db, writer, operations, changes, now, around });
  const workspace: Workspace = {
    dir,
    version: options.version,
    db,
    reader,
    writer,
    engine,
    operations,
    changes,
    drafts,
    secrets,
    outside,
    catalog: () => {
      tools ??= readCatalog();
      return tools;
    },
    now: () => Date.now(),
    newId: () => randomUUID(),
    settingsSaved: () => {
      zone = zoneOf(db);
      tunnel = tunnelOf(db);
      files = filesNow();
    },
    url: () => server?.url ?? null,
    hookUrl,
  };
  const router = createRouter(workspace, connectors);

  async function close(): Promise<void> {
    await server?.close();
    engine.executor.pause();
    await drained(engine);
    clock.close();
    outside.close();
    await code.close();
    await writer.close();
    reader.close();
  }

  try {
    if (options.port !== undefined) {
      const doors = openDoors({
        router,
        engine,
        blobs,
        screens: options.screens,
        tunnel: () => tunnel,
        onProblem: options.onProblem,
      });
      server = await startServer(doors, { port: options.port, token: randomBytes(32).toString("base64url") });
    }
    if (options.idle) engine.executor.pause();
    else await engine.start(options.onProblem, options.afterFailure);
  } catch (error) {
    await close();
    throw error;
  }
  const stopTidying = options.idle ? () => {} : tidyNowAndThen(writer, db, options.onProblem);
  return {
    workspace,
    server,
    client: (role, by) => createRouterClient(router, { context: { role, by } }),
    connect(port, role, by) {
      new PortHandler(router).upgrade(checkedPort(port), { context: { role, by } });
      port.start();
    },
    close() {
      stopTidying();
      return close();
    },
  };
}

/** Removes what has outlived its time: a while after the start, then every few hours. Returns the stop. */
function tidyNowAndThen(writer: Writer, db: ReadDb, onProblem: (message: string) => void): () => void {
  const tidy = (): void => {
    const { retentionDays } = Settings.parse(loadSettings(db));
    maintain(writer, db, { now: Date.now(), days: retentionDays }).catch((error: unknown) =>
      onProblem(`Old runs could not be removed: ${String(error)}`),
    );
  };
  const first = setTimeout(tidy, TIDY_AFTER_MS);
  const later = setInterval(tidy, TIDY_EVERY_MS);
  return () => {
    clearTimeout(first);
    clearInterval(later);
  };
}

/** The user's own way in from outside, where one is set. */
function tunnelOf(db: ReadDb): URL | undefined {
  const { publicAddress } = loadSettings(db);
  return typeof publicAddress === "string" && publicAddress !== "" ? (URL.parse(publicAddress) ?? undefined) : undefined;
}

function zoneOf(db: ReadDb): string {
  const { timezone } = loadSettings(db);
  return typeof timezone === "string" && timezone !== "" ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Waits until nothing is under way outside, or patience ends: what is cut off then is asked about at the next start. */
async function drained(engine: Engine): Promise<void> {
  const until = Date.now() + DRAIN_MS;
  const busy = (): boolean =>
    [...engine.executor.runs.values()].some((run) => run.status === "running" && [...run.works.values()].some((w) => !w.waiting));
  while (busy() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
}

function changeOf(event: EngineEvent): Parameters<Changes["publish"]>[0] {
  if (event.type === "run") {
    const { run, workflow, status, waitingFor, at } = event;
    return { type: "run", runId: run, workflowId: workflow, status, at, ...(waitingFor === undefined ? {} : { waitingFor }) };
  }
  const { run, workflow, step, node, runIndex, status, counts, ms, at, failure } = event;
  return {
    type: "step",
    runId: run,
    workflowId: workflow,
    step,
    node,
    runIndex,
    status,
    counts,
    at,
    ...(ms === undefined ? {} : { ms }),
    ...(failure === undefined ? {} : { message: failure.message }),
  };
}
