import { ExpressionError, type Scope } from "./scope.ts";

/** About one step of the interpreter, some 10 ns: the whole budget is some 20 ms. */
const FUEL = 2_000_000;
const BYTES = 64 * 1024 * 1024;
/** Characters. Longer texts belong in files. */
export const MAX_TEXT = 16 * 1024 * 1024;
/** Levels of the syntax tree under arrow functions that call one another; well below what the stack holds. */
const MAX_DEPTH = 1_500;
/** Milliseconds that all regular expressions of one evaluation may take together. */
const MATCHING_MS = 150;

/** One evaluation: what it may know and what it may still spend. */
export class Evaluation {
  readonly scope: Scope;
  private fuel = FUEL;
  private bytes = BYTES;
  private depth = 0;
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

  /** Called between matches: a pattern that looks at the rest of a long text for each of them is quadratic, however fast the engine. */
  matching(): void {
    const now = performance.now();
    if (this.deadline === 0) this.deadline = now + MATCHING_MS;
    else if (now > this.deadline) throw new ExpressionError("This regular expression takes too long on a text of this length.");
  }

  /** Between the blocks of a template: a fault may have cut calls short. */
  surface(): void {
    this.depth = 0;
  }
}
