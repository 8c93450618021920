import * as Y from "yjs";
import { toBase64 } from "#shared/draft/base64.ts";
import type { Problem } from "#shared/model/problem.ts";
import type { Fault } from "../../../bridge/index.ts";

/**
 * - `saved`: the engine has everything on disk.
 * - `saving`: on its way.
 * - `waiting`: the engine can't be reached; kept here and tried again by itself.
 */
export type SaveState = "saved" | "saving" | "waiting";

export interface Answer {
  problems: Problem[];
  changed: string[];
  correction?: string | undefined;
}

export interface OutboxParts {
  send(update: string): Promise<Answer>;
  toFault(error: unknown): Fault;
  /** The engine took it; `correction` is its repair. */
  accepted(answer: Answer): void;
  /** The engine will not have it: what was drawn must go back to what the engine has. */
  refused(fault: Fault): void;
  /** The engine lacks earlier edits: answers with all that it lacks. */
  catchUp(): Promise<Uint8Array>;
  /** Keeps what is unsent beyond this window's life; undefined = nothing is unsent. */
  keep(unsent: string | undefined): void;
  changed(state: SaveState): void;
}

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;

/** Sends edits in order, one call at a time; what queues meanwhile goes as one. Sending twice does no harm: updates are idempotent. */
export class Outbox {
  readonly #parts: OutboxParts;
  #queue: Uint8Array[] = [];
  #underWay: Uint8Array | undefined;
  /** What is unsent stands outside this window too, and must be taken away there once it is sent. */
  #kept = false;
  #pause = FIRST_PAUSE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: SaveState = "saved";
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  get state(): SaveState {
    return this.#state;
  }

  push(update: Uint8Array): void {
    this.#queue.push(update);
    if (this.#state === "waiting") this.#keep();
    else this.#become("saving");
    if (!this.#underWay && this.#timer === undefined) void this.#flush();
  }

  /** An edit that an earlier window could not send. */
  pushKept(update: Uint8Array): void {
    this.#kept = true;
    this.push(update);
  }

  /** Resolves when everything so far is on disk, at once if it is. */
  whenSaved(): Promise<void> {
    if (this.#state === "saved") return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Tries at once: the way to the engine stands again. */
  retry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#flush();
  }

  /** Before the window goes: what the engine has not confirmed is kept for the next one. */
  keepUnsent(): void {
    this.#keep();
  }

  /** Sends what is left, once; what can't be sent is kept for the next window. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#underWay) void this.#flush();
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const [only, ...more] = this.#queue;
      const update = more.length === 0 && only ? only : Y.mergeUpdates(this.#queue);
      this.#queue = [];
      this.#underWay = update;
      const goesOn = await this.#send(update);
      this.#underWay = undefined;
      if (!goesOn) break;
    }
    if (this.#queue.length > 0 || this.#timer !== undefined) return;
    if (this.#kept) this.#parts.keep(undefined);
    this.#kept = false;
    this.#become("saved");
  }

  /** False = stop for now. */
  async #send(update: Uint8Array): Promise<boolean> {
    try {
      const answer = await this.#parts.send(toBase64(update));
      this.#pause = FIRST_PAUSE;
      this.#parts.accepted(answer);
      return true;
    } catch (error) {
      return this.#failed(update, this.#parts.toFault(error));
    }
  }

  async #failed(update: Uint8Array, fault: Fault): Promise<boolean> {
    switch (fault.code) {
      case "CONFLICT":
        try {
          this.#queue.unshift(await this.#parts.catchUp());
        } catch {
          this.#queue.unshift(update);
        }
        return this.#wait(this.#pause);
      case "BUSY":
      case "RESTARTED":
      case "UNREACHABLE":
      case "SIGNED_OUT":
      case "UNEXPECTED":
        this.#queue.unshift(update);
        return this.#wait(this.#pause);
      case "UNUSABLE":
      case "TOO_LARGE":
      case "FORBIDDEN":
      case "NOT_FOUND":
        this.#queue = [];
        this.#kept = true;
        this.#parts.refused(fault);
        return false;
    }
  }

  #wait(ms: number): false {
    this.#become("waiting");
    this.#underWay = undefined;
    this.#keep();
    if (this.#closed) return false;
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, ms);
    return false;
  }

  #keep(): void {
    const unsent = this.#underWay ? [this.#underWay, ...this.#queue] : this.#queue;
    if (unsent.length === 0) return;
    this.#kept = true;
    this.#parts.keep(toBase64(Y.mergeUpdates(unsent)));
  }

  #become(state: SaveState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#parts.changed(state);
    if (state !== "saved") return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}
