import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { Fault } from "../../../bridge/index.ts";
import type { SessionEvents } from "./draft-session.ts";
import type { SaveState } from "./outbox.ts";

type Listener = Omit<SessionEvents, "refused">;

/**
 * Stands between a session, which is opened first, and the editor, which is drawn when it is open. The problems that came
 * with the opening wait for it.
 */
export class SessionRelay implements SessionEvents {
  readonly #refused: (fault: Fault) => void;
  #listener: Listener | undefined;
  #problems: readonly Problem[] = [];

  constructor(refused: (fault: Fault) => void) {
    this.#refused = refused;
  }

  listen(listener: Listener): () => void {
    this.#listener = listener;
    listener.problems(this.#problems);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  workflow(workflow: Workflow): void {
    this.#listener?.workflow(workflow);
  }
  saveState(state: SaveState): void {
    this.#listener?.saveState(state);
  }
  problems(problems: readonly Problem[]): void {
    this.#problems = problems;
    this.#listener?.problems(problems);
  }
  repaired(words: readonly string[]): void {
    this.#listener?.repaired(words);
  }
  restored(selection: readonly string[]): void {
    this.#listener?.restored(selection);
  }
  refused(fault: Fault): void {
    this.#refused(fault);
  }
}
