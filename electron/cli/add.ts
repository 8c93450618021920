import { dataDir } from "./default-data.ts";
import { workflowFromFile } from "./read-workflow.ts";
import { withLiteralGrants } from "./run.ts";
import { parseFlags, UsageError } from "./usage.ts";
import { problemLine, problemsOf } from "./validate.ts";
import { withWorkspace } from "./workspace-client.ts";

/** `imx add FILE [--publish]`: a workflow file into the workspace. Prints what hosts on private networks it was granted. */
export async function add(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    publish: { type: "boolean" },
    json: { type: "boolean" },
    data: { type: "string" },
    from: { type: "string" },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("add: name one workflow file.");
  const workflow = withLiteralGrants(await workflowFromFile(file, values.from));
  const grants = workflow.settings.network;
  // The draft would be repaired on the way in: what is wrong with the file itself is told before.
  const broken = values.publish ? problemsOf(workflow).filter((p) => p.severity === "error") : [];
  if (broken.length > 0) throw new UsageError(`${file} can't be published:\n${broken.map(problemLine).join("\n")}`);
  return withWorkspace(
    dataDir(values.data),
    async (client) => {
      const { id } = await client.workflows.import({ text: JSON.stringify(workflow), from: "imx" });
      let hooks: { node: string; path: string }[] = [];
      if (values.publish) {
        try {
          ({ hooks } = await client.workflows.publish({ id }));
        } catch (error) {
          await client.workflows.remove({ id });
          throw error;
        }
      }
      const result = { workflowId: id, hooks: hooks.map(({ node, path }) => ({ node, path: `/hook/${path}` })), grants };
      if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
      else {
        process.stdout.write(`Added as ${id}${values.publish ? ", live" : ""}.\n`);
        for (const h of result.hooks) process.stdout.write(`  ${h.node}: ${h.path}\n`);
        for (const g of grants) process.stdout.write(`  may call ${g} on this network\n`);
      }
      return 0;
    },
    { create: true },
  );
}
