import { EventEmitter } from "node:events";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Something that a listener may forbid. */
export function preventable<T extends object>(details: T): T & { preventDefault(): void; defaultPrevented: boolean } {
  return Object.assign(details, {
    defaultPrevented: false,
    preventDefault(this: { defaultPrevented: boolean }) {
      this.defaultPrevented = true;
    },
  });
}

interface Ends {
  closeWindows(): Promise<void>;
  closeBrowser(): Promise<void>;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name = "Infinite Matrix";
  /** What was asked for, for tests to read. */
  readonly recorded = { sandbox: false, protocolClients: [] as string[], loginItem: { openAtLogin: false } };
  #paths = new Map<string, string>();
  #ready = new Promise<void>((done) => setImmediate(done));
  #ends: Ends | undefined;

  endWith(ends: Ends): void {
    this.#ends = ends;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  getVersion(): string {
    return "0.0.0";
  }
  getName(): string {
    return this.name;
  }
  getLocale(): string {
    return "en-US";
  }
  getAppPath(): string {
    return resolve(import.meta.dirname, "..", "..", "..");
  }
  getPath(name: string): string {
    const home = join(tmpdir(), `stand-in-${process.pid}`);
    const path = this.#paths.get(name) ?? join(name === "userData" ? home : (this.#paths.get("userData") ?? home), name);
    mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  enableSandbox(): void {
    this.recorded.sandbox = true;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.recorded.protocolClients.push(scheme);
    return true;
  }
  getLoginItemSettings(): { openAtLogin: boolean } {
    return this.recorded.loginItem;
  }
  setLoginItemSettings(settings: { openAtLogin: boolean }): void {
    this.recorded.loginItem = settings;
  }
  quit(): void {
    void this.#quit();
  }
  exit(code: number): void {
    process.exit(code);
  }
  async #quit(): Promise<void> {
    const before = preventable({});
    this.emit("before-quit", before);
    if (before.defaultPrevented) return;
    await this.#ends?.closeWindows();
    const will = preventable({});
    this.emit("will-quit", will);
    if (will.defaultPrevented) return;
    this.emit("quit");
    await this.#ends?.closeBrowser();
    process.exit(0);
  }
}

export const app = new App();
