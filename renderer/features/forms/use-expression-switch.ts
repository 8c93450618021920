import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { becameTemplate } from "./expression-text.ts";
import { isExpression } from "./field-spec.ts";
import { textOf } from "./read-value.ts";

const CONTROLS = ":is(input, textarea, [role=combobox], [role=switch], [role=checkbox]):not([type=hidden], [aria-hidden=true])";

export interface ExpressionSwitch {
  /** Around the field, whichever of its two kinds is shown. */
  frame: RefObject<HTMLDivElement | null>;
  /** Where the cursor goes in an expression that has just become one. */
  takeFocusAt: number | undefined;
  /** The fixed value was typed or pasted: with a leading `=` or a whole `{{ }}` it goes on as an expression. */
  type: (value: unknown) => void;
  /** The field was turned into its other kind, where typing then goes on. */
  turn: (value: unknown) => void;
}

/** Fixed values and expressions are fields of two kinds; the focus goes along when one becomes the other. */
export function useExpressionSwitch(value: unknown, onChange: (value: unknown) => void): ExpressionSwitch {
  const frame = useRef<HTMLDivElement>(null);
  const turned = useRef(false);
  const [takeFocusAt, setTakeFocusAt] = useState<number>();
  const on = isExpression(value);
  const was = useRef(on);
  useLayoutEffect(() => {
    // An undo took the expression away together with the editor that had the focus: keys must not go to the canvas.
    const lost = was.current && document.activeElement === document.body;
    if ((turned.current || lost) && !on) goOn(frame.current?.querySelector<HTMLElement>(CONTROLS));
    turned.current = false;
    was.current = on;
  }, [on]);
  return {
    frame,
    takeFocusAt,
    type(next) {
      const template = !isExpression(next) && becameTemplate(value, next);
      if (isExpression(next)) setTakeFocusAt(Math.max(0, (cursor() ?? next.length) - 1));
      if (template) setTakeFocusAt(cursor() ?? textOf(next).length);
      onChange(next);
      // A gesture of its own: one undo leaves the text as it was typed.
      if (template) onChange(`=${textOf(next)}`);
    },
    turn(next) {
      if (isExpression(next)) setTakeFocusAt(endOf(next));
      turned.current = true;
      onChange(next);
    },
  };
}

function goOn(control: HTMLElement | null | undefined): void {
  control?.focus();
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
    const end = control.value.length;
    if (control.selectionStart !== null) control.setSelectionRange(end, end);
  }
}

function cursor(): number | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement ? activeElement.selectionStart : null;
}

/** Behind the text; before what closes an expression that is a value alone. */
const endOf = (text: string): number => (/^=\{\{[^{}]*\}\}$/.test(text) ? text.length - " }}".length : text.length) - 1;
