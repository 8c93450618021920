import { useRef } from "react";
import { useFormTools } from "./form-context.ts";

const TYPES: Readonly<Record<string, "string" | "number" | "boolean" | "array" | "object">> = {
  text: "string",
  number: "number",
  boolean: "boolean",
  list: "array",
  object: "object",
};

/** A row that names its value's type takes that of the value dropped on it. */
export function useDroppedType() {
  const { expressions } = useFormTools();
  const dropped = useRef<DataTransfer>(undefined);
  return {
    onDropped: (data: DataTransfer) => {
      dropped.current = data;
    },
    /** The type of what was dropped just now and is all that the value consists of. */
    take: (value: unknown) => {
      const data = dropped.current;
      dropped.current = undefined;
      return data && typeof value === "string" && ONE_VALUE.test(value) ? TYPES[expressions?.dropKind?.(data) ?? ""] : undefined;
    },
  };
}

const ONE_VALUE = /^=\s*\{\{[^{}]*\}\}\s*$/;
