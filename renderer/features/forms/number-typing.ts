import type { ClipboardEvent, KeyboardEvent } from "react";
import { becameTemplate } from "./expression-text.ts";
import { type FieldSpec, isExpression } from "./field-spec.ts";

export interface NumberTyping {
  onKeyDownCapture?: (event: KeyboardEvent) => void;
  onPasteCapture?: (event: ClipboardEvent) => void;
}

/** A number's field takes digits alone: the first key of an expression, or a pasted one, makes it one all the same. */
export function numberTyping(widget: FieldSpec["widget"], value: unknown, turn: (value: string) => void): NumberTyping {
  if (widget !== "number" || isExpression(value)) return {};
  return {
    onKeyDownCapture(event) {
      if ((event.key !== "=" && event.key !== "{") || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      turn(event.key === "{" ? "={" : "=");
    },
    onPasteCapture(event) {
      const text = event.clipboardData.getData("text/plain").trim();
      if (!becameTemplate("", text)) return;
      event.preventDefault();
      turn(text.startsWith("=") ? text : `=${text}`);
    },
  };
}
