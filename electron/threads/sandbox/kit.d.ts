/** What the parts of the sandbox share. They run inside QuickJS: no Node, no DOM, nothing but the language and `host`. */
interface Kit {
  /** Asks the thread around the sandbox. Texts go in, a text or nothing comes back. */
  host(op: string, ...args: string[]): string | undefined;
  parse(text: string): unknown;
  stringify(value: unknown): string | undefined;
  /** A global that the user's code may write over. */
  define(name: string, value: unknown): void;
  /** A global that is made when it is first asked for. */
  lazy(name: string, make: () => unknown): void;
  /** A global that is asked for anew each time. */
  live(name: string, get: () => unknown): void;
  /** Host operations that answer with `{v}` or `{e: [name, message]}`. */
  ask(op: string, ...args: string[]): unknown;
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
  toBase64(bytes: Uint8Array): string;
  fromBase64(text: string): Uint8Array;
  Buffer: BufferMaker;
  URL: unknown;
  URLSearchParams: unknown;
  /** Runs a timer's callback. */
  fire(id: number): void;
  /** Takes Luxon's own text in; slow, so once. */
  loadLuxon(): LuxonLike;
  /** Luxon before any run has touched it: an image is made of that. */
  readLuxon(): LuxonLike;
  /** Luxon in the zone of the run. */
  luxon(): LuxonLike;
  /** IANA name of the workflow's zone. */
  zone(): string;
  items: {
    ShapeError: new (message: string, description: string, item?: number) => Error;
    shown(raw: RawItem, index?: number): SandboxItem;
    read(texts: number[]): RawItem[];
    fromAll(result: unknown): SandboxItem[];
    fromEach(result: unknown, index: number): SandboxItem | undefined;
    leaving(item: SandboxItem, at: number, index: number | undefined, made: NewFile[]): unknown;
    base64Of(blob: string): string | undefined;
  };
  scope: {
    /** Puts a run's names in place; returns the code's `this`. */
    enter(mode: "all" | "each", items: string): object;
    at(index: number): void;
    count(): number;
    /** Static data that the code has asked for, so that it may have changed. */
    statics(): object | undefined;
  };
}
interface BufferMaker {
  from(value: unknown, encoding?: unknown): Uint8Array;
  concat(parts: Uint8Array[]): Uint8Array;
}
interface LuxonTime {
  startOf(unit: string): unknown;
  plus(duration: { days: number }): LuxonTime;
  toFormat(format: string): string;
}
interface LuxonLike {
  DateTime: { fromMillis(ms: number): LuxonTime; fromISO(text: string, options: { zone: string }): LuxonTime };
  Duration: unknown;
  Interval: unknown;
  Settings: { defaultZone: string };
  IANAZone: { prototype: object };
}

/** A file that the code made: stored by the engine, apart from the items. */
interface NewFile {
  item: number;
  key: string;
  base64: string;
  mimeType?: string;
  fileName?: string;
}
/** An item as the user's code sees it. */
interface SandboxItem {
  json: Record<string, unknown>;
  binary?: Record<string, unknown>;
  pairedItem?: unknown;
}
/** What a run is about; asked for when the code first needs it. */
interface Context {
  runIndex: number;
  workflow: { id: string; name: string; active: boolean };
  execution: { id: string; mode: string };
  vars: Record<string, unknown>;
  env: Record<string, unknown>;
  timezone: string;
  now: number;
  nodeName: string;
  prevNode?: string;
  staticData: { global: Record<string, unknown>; node: Record<string, unknown> };
}
interface RawItem {
  json: Record<string, unknown>;
  binary?: Record<string, RawBinary>;
}
interface RawBinary {
  blob: string;
  mimeType: string;
  fileName?: string;
}
interface NodeHead {
  params: Record<string, unknown>;
  executed: boolean;
  port: number;
  run: number;
  /** Per run and port: the texts that hold the items. */
  runs: number[][][];
  /** The texts that hold, for each input item, the item it came from or why that is not known. */
  linked?: number[];
}
