import { RunId } from "#shared/model/ids.ts";
import type { RunSummary, Settlement } from "#shared/model/run.ts";
import { dataDir } from "./default-data.ts";
import { jsonArgument, parseFlags, UsageError } from "./usage.ts";
import { type Client, withWorkspace } from "./workspace-client.ts";

const iso = (at: number): string => new Date(at).toISOString();

function line(run: RunSummary): string {
  const state = run.status === "waiting" ? `waiting for ${run.waitingFor ?? "something"}` : run.status;
  return `${run.runId.padStart(8)}  ${iso(run.startedAt)}  ${state.padEnd(22)} ${run.workflowName}${run.error ? `: ${run.error.message}` : ""}`;
}

/** A live run repeats what the first one did outside: that is said. */
function againLine({ runId, mode, version }: RunSummary): string {
  const what = version === null ? "with its own document" : `with version ${version}`;
  return `Runs again as ${runId}, ${what}, from the start${mode === "live" ? ". It is live: its steps write for real, again" : ""}.`;
}

async function list(client: Client, limit: string | undefined, json: boolean): Promise<number> {
  const most = limit === undefined ? 50 : Number(limit);
  if (!Number.isInteger(most) || most < 1) throw new UsageError("--limit: must be a whole number from 1.");
  const found = await client.runs.list({ limit: Math.min(most, 100_000) });
  const rows = found.map(({ runId, workflowId, status, waitingFor, startedAt, endedAt, error }) => ({
    runId,
    workflowId,
    status,
    ...(waitingFor ? { waitingFor } : {}),
    startedAt: iso(startedAt),
    ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }),
    ...(error ? { error } : {}),
  }));
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : found.map((r) => `${line(r)}\n`).join("") || "No runs yet.\n");
  return 0;
}

async function show(client: Client, runId: RunId, json: boolean): Promise<number> {
  const found = await client.runs.get({ runId });
  if (json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return 0;
  }
  const steps = found.steps.map((s) => {
    const counts = s.counts.length > 0 ? ` ${s.counts.join("+")} items` : "";
    const unknown = s.unknownItems?.length
      ? ` (outcome of item ${s.unknownItems.map((i) => i + 1).join(", ")} unknown: imx runs settle ${runId} --step "${s.name}" ...)`
      : "";
    return `  ${String(s.step).padStart(3)} ${s.name.padEnd(30)} ${s.status}${counts}${s.failure ? `: ${s.failure.message}${s.failure.fix ? ` ${s.failure.fix}` : ""}` : ""}${unknown}`;
  });
  process.stdout.write(`${[line(found.run), ...steps, ...found.log.map((l) => `  log: ${l.text}`)].join("\n")}\n`);
  return 0;
}

async function settlementOf(answer: string | undefined, output: string | undefined): Promise<Settlement> {
  if (answer === "happened") return { answer, ...(output === undefined ? {} : { output: await jsonArgument(output, "--output") }) };
  if (answer === "repeat" || answer === "skip" || answer === "verify") return { answer };
  throw new UsageError("settle: say what happened: happened [--output JSON], repeat, skip or verify.");
}

/** `imx runs list|show|rerun|cancel|settle`. */
export async function runs(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    data: { type: "string" },
    json: { type: "boolean" },
    limit: { type: "string" },
    step: { type: "string" },
    item: { type: "string" },
    output: { type: "string" },
  });
  const [verb = "list", id, answer] = positionals;
  const json = values.json === true;
  const dir = dataDir(values.data);
  if (verb === "list") return withWorkspace(dir, (client) => list(client, values.limit, json));
  if (!["show", "rerun", "cancel", "settle"].includes(verb))
    throw new UsageError(`runs: '${verb}' is not known. Known: list, show, rerun, cancel, settle.`);
  const parsed = RunId.safeParse(id);
  if (!parsed.success) throw new UsageError(`runs ${verb}: name a run.`);
  const runId = parsed.data;
  const settlement = verb === "settle" ? await settlementOf(answer, values.output) : undefined;
  const item = values.item === undefined ? undefined : Number(values.item);
  if (item !== undefined && !Number.isInteger(item)) throw new UsageError("--item: must be a whole number, counted from 0.");
  return withWorkspace(dir, async (client) => {
    if (verb === "show") return show(client, runId, json);
    if (verb === "cancel") {
      await client.runs.cancel({ runId });
      process.stdout.write(json ? `${JSON.stringify({ runId })}\n` : `Run ${runId} cancelled.\n`);
    } else if (settlement) {
      const { settled } = await client.runs.settle({
        runId,
        settlement,
        ...(values.step === undefined ? {} : { node: values.step }),
        ...(item === undefined ? {} : { item }),
      });
      process.stdout.write(json ? `${JSON.stringify({ runId, settled })}\n` : `${settled} settled.\n`);
    } else {
      const again = await client.runs.rerun({ runId });
      process.stdout.write(json ? `${JSON.stringify(again)}\n` : `${againLine((await client.runs.get(again)).run)}\n`);
    }
    return 0;
  });
}
