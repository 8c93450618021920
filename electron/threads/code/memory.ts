/** The part of WebAssembly's types that is needed here; Node's own types lack them. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => WasmMemory };

const PAGE = 4_096;
const WASM_PAGE = 65_536;
/** What the module is made with, and the most that 32-bit WebAssembly can address here. */
const FIRST_PAGES = 256;
const MOST_PAGES = 32_768;
/** The stack that QuickJS was built with is larger than this; nothing else in a new memory is empty over such a length. */
const LEAST_STACK = 4 * 1024 * 1024;
const MARGIN = 4 * PAGE;
const ZEROS = Buffer.alloc(PAGE);

/** Everything in a memory at one moment: static data and heap. The stack between them is empty at rest. */
export interface Image {
  low: Uint8Array;
  high: Uint8Array;
}
export const sizeOf = (image: Image): number => image.low.length + image.high.length;

/** A machine's memory: bounded run by run, and written over with an image before each. */
export class Memory {
  readonly wasm: WasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
  #most = MOST_PAGES;
  #refused = false;
  #lowEnd = 0;
  #highStart = 0;

  constructor() {
    // QuickJS does not know how large its blocks are under WebAssembly, so its own limit holds for single ones only:
    // the memory itself is what a run may not outgrow.
    const grow = this.wasm.grow.bind(this.wasm);
    this.wasm.grow = (pages) => {
      if (this.bytes / WASM_PAGE + pages > this.#most) {
        this.#refused = true;
        throw new RangeError("memory limit");
      }
      return grow(pages);
    };
  }

  get bytes(): number {
    return this.wasm.buffer.byteLength;
  }
  /** More was asked for than the limit allows. */
  get refused(): boolean {
    return this.#refused;
  }

  /** It never shrinks, so one that has grown can't keep a smaller limit. */
  fits(bytes: number): boolean {
    return this.bytes <= Math.max(bytes, FIRST_PAGES * WASM_PAGE);
  }

  limit(bytes: number): void {
    this.#refused = false;
    this.#most = Math.min(MOST_PAGES, Math.max(FIRST_PAGES, Math.ceil(bytes / WASM_PAGE)));
  }

  /**
   * Looks where the stack lies, before anything has run: it is the one great gap. Images leave it out; a margin on both
   * sides takes in whatever static data is still zero.
   */
  survey(): void {
    const bytes = Buffer.from(this.wasm.buffer);
    const end = usedEnd(bytes);
    let [from, length, start] = [0, 0, -1];
    for (let page = 0; page < end; page += PAGE) {
      if (!isEmpty(bytes, page)) start = -1;
      else {
        if (start < 0) start = page;
        if (page + PAGE - start > length) [from, length] = [start, page + PAGE - start];
      }
    }
    if (length < LEAST_STACK) throw new Error("the sandbox's memory is not laid out as expected");
    this.#lowEnd = from + MARGIN;
    this.#highStart = from + length - MARGIN;
  }

  take(): Image {
    const bytes = new Uint8Array(this.wasm.buffer);
    return { low: bytes.slice(0, this.#lowEnd), high: bytes.slice(this.#highStart, usedEnd(Buffer.from(this.wasm.buffer))) };
  }

  put(image: Image): void {
    const bytes = new Uint8Array(this.wasm.buffer);
    bytes.set(image.low, 0);
    bytes.set(image.high, this.#highStart);
  }

  /** The same, and wipes what earlier runs left above it, so that a new image taken from here holds none of that. */
  putAlone(image: Image): void {
    new Uint8Array(this.wasm.buffer).fill(0, this.#highStart + image.high.length);
    this.put(image);
  }
}

const isEmpty = (bytes: Buffer, page: number): boolean => bytes.compare(ZEROS, 0, PAGE, page, page + PAGE) === 0;

function usedEnd(bytes: Buffer): number {
  let page = bytes.length - PAGE;
  while (isEmpty(bytes, page)) page -= PAGE;
  return page + PAGE;
}

/** Images of single sources, the latest used kept. A source is worth one when it comes a second time. */
export class SourceImages {
  readonly #images = new Map<string, Image | undefined>();
  readonly #most: { bytes: number; sources: number };
  #bytes = 0;

  constructor(most: { bytes: number; sources: number }) {
    this.#most = most;
  }

  get(source: string): Image | undefined {
    const image = this.#images.get(source);
    if (image) {
      this.#images.delete(source);
      this.#images.set(source, image);
    }
    return image;
  }

  /** It has come before. */
  knows(source: string): boolean {
    return this.#images.has(source);
  }

  set(source: string, image: Image | undefined): void {
    this.#images.delete(source);
    this.#images.set(source, image);
    if (image) this.#bytes += sizeOf(image);
    for (const [oldest, left] of this.#images) {
      if (this.#images.size <= 1 || (this.#bytes <= this.#most.bytes && this.#images.size <= this.#most.sources)) return;
      this.#images.delete(oldest);
      if (left) this.#bytes -= sizeOf(left);
    }
  }
}
