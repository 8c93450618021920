import type { CompletionSource } from "@codemirror/autocomplete";
import { type ComponentType, createContext, useContext } from "react";
import type { FieldSpec } from "./field-spec.ts";

/** `warning`: what made a part of the value come to nothing. `example`: no run has brought the data that it goes by. */
export type PreviewResult =
  | { ok: true; value: unknown; type: string; warning?: string | undefined; example?: true | undefined }
  | { ok: false; message: string; at?: number | undefined };

/** An item that expressions of this form read, by what stands for it: `$json`, `$('New lead').item.json`. */
export interface ExampleItem {
  text: string;
  json: Readonly<Record<string, unknown>>;
}

/** What fields that may hold expressions need. */
export interface ExpressionTools {
  /** Value of a parameter's text (with its leading `=`) for the current item. */
  preview: (text: string) => Promise<PreviewResult>;
  /** Changes when the current item does: values shown are then asked for anew. */
  previewKey?: string | number;
  /** The current items, as far as they are known. */
  data?: readonly ExampleItem[];
  /** What to offer while typing. */
  complete?: CompletionSource;
  /** What a thing dropped on a field reads as: `{{ $json.name }}`. */
  dropText?: (data: DataTransfer) => string | undefined;
  /** What kind of value was dropped: `number`, `list`. */
  dropKind?: (data: DataTransfer) => string;
}

export interface FieldGroupProps {
  specs: readonly FieldSpec[];
  values: Readonly<Record<string, unknown>>;
  /** Dotted path of the object the fields are in; empty at the top. */
  path: string;
  onChange: (name: string, value: unknown) => void;
}

/** A workflow that a field may name. One that is not live can't be called: it is switched off, or was never published. */
export interface WorkflowChoice {
  id: string;
  name: string;
  state: "live" | "off" | "never";
}

export interface FormTools {
  /** Draws the fields of an object inside a field: forms nest. */
  Group: ComponentType<FieldGroupProps>;
  /** Absent = every field is a literal. */
  expressions: ExpressionTools | undefined;
  /** By dotted path: `fields.0.name`. */
  errors: Readonly<Record<string, string>>;
  warnings: Readonly<Record<string, string>>;
  /** Top-level fields that are typed unseen. */
  secrets: readonly string[];
  /** Secrets that are stored already: left empty they stay. */
  secretsSet: readonly string[];
  /** Undefined while they are being asked for. */
  workflows: readonly WorkflowChoice[] | undefined;
}

export const FormContext = createContext<FormTools>({
  Group: () => null,
  expressions: undefined,
  errors: {},
  warnings: {},
  secrets: [],
  secretsSet: [],
  workflows: [],
});
export const useFormTools = (): FormTools => useContext(FormContext);

/** What is said of the field at a path: how it is wrong, and what is doubtful about it. */
export interface Said {
  error: string | undefined;
  warning: string | undefined;
}

export function useSaid(): (path: string) => Said {
  const { errors, warnings } = useFormTools();
  return (path) => ({ error: errors[path], warning: warnings[path] });
}
