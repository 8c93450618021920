import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command line or a file it names can't be used: exit code 2, one line on stderr. */
export class UsageError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UsageError";
  }
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Flags and positionals, or a UsageError that names the flag. */
export function parseFlags<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** A workflow's name from its file, where it brings none. */
export const nameOf = (file: string): string => basename(file, ".json");

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${what} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** `@FILE` or JSON on the command line itself. */
export async function jsonArgument(value: string, what: string): Promise<unknown> {
  return value.startsWith("@") ? parseJson(await readText(value.slice(1)), `${what} (${value.slice(1)})`) : parseJson(value, what);
}
