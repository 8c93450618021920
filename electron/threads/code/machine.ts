import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from "quickjs-emscripten-core";
import { AFTER, BEFORE } from "./fault.ts";
import { type Image, Memory, SourceImages } from "./memory.ts";
import type { SandboxTexts } from "./texts.ts";

/** QuickJS's own stack; the thread has room for the native frames below it. */
const STACK = 2 * 1024 * 1024;
/** Beyond this much memory a machine is not worth keeping. */
const KEEP = 64 * 1024 * 1024;
const IMAGES = { bytes: 24 * 1024 * 1024, sources: 256 };
/** Promise callbacks between two looks at the clock, and how often that goes on after an interruption. */
const JOBS = 200;
const LATE = 3;

const usesLuxon = /\b(?:DateTime|Duration|Interval|luxon)\b|\$now|\$today/;

/** A fault inside the sandbox: an error nobody caught, or the machine itself in ruins. */
export interface Fault {
  name: string;
  message: string;
  stack: string;
  /** Nothing can be run on this machine again. */
  broken: boolean;
}

/** Ways into the sandbox: what the last of its parts gives. */
type Entry = "code" | "luxon" | "all" | "each" | "fire";

export type HostCall = (op: string, args: readonly string[]) => string | undefined;

const noCall: HostCall = () => {
  throw new Error("no run is in hand");
};

/**
 * One QuickJS in one WebAssembly memory. Each run begins by writing an image over that memory, byte for byte, so no run
 * can leave anything to the next: not a global, a changed prototype, a symbol, a pending promise or a counter in C.
 */
export class Machine {
  call: HostCall = noCall;
  /** Asked every few thousand steps: true stops the run. */
  interrupted: () => boolean = () => false;
  #broken = false;
  readonly #memory: Memory;
  readonly #context: QuickJSContext;
  readonly #runtime: QuickJSRuntime;
  readonly #entries: Readonly<Record<Entry, QuickJSHandle>>;
  readonly #plain: Image;
  readonly #bySource = new SourceImages(IMAGES);
  #withLuxon: Image | undefined;

  static async create(texts: SandboxTexts): Promise<Machine> {
    const memory = new Memory();
    const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory.wasm }));
    memory.survey();
    return new Machine(module.newRuntime(), memory, texts);
  }

  private constructor(runtime: QuickJSRuntime, memory: Memory, texts: SandboxTexts) {
    this.#runtime = runtime;
    this.#memory = memory;
    runtime.setMaxStackSize(STACK);
    runtime.setInterruptHandler(() => this.interrupted());
    this.#context = runtime.newContext();
    this.#entries = this.#install(texts);
    this.#plain = memory.take();
  }

  /** The handles made here are kept: they hold what they point to alive in every image. */
  #install(texts: SandboxTexts): Record<Entry, QuickJSHandle> {
    const context = this.#context;
    const host = context.newFunction("host", (op, ...args) => {
      const answer = this.call(
        context.getString(op),
        args.map((arg) => context.getString(arg)),
      );
      return answer === undefined ? context.undefined : context.newString(answer);
    });
    const luxon = context.newFunction("loadLuxon", () => context.unwrapResult(context.evalCode(`${texts.luxon};luxon`, "luxon.js")));
    const [core = "", ...parts] = texts.parts;
    const ready = (text: string, args: QuickJSHandle[]): QuickJSHandle => {
      const part = context.unwrapResult(context.evalCode(text, "sandbox.js"));
      return context.unwrapResult(context.callFunction(part, context.undefined, ...args));
    };
    const kit = ready(core, [host, luxon]);
    let last = context.undefined;
    for (const part of parts) last = ready(part, [kit]);
    const entry = (name: Entry): QuickJSHandle => context.getProp(last, name);
    return { code: entry("code"), luxon: entry("luxon"), all: entry("all"), each: entry("each"), fire: entry("fire") };
  }

  /** False once it has broken or grown too large. */
  get usable(): boolean {
    return !this.#broken && this.#memory.bytes <= KEEP;
  }

  /** A run may be held to so many bytes on it. */
  fits(bytes: number): boolean {
    return this.#memory.fits(bytes);
  }

  /** The run asked for more memory than it may have; it may have gone on without. */
  get starved(): boolean {
    return this.#memory.refused;
  }

  /** Bytes that the run to come may use. */
  limit(bytes: number): void {
    this.#memory.limit(bytes);
  }

  /** Makes the machine new and gives it the source's function. The fault is the source's own (syntax). */
  load(source: string): Fault | undefined {
    const known = this.#bySource.get(source);
    if (known) {
      this.#memory.put(known);
      return undefined;
    }
    const base = usesLuxon.test(source) ? this.#luxonImage() : this.#plain;
    const again = this.#bySource.knows(source);
    if (again) this.#memory.putAlone(base);
    else this.#memory.put(base);
    const fault = this.#compile(source);
    if (!fault) this.#bySource.set(source, again ? this.#memory.take() : undefined);
    return fault;
  }

  #compile(source: string): Fault | undefined {
    return this.#guard(() => {
      // The user's first line stays line 1.
      const compiled = this.#context.evalCode(BEFORE + source + AFTER, "code.js");
      if (compiled.error) return this.#faultOf(compiled.error);
      return this.#send("code", compiled.value);
    });
  }

  /** Calls into the sandbox and works off what that set going. The fault is one that the sandbox could not report itself. */
  enter(entry: "all" | "each" | "fire", value: string): Fault | undefined {
    return this.#guard(() => {
      const fault = this.#send(entry, this.#context.newString(value));
      if (fault) return fault;
      // After an interruption there is a little time left, to tell where it was; code that catches it has to end too.
      for (let late = 0; late < LATE && this.#runtime.hasPendingJob(); late += this.interrupted() ? 1 : 0) {
        const jobs = this.#runtime.executePendingJobs(JOBS);
        if (jobs.error) return this.#faultOf(jobs.error);
      }
      return undefined;
    });
  }

  #send(entry: Entry, value: QuickJSHandle): Fault | undefined {
    const result = this.#context.callFunction(this.#entries[entry], this.#context.undefined, value);
    return result.error ? this.#faultOf(result.error) : undefined;
  }

  #faultOf(error: QuickJSHandle): Fault {
    const read = (key: string): string => {
      const value = this.#context.getProp(error, key);
      return this.#context.typeof(value) === "string" ? this.#context.getString(value) : "";
    };
    if (this.#context.typeof(error) !== "object")
      return { name: "Error", message: this.#context.getString(error), stack: "", broken: false };
    return { name: read("name"), message: read("message"), stack: read("stack"), broken: false };
  }

  /** Whatever WebAssembly throws leaves its stack in disorder. */
  #guard(work: () => Fault | undefined): Fault | undefined {
    try {
      return work();
    } catch (error) {
      this.#broken = true;
      const message = error instanceof Error ? error.message : String(error);
      return { name: error instanceof RangeError ? "RangeError" : "InternalError", message, stack: "", broken: true };
    }
  }

  #luxonImage(): Image {
    if (this.#withLuxon) return this.#withLuxon;
    this.#memory.putAlone(this.#plain);
    const { interrupted } = this;
    this.interrupted = () => false;
    this.#send("luxon", this.#context.undefined);
    this.interrupted = interrupted;
    this.#withLuxon = this.#memory.take();
    return this.#withLuxon;
  }
}
