import { z } from "zod";
import { explain, explainSyntax } from "./fault.ts";
import { HostCalls } from "./host-calls.ts";
import type { Fault, Machine } from "./machine.ts";
import type { FromSandbox, ItemError, SandboxError, ToSandbox } from "./protocol.ts";

const RawError = z.object({
  message: z.string(),
  name: z.string().optional(),
  stack: z.string().optional(),
  description: z.string().optional(),
});
const More = z.object({
  failures: z.array(RawError.extend({ item: z.number(), at: z.number() })),
  files: z.array(z.unknown()),
});

/** Code may change how objects are written as JSON, `Object.prototype.toJSON` for one; then even its errors come out wrong. */
const GARBLED = { name: "Error", message: "The code changed how JSON is written, so its result can't be read" };

/** What the thread tells a task about time and about who still wants its result. */
export interface TaskHost {
  now(): number;
  /** Nobody waits for it any more. */
  withdrawn(slot: number): boolean;
  /** Marks what the thread is at, for those who watch it from outside. */
  entered(slot: number, until: number): void;
  left(): void;
}

/** A run of the user's code on a machine of its own, until it has ended. */
export class Task {
  readonly request: ToSandbox;
  readonly machine: Machine;
  readonly #host: TaskHost;
  readonly #calls: HostCalls;
  readonly #until: number;
  #result: FromSandbox | undefined;
  #stopped: "time" | "withdrawn" | undefined;

  constructor(request: ToSandbox, machine: Machine, host: TaskHost) {
    this.request = request;
    this.machine = machine;
    this.#host = host;
    this.#until = host.now() + request.ms;
    this.#calls = new HostCalls(request, () => host.now());
  }

  /** Undefined while it waits for a timer. */
  get result(): FromSandbox | undefined {
    return this.#result;
  }

  /** When it wants to be woken: its next timer, or the end of its time. */
  get wakeAt(): number {
    return Math.min(this.#until, ...this.#calls.timers.values());
  }

  start(): void {
    this.#within(() => {
      this.machine.limit(this.request.bytes);
      const { source, mode, items } = this.request;
      const fault = this.machine.load(source);
      if (!fault) return this.machine.enter(mode, items);
      if (!this.#stopped && !fault.broken && fault.name === "SyntaxError") {
        this.#fail(explainSyntax(fault, source), "");
        return undefined;
      }
      return fault;
    });
  }

  /** Calls back what is due, or ends a run whose time is over. */
  wake(): void {
    const { slot } = this.request;
    while (!this.#result) {
      const now = this.#host.now();
      if (this.#host.withdrawn(slot)) this.#result = { slot, kind: "withdrawn" };
      else if (now >= this.#until) this.#fail(this.#limit("time"), "");
      else {
        const [due] = [...this.#calls.timers].filter(([, at]) => at <= now).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
        if (!due) return;
        this.#calls.timers.delete(due[0]);
        this.#within(() => this.machine.enter("fire", String(due[0])));
      }
    }
  }

  #within(work: () => Fault | undefined): void {
    const { machine, request } = this;
    machine.call = this.#calls.answer;
    machine.interrupted = () => {
      if (this.#host.now() > this.#until) this.#stopped = "time";
      else if (this.#host.withdrawn(request.slot)) this.#stopped = "withdrawn";
      return this.#stopped !== undefined;
    };
    this.#host.entered(request.slot, this.#until);
    let fault: Fault | undefined;
    try {
      fault = work();
    } finally {
      this.#host.left();
    }
    this.#judge(fault);
  }

  #judge(fault: Fault | undefined): void {
    if (this.#result) return;
    const { done, failed, overflowed, console, pages, timers } = this.#calls;
    const { slot, source } = this.request;
    if (this.#stopped === "withdrawn") this.#result = { slot, kind: "withdrawn" };
    else if (this.#stopped === "time") {
      // Where it was when it was stopped: mostly the loop that does not end.
      const at = fault ?? (failed && RawError.safeParse(JSON.parse(failed.error)).data);
      this.#fail({ ...this.#limit("time"), line: at && explain(at, source).line }, "");
    } else if (overflowed) this.#fail(this.#limit("output"), "");
    else if (fault) this.#fail(this.#ofFault(fault), "");
    else if (failed) this.#fail(this.#ofError(RawError.safeParse(JSON.parse(failed.error)).data ?? GARBLED), failed.statics);
    else if (done) {
      const more = this.#more(done.more);
      if (more === undefined) this.#fail(GARBLED, "");
      else this.#result = { slot, kind: "done", pages, more, statics: done.statics, console };
    } else if (timers.size === 0 && this.machine.starved) this.#fail(this.#limit("memory"), "");
    else if (timers.size === 0) {
      const message = "The code waits for something that can't happen: a promise that nothing settles";
      this.#fail({ name: "Error", message }, "");
    }
  }

  #more(text: string): string | undefined {
    if (text === "") return "";
    const more = More.safeParse(JSON.parse(text));
    if (!more.success) return undefined;
    const { failures, files } = more.data;
    const told = failures.map(({ item, at, ...raw }): ItemError => ({ ...this.#ofError(raw), item, at }));
    return JSON.stringify({ failures: told, files });
  }

  #ofError(raw: z.infer<typeof RawError>): SandboxError {
    const told = explain(raw, this.request.source);
    // Where not even an error object fits any more, QuickJS throws null.
    const starved = this.machine.starved && (raw.message === "null" || raw.message === "out of memory");
    return starved ? { ...this.#limit("memory"), line: told.line } : told;
  }

  #ofFault(fault: Fault): SandboxError {
    if (fault.broken && fault.name === "RangeError") return { name: "RangeError", message: "Maximum call stack size exceeded" };
    // A machine in ruins is most often one without memory: QuickJS does not get over every refusal.
    if (fault.broken) return this.#limit("memory");
    return this.#ofError(fault);
  }

  #limit(limit: "time" | "memory" | "output"): SandboxError {
    return { name: "LimitError", message: "", limit };
  }

  #fail(error: SandboxError, statics: string): void {
    this.#result = { slot: this.request.slot, kind: "failed", error, statics, console: this.#calls.console };
  }
}
