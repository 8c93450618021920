import { UsageError } from "./usage.ts";

type Command = (args: readonly string[]) => Promise<number>;

/** Each command is loaded when it is asked for: most need a small part of the program. */
const COMMANDS: Readonly<Record<string, { what: string; flags?: string; load: () => Promise<Command> }>> = {
  run: {
    flags:
      "[--from n8n] [--start STEP] [--input JSON|@FILE] [--replay FILE] [--credentials FILE] [--vars FILE] [--files DIR] [--timezone TZ] [--simulate]",
    what: "FILE    run one workflow to its end",
    load: async () => (await import("./run.ts")).run,
  },
  test: { what: "FILE|ID [--case NAME]    run the tests that a workflow carries", load: async () => (await import("./test.ts")).test },
  add: {
    flags: "[--publish] [--from n8n]",
    what: "FILE    put a workflow into the workspace (--publish: make it live)",
    load: async () => (await import("./add.ts")).add,
  },
  workflows: {
    what: "list | bin | run ID | export ID | publish ID | activate ID | unpublish ID | remove ID | restore ID",
    flags: "run: [--trigger STEP]; export: [--to FILE] [--with-data]",
    load: async () => (await import("./workflows.ts")).workflows,
  },
  import: {
    flags: "[--out FILE]",
    what: "FILE    turn another tool's workflow into ours",
    load: async () => (await import("./import.ts")).importFile,
  },
  validate: {
    flags: "[--from n8n]",
    what: "FILE    say what keeps a workflow from running",
    load: async () => (await import("./validate.ts")).validate,
  },
  eval: {
    what: "EXPR    evaluate an expression, such as '={{ 1 + 1 }}'",
    flags: "[--context @FILE] [--timezone TZ], or --cases FILE",
    load: async () => (await import("./eval.ts")).evaluate,
  },
  catalog: { what: "        list tools with their steps", load: async () => (await import("./catalog.ts")).catalogCommand },
  runs: {
    flags: "list: [--limit N]; settle: --step STEP [--item N] happened [--output JSON] | repeat | skip | verify",
    what: "list | show RUN | rerun RUN | cancel RUN | settle RUN",
    load: async () => (await import("./runs.ts")).runs,
  },
  serve: {
    flags: "[--port N]",
    what: "        run the engine and serve webhooks and screens",
    load: async () => (await import("./serve.ts")).serve,
  },
  doctor: { what: "        look for what is wrong with a workspace", load: async () => (await import("./doctor.ts")).doctor },
  backup: { what: "FILE    write the workspace into one file", load: async () => (await import("./backup.ts")).backupCommand },
  restore: { what: "FILE    make a workspace from a backup", load: async () => (await import("./backup.ts")).restoreCommand },
};

const help = (): string =>
  [
    "imx COMMAND [--data DIR] [--json] ...",
    "",
    ...Object.entries(COMMANDS).map(([name, c]) => `  imx ${name.padEnd(10)}${c.what}`),
    "",
  ].join("\n");

/** What one command takes, with the flags that all have. */
const helpOf = (name: string, { what, flags }: { what: string; flags?: string }): string =>
  `imx ${name} ${what.trim()}\n  flags: ${flags === undefined ? "" : `${flags}; `}[--data DIR] [--json]\n`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const about = name === "help" ? rest[0] : rest.some((one) => one === "--help" || one === "-h") ? name : undefined;
  if (about !== undefined && Object.hasOwn(COMMANDS, about) && COMMANDS[about]) {
    process.stdout.write(helpOf(about, COMMANDS[about]));
    return 0;
  }
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(`${help()}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`There is no command '${name}'. Known ones: ${Object.keys(COMMANDS).join(", ")}.`);
  return (await command.load())(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof UsageError || (error instanceof Error && "code" in error && error.name.endsWith("Error"));
  process.stderr.write(
    `imx: ${known ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 2;
}
