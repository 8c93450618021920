import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--syntax-key)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--syntax-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--syntax-number)" },
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword, tags.operatorKeyword], color: "var(--syntax-keyword)" },
  { tag: [tags.special(tags.variableName), tags.function(tags.variableName)], color: "var(--accent-text)" },
  { tag: tags.brace, color: "var(--accent-text)" },
  { tag: tags.comment, color: "var(--syntax-comment)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--danger-text)" },
]);

/** The tokens' colours. The editor lives in a shadow root, where our style sheets do not reach. */
const base = EditorView.theme({
  "&": { fontSize: "var(--text-xs)", color: "var(--text)", backgroundColor: "transparent", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--text)", userSelect: "text", WebkitUserSelect: "text", cursor: "text" },
  ".cm-line": { padding: "0 10px" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-placeholder": { color: "var(--text-faint)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    backgroundColor: "color-mix(in oklch, var(--accent) 26%, transparent) !important",
  },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--text-faint)", border: "none", paddingLeft: "4px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-matchingBracket": { backgroundColor: "var(--bg-pressed) !important", outline: "none" },
  ".cm-tooltip": {
    border: "none",
    borderRadius: "var(--radius-lg)",
    backgroundColor: "var(--bg-raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow-2)",
    overflow: "hidden",
    fontFamily: "var(--font-sans)",
    fontSize: "var(--text-xs)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-sans)", maxHeight: "15rem", padding: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    padding: "3px 8px",
    borderRadius: "var(--radius-sm)",
    lineHeight: "1.4",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--bg-selected)", color: "var(--text)" },
  ".cm-completionLabel": { flex: "1" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650", color: "var(--accent-text)" },
  ".cm-completionDetail": {
    fontStyle: "normal",
    color: "var(--text-muted)",
    maxWidth: "14rem",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", maxWidth: "20rem" },
  ".cm-tooltip-lint": { padding: "2px" },
  ".cm-diagnostic": { padding: "4px 8px", borderLeft: "3px solid var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--danger)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning)", textUnderlineOffset: "3px" },
});

export const theme: Extension = [base, syntaxHighlighting(highlight)];
