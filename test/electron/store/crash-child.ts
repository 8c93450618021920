import { writeSync } from "node:fs";
import { COMMANDS } from "../../../electron/store/commands.ts";
import { inlineWriter } from "../../../electron/store/inline-journal.ts";
import { openWorkspace } from "../../../electron/store/open.ts";
import { startWriter } from "../../../electron/threads/writer-client.ts";
import { end, noise, run, step, tableStep } from "./records.ts";

/** Run as a process of its own by crash.test.ts, which kills it, or which it kills itself for at a named point. */
const [dir = "", point = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const die = () => process.kill(process.pid, "SIGKILL");

async function load(): Promise<void> {
  const writer = await startWriter(dir);
  const { journal } = writer;
  let next = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      const n = ++next;
      journal.append(run(n));
      await journal.durable();
      say(`accepted ${n}`);
      for (let s = 1; s <= 3; s++) journal.append(step(n, s));
      await journal.commitTables(tableStep(n, 4, [{ op: "increment", table: "Counters", match: { key: "k" }, column: "n", by: 1 }]));
      say(`counted ${n}`);
      journal.append(end(n));
      await journal.durable();
      say(`ended ${n}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

async function at(): Promise<void> {
  const writer = inlineWriter(openWorkspace(dir), { ...COMMANDS, die });
  const { journal } = writer;
  journal.append(run(1));
  await journal.durable();
  say("accepted 1");
  journal.append(run(2));
  if (point === "after a file is stored")
    journal.append(step(2, 1, { outputs: [{ kind: "inline", text: JSON.stringify([{ json: { text: noise(700_000) } }]) }] }));
  if (point === "inside a table step's commit") {
    journal.commitTables(tableStep(2, 1, [{ op: "insert", table: "Clients", row: { name: "Ann" } }])).catch(() => {});
  }
  if (point === "after the commit") {
    await journal.durable();
    say("accepted 2");
    die();
  }
  // Its turn comes inside the same transaction, after the records before it.
  writer.call("die" as "settings.save", { values: {} }).catch(() => {});
}

await (point === "under load" ? load() : at());
