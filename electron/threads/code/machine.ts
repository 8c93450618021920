import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from "quickjs-emscripten-core";
import { AFTER, BEFORE } from "./fault.ts";
import type { SandboxTexts } from "./texts.ts";

/** The part of WebAssembly's types that is needed here; Node's own types lack them. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => WasmMemory };

const PAGE = 4_096;
const WASM_PAGE = 65_536;
const MARGIN = 4 * PAGE;
/** What the module is made with, and the most that 32-bit WebAssembly can address here. */
const FIRST_PAGES = 256;
const MOST_PAGES = 32_768;
/** QuickJS's own stack; the thread has room for the native frames below it. */
const STACK = 2 * 1024 * 1024;
/** Beyond this much memory a machine is not worth keeping: WebAssembly memory never shrinks. */
const KEEP = 64 * 1024 * 1024;
/** Memory that images of single sources may take. */
const IMAGES = 24 * 1024 * 1024;
const SEEN = 256;
/** Promise callbacks between two looks at the clock. */
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

/** The whole memory of a machine at one moment. Static data and heap; the stack between them is empty at rest. */
interface Image {
  low: Uint8Array;
  high: Uint8Array;
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
  #limit = MOST_PAGES;
  #starved = false;
  readonly #memory: WasmMemory;
  readonly #context: QuickJSContext;
  readonly #runtime: QuickJSRuntime;
  readonly #entries: Readonly<Record<Entry, QuickJSHandle>>;
  readonly #lowEnd: number;
  readonly #highStart: number;
  readonly #plain: Image;
  #withLuxon: Image | undefined;
  /** Oldest first. `undefined` = seen once, so not yet worth an image. */
  readonly #bySource = new Map<string, Image | undefined>();
  #imageBytes = 0;

  static async create(texts: SandboxTexts): Promise<Machine> {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
    const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }));
    const [lowEnd, highStart] = stackGap(memory);
    return new Machine(module.newRuntime(), memory, lowEnd, highStart, texts);
  }

  private constructor(runtime: QuickJSRuntime, memory: WasmMemory, lowEnd: number, highStart: number, texts: SandboxTexts) {
    this.#runtime = runtime;
    this.#memory = memory;
    this.#lowEnd = lowEnd;
    this.#highStart = highStart;
    // QuickJS does not know how large its blocks are under WebAssembly, so its own limit holds for single ones only:
    // the memory itself is what a run may not outgrow.
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      if (memory.buffer.byteLength / WASM_PAGE + pages > this.#limit) {
        this.#starved = true;
        throw new RangeError("memory limit");
      }
      return grow(pages);
    };
    runtime.setMaxStackSize(STACK);
    runtime.setInterruptHandler(() => this.interrupted());
    this.#context = runtime.newContext();
    this.#entries = this.#install(texts);
    this.#plain = this.#image();
  }

  /** Handles that stay: they keep what they point to alive in every image. */
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
    return !this.#broken && this.#memory.buffer.byteLength <= KEEP;
  }

  /** The run asked for more memory than it may have; it may have gone on without. */
  get starved(): boolean {
    return this.#starved;
  }

  /** Bytes that the run to come may use. */
  limit(bytes: number): void {
    this.#starved = false;
    this.#limit = Math.min(MOST_PAGES, Math.max(FIRST_PAGES, Math.ceil(bytes / WASM_PAGE)));
  }

  /** Makes the machine new and gives it the source's function. The fault is the source's own (syntax). */
  load(source: string): Fault | undefined {
    const known = this.#bySource.get(source);
    if (known) {
      this.#bySource.delete(source);
      this.#bySource.set(source, known);
      this.#restore(known);
      return undefined;
    }
    const base = usesLuxon.test(source) ? this.#luxonImage() : this.#plain;
    const again = this.#bySource.has(source);
    if (again) this.#clear(base);
    this.#restore(base);
    const fault = this.#compile(source);
    if (fault) return fault;
    if (again) this.#keep(source, this.#image());
    else this.#note(source);
    return undefined;
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
    this.#clear(this.#plain);
    this.#restore(this.#plain);
    const { interrupted } = this;
    this.interrupted = () => false;
    this.#send("luxon", this.#context.undefined);
    this.interrupted = interrupted;
    this.#withLuxon = this.#image();
    return this.#withLuxon;
  }

  #image(): Image {
    const bytes = new Uint8Array(this.#memory.buffer);
    return { low: bytes.slice(0, this.#lowEnd), high: bytes.slice(this.#highStart, usedEnd(this.#memory)) };
  }

  #restore(image: Image): void {
    const bytes = new Uint8Array(this.#memory.buffer);
    bytes.set(image.low, 0);
    bytes.set(image.high, this.#highStart);
  }

  /** Wipes what earlier runs left above the image, so that a new image taken from here holds none of it. */
  #clear(image: Image): void {
    new Uint8Array(this.#memory.buffer).fill(0, this.#highStart + image.high.length);
  }

  #note(source: string): void {
    this.#bySource.set(source, undefined);
    if (this.#bySource.size > SEEN) this.#drop();
  }

  #keep(source: string, image: Image): void {
    this.#bySource.delete(source);
    this.#bySource.set(source, image);
    this.#imageBytes += image.low.length + image.high.length;
    while (this.#imageBytes > IMAGES && this.#bySource.size > 1) this.#drop();
  }

  #drop(): void {
    for (const [source, image] of this.#bySource) {
      this.#bySource.delete(source);
      if (image) this.#imageBytes -= image.low.length + image.high.length;
      return;
    }
  }
}

const ZEROS = Buffer.alloc(PAGE);

function isEmpty(memory: Buffer, page: number): boolean {
  return memory.compare(ZEROS, 0, PAGE, page, page + PAGE) === 0;
}

function usedEnd(memory: WasmMemory): number {
  const bytes = Buffer.from(memory.buffer);
  let page = bytes.length - PAGE;
  while (isEmpty(bytes, page)) page -= PAGE;
  return page + PAGE;
}

/**
 * The unused stack is the one great gap in a new module's memory. Images leave it out; a margin on both sides takes in
 * whatever static data is still zero.
 */
function stackGap(memory: WasmMemory): [lowEnd: number, highStart: number] {
  const bytes = Buffer.from(memory.buffer);
  const end = usedEnd(memory);
  let [from, length] = [0, 0];
  let start = -1;
  for (let page = 0; page < end; page += PAGE) {
    if (!isEmpty(bytes, page)) start = -1;
    else {
      if (start < 0) start = page;
      if (page + PAGE - start > length) [from, length] = [start, page + PAGE - start];
    }
  }
  if (length < 2 * STACK) throw new Error("the sandbox's memory is not laid out as expected");
  return [from + MARGIN, from + length - MARGIN];
}
