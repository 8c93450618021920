import { useState } from "react";
import { isExpression } from "./field-spec.ts";

/**
 * A fixed value that is typed or pasted with a leading `=` becomes an expression, in a field of another kind: `takeFocusAt`
 * is where the typing then goes on, without the mark.
 */
export function useTypedExpression(onChange: (value: unknown) => void): {
  takeFocusAt: number | undefined;
  type: (value: unknown) => void;
} {
  const [takeFocusAt, setTakeFocusAt] = useState<number>();
  return {
    takeFocusAt,
    type(value) {
      if (isExpression(value)) {
        const { activeElement } = document;
        const typing = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
        setTakeFocusAt(Math.max(0, ((typing ? activeElement.selectionStart : null) ?? value.length) - 1));
      }
      onChange(value);
    },
  };
}
