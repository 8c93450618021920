import { localPort } from "../http/local-port.ts";
import { startEngine } from "../threads/start-engine.ts";
import type { Engine } from "./engine-port.ts";
import { createSecretBox } from "./secret-box.ts";
import { sqliteBehind } from "./sqlite-behind.ts";
import { workspaceKey } from "./workspace-key.ts";

/** The engine of one workspace in a thread of its own; this process opens the key for it and keeps nothing of it. */
export async function openEngine(dir: string, version: string, afterFailure: boolean): Promise<Engine> {
  const [key, port] = await Promise.all([workspaceKey(dir, createSecretBox(process.platform)), localPort()]);
  const onProblem = (message: string): void => void process.stderr.write(`${message}\n`);
  return startEngine({ dir, version, key, port, afterFailure, onProblem, onSqlite: sqliteBehind });
}
