/** An item as it travels on a wire; only what is shown of it. */
export interface DataItem {
  json: Readonly<Record<string, unknown>>;
  binary?: Readonly<Record<string, DataFile>> | undefined;
}
export interface DataFile {
  mimeType: string;
  fileName?: string | undefined;
  /** Bytes. */
  fileSize?: number | undefined;
}

export type DataPath = readonly (string | number)[];

export type ValueKind = "text" | "number" | "boolean" | "empty" | "object" | "list" | "file" | "item";

/** One line of a tree. Lines are flat: the tree draws only those in sight. */
export interface TreeLine {
  /** Unique among the lines. */
  id: string;
  depth: number;
  label: string;
  kind: ValueKind;
  /** Shown behind the label, already short. */
  text: string;
  /** Behind the text, quieter: how many, not always there. */
  note?: string | undefined;
  expandable: boolean;
  open: boolean;
  /** From the item's json; nothing for lines that are no field (an item's own line, a part of a long text). */
  path?: DataPath | undefined;
  value: unknown;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  return typeof value === "boolean" ? "boolean" : "object";
}
