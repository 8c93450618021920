import { createHash, createHmac, randomBytes, randomInt, randomUUID } from "node:crypto";
import { NO_SCOPE } from "../../engine/triggers/no-scope.ts";
import { Evaluation } from "../../expressions/budget.ts";
import { search } from "../../expressions/jmespath/search.ts";
import { askIntl, askLocale, localized, zoneOffset } from "./host-intl.ts";
import { outputLimit } from "./limits.ts";
import type { ConsoleLine, ToSandbox } from "./protocol.ts";

const MOST_CONSOLE = 256 * 1024;
const MOST_LINES = 1_000;
const MOST_RANDOM = 65_536;
const MOST_ADDRESS = 1_000_000;

const HASHES = new Set(["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512", "ripemd160"]);
const hashName = (name: string): string => {
  const known = name.toLowerCase();
  const plain = known.startsWith("sha3") ? known : known.replace("-", "");
  if (!HASHES.has(plain)) throw new Error(`Unknown hash algorithm '${name}': use one of ${[...HASHES].join(", ")}`);
  return plain;
};

const URL_PARTS = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"] as const;
const URL_WRITABLE = new Set<string>(URL_PARTS.filter((part) => part !== "origin"));

function address(text: string, base?: string): URL {
  if (text.length > MOST_ADDRESS) throw new TypeError("Invalid URL");
  return new URL(text, base);
}
const parts = (url: URL): Record<string, string> => Object.fromEntries(URL_PARTS.map((part) => [part, url[part]]));

function withPart(href: string, part: string, value: string): Record<string, string> {
  const url = address(href);
  if (URL_WRITABLE.has(part)) Reflect.set(url, part, value);
  return parts(url);
}

/** What the sandbox may ask of the host: nothing that reaches outside, nothing that another run could notice. */
const QUESTIONS: Readonly<Record<string, (...args: string[]) => unknown>> = {
  intl: (kind = "", locales = "null", options = "null", method = "", args = "[]") => askIntl(kind, locales, options, method, args),
  localized: (type = "", value = "", method = "", args = "[]") => localized(type, value, method, args),
  locale: (tag = "", options = "null") => askLocale(tag, options),
  url: (text = "", base?: string) => parts(address(text, base)),
  "url-with": (href = "", part = "", value = "") => withPart(href, part, value),
  hash: (name = "", data = "") => createHash(hashName(name)).update(data, "base64").digest("base64"),
  hmac: (name = "", data = "", key = "") => createHmac(hashName(name), Buffer.from(key, "base64")).update(data, "base64").digest("base64"),
  random: (size = "0") => {
    const bytes = Number(size);
    if (!Number.isInteger(bytes) || bytes < 0 || bytes > MOST_RANDOM) throw new RangeError(`Random bytes: 0 to ${MOST_RANDOM} at once`);
    return randomBytes(bytes).toString("base64");
  },
  uuid: () => randomUUID(),
  // The expressions' own: it pays for every step, so no query can hold the thread.
  jmespath: (data = "null", query = "") => search(new Evaluation(NO_SCOPE), JSON.parse(data), query),
};

/** One run's side of the conversation. */
export class HostCalls {
  readonly console: ConsoleLine[] = [];
  readonly pages: string[] = [];
  /** When each timer is due, in milliseconds of the clock given. */
  readonly timers = new Map<number, number>();
  done: { more: string; statics: string } | undefined;
  failed: { error: string; statics: string } | undefined;
  /** The run returned more than it may. */
  overflowed = false;
  readonly #request: ToSandbox;
  readonly #now: () => number;
  readonly #most: number;
  #output = 0;
  #logged = 0;

  constructor(request: ToSandbox, now: () => number) {
    this.#request = request;
    this.#most = outputLimit(request.bytes);
    this.#now = now;
  }

  readonly answer = (op: string, args: readonly string[]): string | undefined => {
    const [first = "", second = "", third = ""] = args;
    switch (op) {
      case "text":
        return this.#request.texts[Number(first)];
      case "pages":
        return this.#request.pages;
      case "context":
        return this.#request.context;
      case "nodes":
        return this.#request.nodes;
      case "files":
        return this.#request.files || undefined;
      case "out":
        this.#page(first);
        return undefined;
      case "done":
        this.#page(first);
        this.done = { more: second, statics: third };
        return undefined;
      case "failed":
        this.failed ??= { error: first, statics: second };
        return undefined;
      case "log":
        this.#log(first, second);
        return undefined;
      case "timer":
        this.timers.set(Number(first), this.#now() + Number(second));
        return undefined;
      case "no-timer":
        this.timers.delete(Number(first));
        return undefined;
      case "seed":
        return JSON.stringify([randomInt(2 ** 32), randomInt(2 ** 32), randomInt(2 ** 32)]);
      case "offset":
        return String(zoneOffset(first, Number(second)));
      case "json-fault":
        return jsonFault(first);
      default:
        return question(op, args);
    }
  };

  #page(text: string): void {
    this.#output += text.length;
    if (this.#output > this.#most) {
      this.overflowed = true;
      this.pages.length = 0;
      throw new RangeError("too much output");
    }
    if (text !== "[]") this.pages.push(text);
  }

  #log(level: string, text: string): void {
    if (this.console.length >= MOST_LINES || this.#logged > MOST_CONSOLE) return;
    this.#logged += text.length;
    const full = this.console.length === MOST_LINES - 1 || this.#logged > MOST_CONSOLE;
    this.console.push(full ? { level: "warn", text: "Further lines are left out." } : { level, text });
  }
}

/** `{v}` or `{e: [name, message]}`, as the sandbox's `ask` reads it. */
function question(op: string, args: readonly string[]): string {
  const ask = Object.hasOwn(QUESTIONS, op) ? QUESTIONS[op] : undefined;
  try {
    if (!ask) throw new Error(`${op} is not available in a code step`);
    return JSON.stringify({ v: ask(...args) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return JSON.stringify({ e: [name, message] });
  }
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}
