import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";

/** In the child: Electron's way to speak with the process that started it. */
const PARENT_PORT = `data:text/javascript,${encodeURIComponent(`
  process.parentPort = {
    on: (name, listener) => process.on(name, (data) => listener({ data })),
    postMessage: (message) => process.send(message),
  };`)}`;

/** Electron's process for work apart, played by one of Node's. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(file: string) {
    super();
    this.#child = fork(file, [], { serialization: "advanced", execArgv: ["--import", PARENT_PORT], stdio: "inherit" });
    this.#child.on("message", (message) => this.emit("message", message));
    this.#child.on("exit", (code) => this.emit("exit", code));
  }
  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  postMessage(message: object): void {
    this.#child.send(message);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = { fork: (file: string): UtilityProcess => new UtilityProcess(file) };
