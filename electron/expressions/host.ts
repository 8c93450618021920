import type { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";

export type Args = readonly unknown[];
export const NO_ARGS: Args = Object.freeze([]);

/**
 * Whatever an expression can hold that is no data: functions, namespaces, views of nodes, sets, patterns. A member is
 * reached only through `member`, which lists them; JavaScript's own functions and prototypes are never in reach.
 */
export abstract class Host {
  /** Its name in messages and texts. */
  abstract readonly label: string;
  /** Undefined where there is no such member. */
  abstract member(e: Evaluation, name: string): unknown;

  /** All that `member` may answer to. */
  names(): Iterable<string> {
    return [];
  }

  call(_e: Evaluation, _args: Args): unknown {
    throw new PlainFault(`${this.label} is not a function`);
  }

  /** As `String(value)`. */
  text(): string {
    return `[object ${this.label}]`;
  }

  toJSON(): unknown {
    return {};
  }
}

/** A function of ours or of the expression's own making. */
export abstract class Callable extends Host {
  abstract override call(e: Evaluation, args: Args): unknown;

  /** As a callback: without an argument list where the function can do without. */
  invoke(e: Evaluation, a: unknown, b: unknown, c: unknown): unknown {
    return this.call(e, [a, b, c]);
  }

  override member(_e: Evaluation, _name: string): unknown {
    return undefined;
  }

  override text(): string {
    return `function ${this.label}`;
  }

  override toJSON(): unknown {
    return undefined;
  }
}

type Members = Readonly<Record<string, unknown>>;
const NO_MEMBERS: ReadonlyMap<string, unknown> = new Map();

/** A built-in function, with what hangs on it (`Number.isInteger`) and how `new` and `instanceof` see it. */
export class HostFunction extends Callable {
  readonly label: string;
  private readonly run: (e: Evaluation, args: Args) => unknown;
  private readonly members: ReadonlyMap<string, unknown>;
  readonly construct: ((e: Evaluation, args: Args) => unknown) | undefined;
  readonly holds: ((value: unknown) => boolean) | undefined;

  constructor(
    label: string,
    run: (e: Evaluation, args: Args) => unknown,
    more: { members?: Members; construct?: (e: Evaluation, args: Args) => unknown; holds?: (value: unknown) => boolean } = {},
  ) {
    super();
    this.label = label;
    this.run = run;
    this.members = more.members ? new Map(Object.entries(more.members)) : NO_MEMBERS;
    this.construct = more.construct;
    this.holds = more.holds;
  }

  call(e: Evaluation, args: Args): unknown {
    e.burn(1);
    return this.run(e, args);
  }

  override member(_e: Evaluation, name: string): unknown {
    return this.members.get(name);
  }

  override names(): Iterable<string> {
    return this.members.keys();
  }
}

/** `Math`, `JSON`, ... */
export class Namespace extends Host {
  readonly label: string;
  private readonly members: ReadonlyMap<string, unknown>;

  constructor(label: string, members: Members) {
    super();
    this.label = label;
    this.members = new Map(Object.entries(members));
  }

  member(_e: Evaluation, name: string): unknown {
    return this.members.get(name);
  }

  override names(): Iterable<string> {
    return this.members.keys();
  }
}

/** A callback argument, or the plain fault that there is none. */
export function callback(value: unknown): Callable {
  if (value instanceof Callable) return value;
  throw new PlainFault("a function is needed here");
}

/** Short for a table of functions. */
export function functions(
  prefix: string,
  table: Readonly<Record<string, (e: Evaluation, args: Args) => unknown>>,
): Record<string, HostFunction> {
  const made: Record<string, HostFunction> = {};
  for (const [name, run] of Object.entries(table)) made[name] = new HostFunction(`${prefix}${name}`, run);
  return made;
}
