import { open, rm } from "node:fs/promises";
import { exported } from "#shared/model/exported.ts";
import { WorkflowId } from "#shared/model/ids.ts";
import { dataDir } from "./default-data.ts";
import { parseFlags, UsageError } from "./usage.ts";
import { type Client, withWorkspace } from "./workspace-client.ts";

const VERBS = ["list", "export", "run", "publish", "activate", "unpublish", "remove", "bin", "restore"];
const DONE: Readonly<Record<string, string>> = {
  unpublish: "no longer answers to its triggers",
  remove: "moved to the bin; it can be restored for 30 days",
  restore: "taken out of the bin, switched off",
};

async function list(client: Client, json: boolean): Promise<void> {
  const rows = await client.workflows.list();
  const line = (row: (typeof rows)[number]): string =>
    `${row.id}  ${(row.active ? "live" : "off").padEnd(5)} ${row.name}${row.active && row.changed ? " (draft differs)" : ""}`;
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : rows.map((row) => `${line(row)}\n`).join("") || "No workflows yet.\n");
}

/** What was removed and can still be restored. */
async function bin(client: Client, json: boolean): Promise<void> {
  const rows = await client.workflows.bin();
  const line = ({ id, name, goneAt }: (typeof rows)[number]): string =>
    `${id}  ${name} (until ${new Date(goneAt).toISOString().slice(0, 10)})\n`;
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : rows.map(line).join("") || "The bin is empty.\n");
}

/** To stdout, or into a file that is not there yet. */
async function exportOne(client: Client, id: WorkflowId, withData: boolean, to: string | undefined): Promise<void> {
  const workflow = await client.workflows.get({ id });
  const text = `${JSON.stringify(withData ? workflow : exported(workflow), null, 2)}\n`;
  if (to === undefined) {
    process.stdout.write(text);
    return;
  }
  const refused = (error: unknown): never => {
    throw new UsageError(`${to} can't be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  };
  const file = await open(to, "wx").catch(refused);
  try {
    await file.writeFile(text);
    await file.close();
  } catch (error) {
    // Ours, and only half there.
    await rm(to, { force: true });
    refused(error);
  }
}

/** Live workflows that fail without it from now on. */
async function warnUsers(client: Client, id: WorkflowId): Promise<void> {
  for (const { name, steps, onFailure } of await client.workflows.usedBy({ id })) {
    const how = [...steps.map((step) => `calls it at '${step}'`), ...(onFailure ? ["starts it when a run fails"] : [])].join(" and ");
    process.stderr.write(`imx: the live workflow '${name}' needs it: it ${how}.\n`);
  }
}

async function change(client: Client, verb: string, id: WorkflowId, json: boolean): Promise<void> {
  let done = DONE[verb] ?? "done";
  let more: object = {};
  if (verb === "publish" || verb === "activate") {
    const { version, hooks } = await client.workflows[verb]({ id });
    more = { version, hooks: hooks.map(({ node, path }) => ({ node, path: `/hook/${path}` })) };
    done = `live as version ${version}${hooks.map((h) => `\n  ${h.node}: /hook/${h.path}`).join("")}`;
  } else if (verb === "unpublish" || verb === "remove") await warnUsers(client, id);
  if (verb === "unpublish") await client.workflows.unpublish({ id });
  else if (verb === "remove") await client.workflows.remove({ id });
  else if (verb === "restore") await client.workflows.restore({ id });
  process.stdout.write(json ? `${JSON.stringify({ workflowId: id, ...more })}\n` : `${id} ${done}.\n`);
}

/** A live run of the published version. Where no engine serves the workspace it is on record, and begins when one does. */
async function runOne(client: Client, id: WorkflowId, trigger: string | undefined, json: boolean): Promise<void> {
  const started = await client.workflows.run({ id, ...(trigger === undefined ? {} : { trigger }) });
  const idle = (await client.engine.status()).state === "paused";
  const line = `Run ${started.runId}: version ${started.version}${idle ? ", which begins when the engine goes on (in the app or by 'imx serve')" : ""}.`;
  process.stdout.write(json ? `${JSON.stringify(started)}\n` : `${line}\n`);
}

/**
 * `imx workflows [list|bin]`, or `run ID [--trigger NAME]`, `export ID [--to FILE] [--with-data]`, `publish|activate|unpublish|remove|restore ID`.
 * `publish` makes the draft the live version, `activate` turns the newest published one on again.
 */
export async function workflows(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    data: { type: "string" },
    json: { type: "boolean" },
    to: { type: "string" },
    trigger: { type: "string" },
    "with-data": { type: "boolean" },
  });
  const [verb = "list", given] = positionals;
  if (!VERBS.includes(verb)) throw new UsageError(`workflows: '${verb}' is not known. Known: ${VERBS.join(", ")}.`);
  const json = values.json === true;
  const dir = dataDir(values.data);
  if (verb === "list" || verb === "bin") {
    await withWorkspace(dir, (client) => (verb === "list" ? list(client, json) : bin(client, json)));
    return 0;
  }
  const id = WorkflowId.safeParse(given);
  if (!id.success) throw new UsageError(`workflows ${verb}: name a workflow by its id; 'imx workflows' lists them.`);
  await withWorkspace(dir, (client) =>
    verb === "run"
      ? runOne(client, id.data, values.trigger, json)
      : verb === "export"
        ? exportOne(client, id.data, values["with-data"] === true, values.to)
        : change(client, verb, id.data, json),
  );
  return 0;
}
