import { z } from "zod";
import type { RecordedRequest } from "#kit/recorded.ts";
import { Item } from "#shared/model/item.ts";
import { isFinal } from "#shared/model/run.ts";
import { HttpAnswer } from "#shared/model/test-case.ts";
import { type Workflow, Workflow as WorkflowDocument } from "#shared/model/workflow.ts";
import { literalHosts } from "../../connectors/core/actions/http.ts";
import { connectors } from "../../connectors/registry.ts";
import type { ActiveRun } from "../engine/active-run.ts";
import { type Engine, EngineError } from "../engine/engine.ts";
import { CredentialsFile, fileConnections } from "../threads/given-connections.ts";
import { openOneShot } from "../threads/one-shot.ts";
import { workflowFromFile } from "./read-workflow.ts";
import { type RunDocument, runDocument } from "./run-document.ts";
import { jsonArgument, parseFlags, parseJson, readText, UsageError } from "./usage.ts";

/** A wait that ends within this time is waited for; a longer one ends the command with the run waiting. */
const PATIENCE_MS = 65_000;

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UsageError(`${what}: ${issue ? `${issue.path.map(String).join(".") || "the whole"}: ${issue.message}` : "not usable"}`);
}

/** Steps whose `url` is what they call. */
const WITH_ADDRESS: ReadonlySet<string> = new Set(["core.http", "core.graphql", "core.rss"]);

/** A file that its owner runs grants the hosts that stand literally in the addresses of its steps. */
export function withLiteralGrants(workflow: Workflow): Workflow {
  const network = [...new Set([...workflow.settings.network, ...hostsIn(workflow)])];
  return { ...workflow, settings: { ...workflow.settings, network } };
}

/** Also of the workflows that stand in its steps: those run with what the one around them may reach. */
function hostsIn({ nodes }: Workflow): string[] {
  return nodes.flatMap(({ type, params }) => {
    if (WITH_ADDRESS.has(type)) return literalHosts(params);
    const inner = type === "core.call_workflow" ? WorkflowDocument.safeParse(params["document"]) : undefined;
    return inner?.success ? hostsIn(inner.data) : [];
  });
}

/** Resolves when the run has ended or waits for something that will not come by itself soon. */
async function settled(run: ActiveRun, { executor }: Engine): Promise<void> {
  for (;;) {
    const ended = await Promise.race([run.ended.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 20))]);
    if (ended) return;
    // What it has called goes on for it.
    const leaves = executor.calls?.leaves(run) ?? [run];
    if (leaves.every(({ status, until }) => status === "waiting" && (until === undefined || until - Date.now() > PATIENCE_MS))) return;
  }
}

const exitCode = (document: RunDocument, run: ActiveRun): number =>
  document.status === "succeeded" || (document.status === "waiting" && run.waitingFor !== "decision") ? 0 : 1;

/** `imx run FILE`: one workflow to its end, in manual mode. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    from: { type: "string" },
    start: { type: "string" },
    input: { type: "string" },
    replay: { type: "string" },
    credentials: { type: "string" },
    vars: { type: "string" },
    files: { type: "string" },
    timezone: { type: "string" },
    simulate: { type: "boolean" },
    json: { type: "boolean" },
    data: { type: "string" },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("run: name one workflow file.");
  const workflow = withLiteralGrants(await workflowFromFile(file, values.from));
  const zone = values.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isZone(zone)) throw new UsageError(`--timezone: '${zone}' is no time zone. Use an IANA name such as America/Chicago.`);
  const input = values.input === undefined ? undefined : parsed(z.array(Item), await jsonArgument(values.input, "--input"), "--input");
  const entries =
    values.replay === undefined
      ? undefined
      : parsed(z.array(HttpAnswer), parseJson(await readText(values.replay), values.replay), "--replay");
  const credentials =
    values.credentials === undefined
      ? undefined
      : parsed(CredentialsFile, parseJson(await readText(values.credentials), values.credentials), "--credentials");
  const vars =
    values.vars === undefined
      ? {}
      : parsed(z.record(z.string(), z.unknown()), parseJson(await readText(values.vars), values.vars), "--vars");

  const requests: RecordedRequest[] = [];
  const record = (request: RecordedRequest): void => void requests.push(request);
  const shot = await openOneShot({
    data: values.data,
    connections: fileConnections(credentials, connectors),
    replay: entries && { entries, record },
    record,
    files: values.files,
    zone,
  });
  try {
    const document = { ...workflow, variables: { ...workflow.variables, ...vars } };
    const plan = shot.engine.plan(document, null);
    const at = shot.engine.startNode(plan, values.start);
    const active = shot.engine.run(document, {
      plan,
      at,
      items: [input ?? [{ json: {} }]],
      mode: values.simulate ? "simulate" : "test",
      options: { usePinned: values.from === undefined },
    });
    await settled(active, shot.engine);
    const result = runDocument(active, shot.engine.executor.deps.reader, requests);
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else process.stdout.write(summary(result, active));
    if (!isFinal(active.status)) shot.engine.executor.pause();
    return exitCode(result, active);
  } catch (error) {
    if (error instanceof EngineError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    await shot.close();
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

function summary(result: RunDocument, run: ActiveRun): string {
  const lines = result.executionOrder.map((name) => {
    const counts = (result.nodes[name] ?? []).map((r) => r.outputs.map((o) => o.length).join("+") || "0").join(", ");
    return `  ${name}: ${counts} items`;
  });
  const state = result.status === "waiting" ? `waiting for ${run.waitingFor ?? "something"}` : result.status;
  const error = result.error ? [`${result.error.node ?? "workflow"}: ${result.error.message}`] : [];
  return [`Run ${result.runId} ${state}`, ...new Set(lines), ...error, ""].join("\n");
}
