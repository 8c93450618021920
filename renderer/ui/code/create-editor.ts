import { autocompletion, type CompletionSource, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, linter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Transaction } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { dropPlace } from "./drop-place.ts";
import { expressionLanguage } from "./expression-language.ts";
import { expressionTyping } from "./expression-typing.ts";
import { theme } from "./theme.ts";

export type CodeLanguage = "javascript" | "json" | "expression" | "text";

/** A place in the text and what is wrong there. */
export interface CodeProblem {
  from: number;
  to?: number;
  message: string;
  severity?: "error" | "warning";
}

export interface EditorOptions {
  value: string;
  language: CodeLanguage;
  singleLine: boolean;
  lineNumbers: boolean;
  readOnly: boolean;
  placeholder: string;
  label: string;
  /** Help or error, read out after the label. */
  description: string;
  invalid: boolean;
  complete: CompletionSource | undefined;
  onChange: (value: string) => void;
  onBlur: () => void;
  /** What a thing dropped here reads as, or nothing. */
  dropText: (data: DataTransfer) => string | undefined;
}

export interface EditorHandle {
  /** `at`: where the cursor then stands. */
  focus: (at?: number) => void;
  /** Puts text where the cursor is, or at a point of the window, and selects nothing. */
  insert: (text: string, at?: { x: number; y: number }) => void;
  setValue: (value: string) => void;
  setProblems: (problems: readonly CodeProblem[]) => void;
  reconfigure: (options: EditorOptions) => void;
  destroy: () => void;
}

const LANGUAGES: Readonly<Record<CodeLanguage, () => Extension>> = {
  javascript: () => javascript(),
  json: () => [json(), linter(jsonLinter)],
  expression: () => [expressionLanguage, expressionTyping],
  text: () => [],
};

/** Where the field has nothing to take back, the key is the whole screen's: it takes back what led to this field. */
const HISTORY_KEYS = historyKeymap.map((binding) => ({ ...binding, preventDefault: false }));

const parseJson = jsonParseLinter();
const jsonLinter = (view: EditorView) => (view.state.doc.toString().trim() === "" ? [] : parseJson(view));

/** An editor inside `host`'s shadow root: its style sheets are adopted there, which our CSP allows. */
export function createEditor(host: HTMLElement, initial: EditorOptions): EditorHandle {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const settings = new Compartment();
  let options = initial;
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: initial.value,
      extensions: [
        settings.of(configure(initial)),
        theme,
        history(),
        drawSelection(),
        dropCursor(),
        bracketMatching(),
        closeBrackets(),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...HISTORY_KEYS, ...completionKeymap]),
        // Before the editor's own: it would put the dropped text in a second time.
        EditorView.domEventHandlers({
          drop(event) {
            const text = event.dataTransfer ? options.dropText(event.dataTransfer) : undefined;
            if (text === undefined) return false;
            event.preventDefault();
            event.stopPropagation();
            insert(text, { x: event.clientX, y: event.clientY });
            return true;
          },
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) options.onBlur();
        }),
      ],
    }),
  });
  const insert: EditorHandle["insert"] = (text, at) => {
    if (view.state.readOnly) return;
    const point = at && dropPlace(view.state.doc.toString(), view.posAtCoords(at, false), text);
    const { from, to } = point ? { from: point.at, to: point.at } : view.state.selection.main;
    const put = point?.text ?? text;
    view.dispatch({ changes: { from, to, insert: put }, selection: { anchor: from + put.length }, userEvent: "input" });
    view.focus();
  };
  return {
    focus(at) {
      view.focus();
      if (at !== undefined) view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
    },
    insert,
    setValue(value) {
      if (value === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, annotations: Transaction.addToHistory.of(false) });
    },
    setProblems(problems) {
      const length = view.state.doc.length;
      const found = problems.map(({ from, to, message, severity = "error" }): Diagnostic => {
        const start = Math.min(from, Math.max(0, length - 1));
        return { from: start, to: Math.min(length, Math.max(start + 1, to ?? start + 1)), message, severity };
      });
      view.dispatch(setDiagnostics(view.state, found));
    },
    reconfigure(next) {
      options = next;
      view.dispatch({ effects: settings.reconfigure(configure(next)) });
    },
    destroy: () => view.destroy(),
  };
}

function configure(options: EditorOptions): Extension {
  const attributes: Record<string, string> = { "aria-label": options.label };
  if (options.description) attributes["aria-description"] = options.description;
  if (options.invalid) attributes["aria-invalid"] = "true";
  return [
    LANGUAGES[options.language](),
    options.lineNumbers ? lineNumbers() : [],
    options.language === "javascript" ? indentOnInput() : [],
    options.singleLine ? oneLine : options.language === "javascript" ? [] : EditorView.lineWrapping,
    options.readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
    options.placeholder ? placeholder(options.placeholder) : [],
    options.complete ? autocompletion({ override: [options.complete], icons: false }) : [],
    EditorView.contentAttributes.of(
      options.readOnly ? { ...attributes, tabindex: "0", role: "textbox", "aria-readonly": "true" } : attributes,
    ),
  ];
}

/** Pasted lines become one; Enter is left to the form. */
const oneLine: Extension = [
  EditorState.transactionFilter.of((transaction) =>
    transaction.newDoc.lines > 1 ? [transaction, { changes: lineBreaks(transaction.newDoc.toString()), sequential: true }] : transaction,
  ),
];

const lineBreaks = (text: string) => [...text.matchAll(/\n/g)].map((match) => ({ from: match.index, to: match.index + 1, insert: " " }));
