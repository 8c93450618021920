import { RE2JS } from "re2js";
import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "./budget.ts";
import { type Args, Host, HostFunction } from "./host.ts";
import { Memo } from "./memo.ts";
import { PatternRefused, translatePattern } from "./regex-translate.ts";
import { ExpressionError } from "./scope.ts";
import { toText } from "./values.ts";

const MAX_PATTERN = 5_000;
/** Text length times program size from which a quick yes-or-no search comes first, and from which it is refused. */
const LOOK_FIRST = 100_000;
const MAX_WORK = 4_000_000;

export interface Match {
  readonly start: number;
  readonly end: number;
  /** The whole match, then the groups; undefined for one that took no part. */
  readonly groups: readonly (string | undefined)[];
  readonly named: JsonObject | undefined;
}

interface Program {
  readonly engine: RE2JS;
  readonly size: number;
  readonly groups: number;
  readonly names: readonly (readonly [string, number])[];
}

const programs = new Memo<Program>(64);

function program(pattern: string, flags: string): Program {
  const key = `${flags}/${pattern}`;
  const known = programs.get(key);
  if (known) return known;
  if (pattern.length > MAX_PATTERN) throw new ExpressionError("This regular expression is too long.");
  if (!/^[gimsuy]*$/.test(flags) || new Set(flags).size !== flags.length) {
    throw new ExpressionError(`A regular expression cannot have the flags '${flags}'. Use g, i, m, s, u and y.`);
  }
  try {
    const bits = (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes("m") ? RE2JS.MULTILINE : 0);
    const engine = RE2JS.compile(translatePattern(pattern, flags), bits);
    const names = Object.entries(engine.namedGroups());
    return programs.set(key, { engine, size: engine.programSize(), groups: engine.groupCount(), names });
  } catch (error) {
    if (error instanceof PatternRefused) throw new ExpressionError(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpressionError(`This regular expression cannot be used: ${reason}.`);
  }
}

/** A regular expression, matched in time linear in the text. */
export class Regex extends Host {
  readonly label = "RegExp";
  readonly source: string;
  readonly flags: string;
  readonly global: boolean;
  readonly sticky: boolean;
  lastIndex = 0;
  private readonly program: Program;

  constructor(source: string, flags: string) {
    super();
    this.source = source;
    this.flags = flags;
    this.global = flags.includes("g");
    this.sticky = flags.includes("y");
    this.program = program(source, flags);
  }

  member(_e: Evaluation, name: string): unknown {
    switch (name) {
      case "source":
        return this.source;
      case "flags":
        return this.flags;
      case "global":
        return this.global;
      case "sticky":
        return this.sticky;
      case "ignoreCase":
        return this.flags.includes("i");
      case "multiline":
        return this.flags.includes("m");
      case "lastIndex":
        return this.lastIndex;
      case "test":
        return new HostFunction("test", (e, [text]) => this.next(e, toText(e, text)) !== undefined);
      case "exec":
        return new HostFunction("exec", (e, [text]) => {
          const subject = toText(e, text);
          const match = this.next(e, subject);
          return match ? matchList(e, match, subject) : null;
        });
      case "toString":
        return new HostFunction("toString", () => this.text());
      default:
        return undefined;
    }
  }

  override text(): string {
    return `/${this.source}/${this.flags}`;
  }

  /** The answer alone: no groups are asked for. */
  test(e: Evaluation, text: string): boolean {
    e.burn(50 + (text.length >> 2));
    return this.program.engine.test(text);
  }

  /** As `exec`: with g or y it goes on from `lastIndex`. */
  next(e: Evaluation, text: string): Match | undefined {
    const moving = this.global || this.sticky;
    const match = this.find(e, text, moving ? this.lastIndex : 0);
    if (moving) this.lastIndex = match ? match.end : 0;
    return match;
  }

  /** The first match at or after `from`. */
  find(e: Evaluation, text: string, from: number): Match | undefined {
    if (from < 0 || from > text.length) return undefined;
    const work = (text.length - from) * this.program.size;
    if (work > LOOK_FIRST) {
      if (from === 0 && !this.test(e, text)) return undefined;
      if (work > MAX_WORK) throw new ExpressionError("This text is too long for a regular expression of this kind.");
    }
    e.matching(work);
    const matcher = this.program.engine.matcher(text);
    if (!matcher.find(from)) {
      e.burn(60 + ((text.length - from) >> 2));
      return undefined;
    }
    const start = matcher.start();
    e.burn(60 + this.program.groups * 4 + ((start - from) >> 3));
    if (this.sticky && start !== from) return undefined;
    const groups: (string | undefined)[] = [];
    for (let i = 0; i <= this.program.groups; i++) groups.push(matcher.group(i) ?? undefined);
    return { start, end: matcher.end(), groups, named: this.named(groups) };
  }

  private named(groups: readonly (string | undefined)[]): JsonObject | undefined {
    if (this.program.names.length === 0) return undefined;
    const named: JsonObject = {};
    for (const [name, index] of this.program.names) if (name !== "__proto__") named[name] = groups[index];
    return named;
  }
}

/** Every match, as `g` finds them: an empty one moves the search on by a character. */
export function* allMatches(e: Evaluation, regex: Regex, text: string): Generator<Match> {
  let from = 0;
  while (from <= text.length) {
    const match = regex.find(e, text, from);
    if (!match) return;
    e.burn(20);
    yield match;
    from = match.end > match.start ? match.end : match.end + 1;
  }
}

/** The array that `exec` and `match` give, with `index` and `groups` on it. */
export function matchList(e: Evaluation, match: Match, input: string): unknown[] {
  e.alloc(match.groups.length * 32 + 64);
  return Object.assign([...match.groups], { index: match.start, input, groups: match.named });
}

/** `new RegExp(pattern, flags)` */
export function makeRegex(e: Evaluation, [pattern, flags]: Args): Regex {
  if (pattern instanceof Regex) return new Regex(pattern.source, flags === undefined ? pattern.flags : toText(e, flags));
  e.burn(2_000);
  return new Regex(pattern === undefined ? "(?:)" : toText(e, pattern), flags === undefined ? "" : toText(e, flags));
}
