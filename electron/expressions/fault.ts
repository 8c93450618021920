import { ExpressionError } from "./scope.ts";

/**
 * A plain JavaScript fault inside an expression (what would be a TypeError, ReferenceError or SyntaxError): the block it
 * stands in becomes undefined. Not an Error: missing fields are common, and collecting a stack costs more than the rest.
 */
export class PlainFault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Calls into a library whose own errors are plain faults of the expression (bad unit, bad locale, bad pattern). */
export function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    // Ours, from paying for the call: not the library's to explain away.
    if (error instanceof ExpressionError || error instanceof PlainFault) throw error;
    throw new PlainFault(error instanceof Error ? error.message : String(error));
  }
}
