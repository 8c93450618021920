import type { CompletionSource } from "@codemirror/autocomplete";
import { type ReactNode, type Ref, useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import type { CodeLanguage, CodeProblem, EditorHandle, EditorOptions } from "./code/create-editor.ts";
import styles from "./code-field.module.css";
import field from "./field.module.css";
import { FieldWarning } from "./field-warning.tsx";

export interface CodeFieldProps {
  label: string;
  hideLabel?: boolean | undefined;
  help?: string | undefined;
  error?: string | undefined;
  warning?: string | undefined;
  /** Stands at the end of the label's line. */
  action?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  language: CodeLanguage;
  /** One line that does not wrap, as high as a text field. */
  singleLine?: boolean;
  lineNumbers?: boolean;
  /** Lines to show at least and at most. */
  rows?: number;
  maxRows?: number;
  readOnly?: boolean;
  placeholder?: string | undefined;
  /** Takes the focus as it appears, with the cursor here: typing that began in another field goes on in this one. */
  takeFocusAt?: number | undefined;
  /** What to offer while typing. */
  complete?: CompletionSource | undefined;
  problems?: readonly CodeProblem[];
  onBlur?: () => void;
  onFocus?: () => void;
  /** Something was dropped on it: say what text it stands for, or nothing. */
  onDropText?: (data: DataTransfer) => string | undefined;
  ref?: Ref<CodeFieldHandle>;
}

export interface CodeFieldHandle {
  focus: () => void;
  insert: (text: string) => void;
}

const NO_PROBLEMS: readonly CodeProblem[] = [];

/** A field for code, JSON or text with expressions. The editor is loaded when the first one is shown. */
export function CodeField(props: CodeFieldProps) {
  const {
    label,
    hideLabel,
    help,
    error,
    warning,
    action,
    value,
    rows = 1,
    maxRows = 16,
    problems = NO_PROBLEMS,
    singleLine = false,
    ref,
  } = props;
  const cursor = useRef(props.takeFocusAt);
  const standIn = useRef<HTMLTextAreaElement>(null);
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<EditorHandle | null>(null);
  const options: EditorOptions = {
    value,
    language: props.language,
    singleLine,
    lineNumbers: props.lineNumbers ?? false,
    readOnly: props.readOnly ?? false,
    placeholder: props.placeholder ?? "",
    label,
    description: error ?? [warning && `${t("ui.warning")} ${warning}`, help].filter(Boolean).join(" "),
    invalid: error !== undefined,
    complete: props.complete,
    onChange: props.onChange,
    onBlur: props.onBlur ?? (() => undefined),
    dropText: (data) => props.onDropText?.(data),
  };
  const waiting = editor === null && cursor.current !== undefined;
  const latest = useRef(options);
  latest.current = options;
  const current = useEffectEvent(
    (): EditorOptions => ({
      ...latest.current,
      onChange: (next) => latest.current.onChange(next),
      onBlur: () => latest.current.onBlur(),
      dropText: (data) => latest.current.dropText(data),
    }),
  );

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let handle: EditorHandle | undefined;
    let gone = false;
    void import("./code/create-editor.ts").then(({ createEditor }) => {
      if (gone) return;
      handle = createEditor(element, current());
      setEditor(handle);
    });
    return () => {
      gone = true;
      handle?.destroy();
      setEditor(null);
    };
  }, []);
  const { language, lineNumbers, readOnly, placeholder, description, invalid, complete } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the handlers are read through the ref; only what changes the editor's set-up counts
  useEffect(() => {
    editor?.reconfigure(current());
  }, [editor, language, singleLine, lineNumbers, readOnly, placeholder, label, description, invalid, complete]);
  useLayoutEffect(() => editor?.setValue(value), [editor, value]);
  useEffect(() => editor?.setProblems(problems), [editor, problems]);
  useLayoutEffect(() => {
    if (cursor.current === undefined) return;
    if (editor) editor.focus(cursor.current);
    else {
      standIn.current?.focus();
      standIn.current?.setSelectionRange(cursor.current, cursor.current);
    }
  }, [editor]);
  useImperativeHandle(ref, () => ({ focus: () => editor?.focus(), insert: (text) => editor?.insert(text) }), [editor]);

  return (
    <div className={field.field}>
      <div className={cx(field.head, hideLabel && !action && "visually-hidden")}>
        {/* The editor names itself; this is for the eyes. */}
        <span aria-hidden className={cx(field.label, hideLabel && "visually-hidden")}>
          {label}
        </span>
        {action}
      </div>
      {/* No key is lost while the editor is loaded. */}
      {waiting ? (
        <textarea
          ref={standIn}
          rows={rows}
          aria-label={label}
          value={value}
          className={cx(field.input, field.mono)}
          onChange={(event) => {
            props.onChange(event.target.value);
            cursor.current = event.target.selectionStart;
          }}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the editor inside is the control; its frame only takes drops */}
      <div
        ref={host}
        hidden={waiting}
        className={cx(styles.frame, singleLine && styles.single)}
        data-invalid={invalid || undefined}
        style={singleLine ? undefined : { minHeight: `${rows * LINE_REM + 0.875}rem`, maxHeight: `${maxRows * LINE_REM + 0.875}rem` }}
        onFocus={props.onFocus}
        onDragOver={props.onDropText ? (event) => event.preventDefault() : undefined}
        onDrop={(event) => {
          const text = props.onDropText?.(event.dataTransfer);
          if (text === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          if (editor) editor.insert(text, { x: event.clientX, y: event.clientY });
          else props.onChange(value + text);
        }}
      />
      {error === undefined ? null : (
        <p aria-hidden className={field.error}>
          {error}
        </p>
      )}
      {warning === undefined ? null : <FieldWarning aria-hidden>{warning}</FieldWarning>}
      {help ? (
        <p aria-hidden className={field.help}>
          {help}
        </p>
      ) : null}
    </div>
  );
}

const LINE_REM = 1.1625;
