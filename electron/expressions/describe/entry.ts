/** One thing that an editor can offer. */
export interface Description {
  name: string;
  kind: "value" | "function" | "method" | "field";
  /** As it is called, e.g. `slice(start, end?): string`. */
  signature: string;
  /** One short sentence. */
  description: string;
  /** An expression, with ` → ` and its result where that does not depend on data. */
  example: string;
}

/** `[signature, description, example]`; the name is what the signature begins with. */
export type Row = readonly [signature: string, description: string, example: string];

const nameIn = (signature: string): string => /^[$\w]+/.exec(signature)?.[0] ?? signature;

/** Methods are called, fields are read: a signature without brackets is a field. */
export const members = (rows: readonly Row[]): Description[] =>
  rows.map(([signature, description, example]) => ({
    name: nameIn(signature),
    kind: /^[$\w]+\(/.test(signature) ? "method" : "field",
    signature,
    description,
    example,
  }));

export const names = (rows: readonly Row[]): Description[] =>
  rows.map(([signature, description, example]) => ({
    name: nameIn(signature),
    kind: /^[$\w]+\(/.test(signature) ? "function" : "value",
    signature,
    description,
    example,
  }));
