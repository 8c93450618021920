import { ExpressionError, type Scope } from "./scope.ts";

/** About one step of the interpreter, some 15 ns: the whole budget is some 50 ms. */
const FUEL = 3_000_000;
const BYTES = 64 * 1024 * 1024;
/** Characters. Longer texts belong in files. */
export const MAX_TEXT = 16 * 1024 * 1024;
/** Levels of the syntax tree under arrow functions that call one another; well below what the stack holds. */
const MAX_DEPTH = 1_500;
/** Processor time, in microseconds, that all regular expressions of one evaluation may take together. */
const MATCHING = 200_000;
/** Work (characters times size of the pattern) between two looks at the processor's clock. */
const LOOK_EVERY = 300_000;

/** What this thread has worked, in microseconds: unlike the time of day it stands still while others have the processor. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** One evaluation: what it may know and what it may still spend. */
export class Evaluation {
  readonly scope: Scope;
  private fuel = FUEL;
  private bytes = BYTES;
  private depth = 0;
  private unseen = 0;
  private deadline = 0;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Pays for work. Written so that NaN is refused too. */
  burn(steps: number): void {
    this.fuel -= steps;
    if (!(this.fuel >= 0)) throw new ExpressionError("This expression takes too long. Work on fewer items, or use a Code step.");
  }

  /** Pays for memory, in bytes. */
  alloc(bytes: number): void {
    this.bytes -= bytes;
    if (!(this.bytes >= 0)) throw new ExpressionError("This expression makes too much data. Work on fewer items, or use a Code step.");
  }

  /** How many elements of `size` bytes may still be made. */
  room(size: number): number {
    return Math.floor(this.bytes / size);
  }

  enter(levels: number): void {
    this.depth += levels;
    if (this.depth > MAX_DEPTH) throw new ExpressionError("This expression calls itself too deeply.");
  }

  leave(levels: number): void {
    this.depth -= levels;
  }

  /** Called for each match: a pattern that looks at the rest of a long text every time is quadratic, however fast the engine. */
  matching(work: number): void {
    this.unseen += work + 1_000;
    if (this.unseen < LOOK_EVERY) return;
    this.unseen = 0;
    const now = worked();
    if (this.deadline === 0) this.deadline = now + MATCHING;
    else if (now > this.deadline) throw new ExpressionError("This regular expression takes too long on a text of this length.");
  }

  /** Between the blocks of a template: a fault may have cut calls short. */
  surface(): void {
    this.depth = 0;
  }
}
