import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** The mark that stored expressions begin with; a field's own text has none. */
const oneMark = EditorState.transactionFilter.of((transaction) =>
  transaction.isUserEvent("input") && transaction.newDoc.sliceString(0, 3) === "={{"
    ? [transaction, { changes: { from: 0, to: 1 }, sequential: true }]
    : transaction,
);

const OPENING: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

/** A closing bracket typed before one that closes all there is goes past it; also where the editor no longer knows who put it there. */
const typeOver = EditorView.inputHandler.of((view, from, to, text) => {
  const opening = OPENING.get(text);
  if (opening === undefined || from !== to || view.state.sliceDoc(from, from + 1) !== text) return false;
  const all = view.state.doc.toString();
  if (countOf(all, opening) > countOf(all, text)) return false;
  view.dispatch({ selection: { anchor: from + 1 }, scrollIntoView: true, userEvent: "input.type" });
  return true;
});

const countOf = (text: string, one: string): number => text.split(one).length - 1;

/** How typing and pasting go in a field whose text is an expression. */
export const expressionTyping: Extension = [oneMark, Prec.high(typeOver)];
