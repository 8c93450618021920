import type { Evaluation } from "../budget.ts";
import type { Args } from "../host.ts";

/** A method of a type of value. It pays for its work before it does it. */
export type Method<Self> = (e: Evaluation, self: Self, args: Args) => unknown;
export type Methods<Self> = Readonly<Record<string, Method<Self>>>;

/** Gives a method that is named like one of Object's own its type. */
export const method = <Self>(run: Method<Self>): Method<Self> => run;
