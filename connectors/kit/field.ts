import type { z } from "zod";

/** How the form shows a field; travels in the JSON Schema that the catalog serves. */
export interface FieldHints {
  title: string;
  help?: string;
  placeholder?: string;
  widget?:
    | "text"
    | "multiline"
    | "code"
    | "json"
    | "conditions"
    | "assignments"
    | "key-value"
    | "select"
    | "switch"
    | "number"
    | "cron"
    | "date"
    | "list"
    | "file"
    | "workflow"
    | "table";
  /** Labels for the values of an enum, in order of the enum. */
  labels?: readonly string[];
  /** Shown only while another field has one of these values. */
  showIf?: Readonly<Record<string, readonly (string | boolean | number)[]>>;
  /** `no` = a literal only: its value shapes the step (ports, mode). `later` = handed over unread, for `ctx.evaluate`. */
  expression?: "no" | "yes" | "later";
  /** Folded away until asked for. */
  advanced?: boolean;
}

/** Gives a schema its place in the form. */
export const field = <T extends z.ZodType>(schema: T, hints: FieldHints): T => schema.meta({ ...schema.meta(), ...hints }) as T;
