import type { DragEvent } from "react";
import { dropPlace } from "../../ui/index.ts";
import { type FieldSpec, isExpression } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import { textOf } from "./read-value.ts";

/** Fixed values that text is put into; others are replaced by what is dropped. */
const TEXTS: ReadonlySet<FieldSpec["widget"]> = new Set(["text", "multiline", "value", "cron"]);
const REPLACED: ReadonlySet<FieldSpec["widget"]> = new Set(["date", "number", "switch", "select", "workflow"]);

export interface DropTarget {
  onDragOver?: (event: DragEvent) => void;
  onDrop?: (event: DragEvent) => void;
}

/** For the frame of a field with a fixed value: what is dropped makes it an expression. An expression's own field takes drops itself. */
export function useDrop(widget: FieldSpec["widget"], value: unknown, onChange: (value: string, dropped: DataTransfer) => void): DropTarget {
  const drop = useFormTools().expressions?.dropText;
  if (!drop || isExpression(value) || !(TEXTS.has(widget) || REPLACED.has(widget))) return {};
  return {
    onDragOver: (event) => event.preventDefault(),
    onDrop(event) {
      const dropped = drop(event.dataTransfer);
      if (dropped === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const { at, text } = TEXTS.has(widget) ? dropPlace(textOf(value), offsetAt(event, textOf(value)), dropped) : { at: 0, text: dropped };
      const old = TEXTS.has(widget) ? textOf(value) : "";
      onChange(`=${old.slice(0, at)}${text}${old.slice(at)}`, event.dataTransfer);
    },
  };
}

/** The place in the text under the pointer; behind it all where the drop hit no text. */
function offsetAt({ clientX, clientY }: DragEvent, text: string): number {
  const place = document.caretPositionFromPoint(clientX, clientY);
  const field = place?.offsetNode;
  const inText = (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value === text;
  return inText ? Math.min(place?.offset ?? text.length, text.length) : text.length;
}
