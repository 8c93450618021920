import { listSlots } from "../secrets/workspace-key.ts";
import { backup } from "../store/backup.ts";
import { restore } from "../store/restore.ts";
import { dataDir } from "./default-data.ts";
import { parseFlags, UsageError } from "./usage.ts";

const FLAGS = { data: { type: "string" }, json: { type: "boolean" } } as const;

/** `imx backup FILE`: the workspace in one file, also while its engine works. */
export async function backupCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("backup: name the file to write.");
  const { files } = await backup(dataDir(values.data), file, Date.now());
  const note = listSlots(dataDir(values.data)).some((s) => s.kind === "file")
    ? " It holds the key to its secrets: keep it as safe as the workspace."
    : "";
  process.stdout.write(
    values.json ? `${JSON.stringify({ file, files })}\n` : `Wrote ${file} with ${files} files beside the database.${note}\n`,
  );
  return 0;
}

/** `imx restore FILE --data DIR`: a workspace from a backup; never over one that is there. */
export async function restoreCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("restore: name the backup to read.");
  const dir = dataDir(values.data);
  await restore(file, dir);
  process.stdout.write(values.json ? `${JSON.stringify({ data: dir })}\n` : `Restored into ${dir}.\n`);
  return 0;
}
