import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./judge.ts";
import { Printed, type RecordedCase } from "./recorded-case.ts";

/** A case that takes longer is stopped and has not passed. */
const PATIENCE_MS = 60_000;

interface Ended {
  stdout: string;
  stderr: string;
}

/** `imx` as its own process, on a machine whose clock is in UTC, as the recorder's was. */
function imx(root: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "electron", "cli", "launch.mjs"), "imx", ...args], {
    cwd: root,
    env: { ...process.env, TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_, signal) => resolve({ stdout, stderr: signal ? `stopped after ${PATIENCE_MS / 1000} s` : stderr }));
  });
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** The step that a case starts at where it names none. */
const startOf = ({ startNode, workflow }: RecordedCase): string | undefined =>
  startNode ?? workflow.nodes.find(({ type }) => /manualTrigger$|\.start$/.test(type))?.name;

/** Plays a case by `imx run` with its recorded answers. Returns why it does not pass. */
export async function playCase(root: string, files: string, recorded: RecordedCase): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), "conformance-"));
  const file = async (name: string, content: unknown): Promise<string> => {
    await writeFile(join(dir, name), JSON.stringify(content));
    return join(dir, name);
  };
  try {
    // Here the pinned items are the expected result, never an input.
    const { pinData: _, ...workflow } = recorded.workflow;
    const { trigger, variables, credentials, http = [], kind } = recorded;
    const start = startOf(recorded);
    const logins = credentials ?? (kind === "app" ? { "*": "test-<fieldName>" } : undefined);
    const asked = ["run", await file("workflow.json", workflow), "--from", "n8n", "--json"];
    const world = ["--replay", await file("replay.json", http), "--files", files];
    const { stdout, stderr } = await imx(root, [
      ...asked,
      ...world,
      "--timezone",
      workflow.settings?.timezone ?? "America/New_York",
      ...(start === undefined ? [] : ["--start", start]),
      ...(trigger ? ["--input", `@${await file("input.json", [trigger.input ?? trigger])}`] : []),
      ...(logins ? ["--credentials", await file("credentials.json", logins)] : []),
      ...(variables ? ["--vars", await file("vars.json", variables)] : []),
    ]);
    try {
      return judge(recorded, Printed.parse(JSON.parse(stdout)));
    } catch (error) {
      return [lastLine(stderr) || (error instanceof Error ? lastLine(error.message) : String(error))];
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
