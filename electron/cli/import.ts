import { writeFile } from "node:fs/promises";
import { importN8n } from "../import/n8n/index.ts";
import { nameOf, parseFlags, parseJson, readText, UsageError } from "./usage.ts";

/** `imx import FILE [--from n8n] [--out FILE] [--json]`: another tool's workflow as ours, with a report. Nothing is dropped. */
export async function importFile(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    from: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean" },
    data: { type: "string" },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("import: name one file.");
  if (values.from !== undefined && values.from !== "n8n") throw new UsageError(`--from: '${values.from}' can't be imported. Known: n8n.`);
  const source = parseJson(await readText(file), file);
  const result = (() => {
    try {
      return importN8n(source, nameOf(file));
    } catch (error) {
      throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  })();
  if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(result.workflow, null, 2)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    process.stdout.write(
      `${result.mapped.length} steps mapped, ${result.partial.length} with remarks, ${result.unsupported.length} not supported\n`,
    );
    for (const p of result.partial) process.stdout.write(`  ${p.node}: ${p.reason}\n`);
    for (const u of result.unsupported) process.stdout.write(`  ${u.node} (${u.type}): ${u.reason}\n`);
  }
  return 0;
}
