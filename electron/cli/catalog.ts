import { catalog } from "../../connectors/registry.ts";
import { parseFlags } from "./usage.ts";

/** `imx catalog [--json]`: one entry per tool. */
export function catalogCommand(args: readonly string[]): Promise<number> {
  const { values } = parseFlags(args, { json: { type: "boolean" }, data: { type: "string" } });
  const tools = catalog();
  if (values.json) process.stdout.write(`${JSON.stringify(tools.map((tool) => ({ ...tool, auth: tool.auth.map((a) => a.id) })))}\n`);
  else
    for (const tool of tools)
      process.stdout.write(
        `${tool.id.padEnd(20)} ${tool.name} (${tool.category}): ${tool.actions.length} actions, ${tool.triggers.length} triggers\n`,
      );
  return Promise.resolve(0);
}
