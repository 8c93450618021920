import { type Job, Lane } from "./lane.ts";

/** Milliseconds after which a run counts as long: those behind it go to another thread. */
const LONG = 50;
const WATCH = 20;
/** How far past its time a run may go before its thread is ended; QuickJS notices most ends by itself. */
const GRACE = 500;
/** A further thread that has had nothing to do for so long is ended. */
const IDLE = 30_000;
/** Ends of the thread by itself, without a run in between that came to its end, before the runs are given up. */
const MOST_DEATHS = 3;

/** Spreads runs over code threads: the first does the daily work, others step in where a long run holds it. */
export class Pool {
  readonly #entry: URL;
  readonly #most: number;
  readonly #queue: Job[] = [];
  readonly #lanes: Lane[] = [];
  #pumping = false;
  #watch: NodeJS.Timeout | undefined;
  #retire: NodeJS.Timeout | undefined;
  #deaths = 0;
  #closed = false;

  constructor(entry: URL, most: number) {
    this.#entry = entry;
    this.#most = most;
  }

  add(job: Job): void {
    if (this.#closed) {
      job.settle({ kind: "lost", reason: "The code runner is closed." });
      return;
    }
    this.#queue.push(job);
    this.#soon();
  }

  withdraw(job: Job): void {
    const queued = this.#queue.indexOf(job);
    if (queued >= 0) this.#queue.splice(queued, 1);
    else for (const lane of this.#lanes) if (lane.withdraw(job)) return;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#retire);
    const left = this.#queue.splice(0);
    for (const lane of this.#lanes.splice(0)) left.push(...(await lane.close()));
    for (const job of left) job.settle({ kind: "lost", reason: "The code runner is closed." });
  }

  /** All that comes in one turn of the loop goes out as one message. */
  #soon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#closed) return;
    while (this.#queue.length > 0) {
      const lane = this.#choose();
      if (!lane) break;
      lane.post(this.#queue.splice(0, lane.room));
    }
    this.#arm();
  }

  /** The first thread that is not held up; a new one where all are. */
  #choose(): Lane | undefined {
    const open = this.#lanes.find((lane) => lane.room > 0 && lane.heldFor < LONG);
    if (open || this.#lanes.length >= this.#most) return open;
    if (this.#lanes.some((lane) => lane.heldFor < LONG)) return undefined;
    const lane = new Lane(this.#entry, { room: () => this.#progress(), died: (...death) => this.#died(...death) });
    this.#lanes.push(lane);
    return lane;
  }

  #progress(): void {
    this.#deaths = 0;
    if (this.#queue.length > 0) this.#soon();
    else if (this.#lanes.length > 1) this.#retireLater();
  }

  #arm(): void {
    if (this.#watch || this.#lanes.every((lane) => lane.idle)) return;
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      this.#look();
      this.#arm();
    }, WATCH);
  }

  /** Ends threads whose run does not stop by itself, and frees those that wait behind a long one. */
  #look(): void {
    for (const lane of this.#lanes.slice()) {
      if (lane.overdue > GRACE || (lane.holdsWithdrawn && lane.heldFor > GRACE)) {
        const { guilty, others } = lane.kill();
        this.#remove(lane);
        this.#queue.unshift(...others);
        guilty?.settle({ kind: "overdue" });
      } else if (lane.heldFor > LONG) {
        this.#queue.unshift(...lane.takeBack());
      }
    }
    if (this.#queue.length > 0) this.#pump();
  }

  #died(lane: Lane, others: Job[], guilty: Job | undefined, reason: string): void {
    this.#remove(lane);
    guilty?.settle({ kind: "lost", reason: `The code thread broke down while it ran this code: ${reason}` });
    if (++this.#deaths >= MOST_DEATHS) {
      for (const job of [...others, ...this.#queue.splice(0)])
        job.settle({ kind: "lost", reason: `The code thread can't be started: ${reason}` });
      return;
    }
    this.#queue.unshift(...others);
    this.#soon();
  }

  #remove(lane: Lane): void {
    const index = this.#lanes.indexOf(lane);
    if (index >= 0) this.#lanes.splice(index, 1);
  }

  #retireLater(): void {
    clearTimeout(this.#retire);
    this.#retire = setTimeout(() => {
      for (const lane of this.#lanes.slice(1)) {
        if (!lane.idle) continue;
        this.#remove(lane);
        void lane.close();
      }
    }, IDLE);
    this.#retire.unref();
  }
}
