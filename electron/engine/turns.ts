/** A step's place among those that have ended, taken with its record. */
export interface Turn {
  go: (() => void) | undefined;
}

/**
 * The core hears of ended steps in the order of their records, also where one of them waits for the disk: a run that is
 * read back from its journal hears of them so, and numbers the steps that follow by it.
 */
export class Turns {
  readonly #queue: Turn[] = [];

  take(): Turn {
    const turn: Turn = { go: undefined };
    this.#queue.push(turn);
    return turn;
  }

  /** Its record was not written after all. */
  drop(turn: Turn): void {
    const at = this.#queue.indexOf(turn);
    if (at >= 0) this.#queue.splice(at, 1);
    this.#flush();
  }

  /** Calls `go` once everything before it has had its turn: at once where nothing waits. Without a turn it comes last. */
  end(turn: Turn | undefined, go: () => void): void {
    if (!turn && this.#queue.length === 0) {
      go();
      return;
    }
    (turn ?? this.take()).go = go;
    this.#flush();
  }

  #flush(): void {
    for (let first = this.#queue[0]; first?.go; first = this.#queue[0]) {
      this.#queue.shift();
      first.go();
    }
  }
}
