import { StreamLanguage, type StringStream } from "@codemirror/language";

interface State {
  /** Inside `{{ }}`. */
  inside: boolean;
  quote: string | null;
}

const KEYWORDS = new Set(["true", "false", "null", "undefined", "typeof", "instanceof", "in", "new"]);

/** Text in which `{{ }}` parts are JavaScript-shaped expressions. */
export const expressionLanguage = StreamLanguage.define<State>({
  name: "expression",
  startState: () => ({ inside: false, quote: null }),
  token(stream, state) {
    if (!state.inside) return outside(stream, state);
    if (state.quote) return string(stream, state, state.quote);
    if (stream.match("}}")) {
      state.inside = false;
      return "brace";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^\d+(\.\d+)?/)) return "number";
    const quote = stream.match(/^["'`]/);
    if (quote) {
      state.quote = stream.current();
      return "string";
    }
    if (stream.match(/^\.\s*[A-Za-z_$][\w$]*/)) return stream.peek() === "(" ? "function" : "propertyName";
    if (stream.match(/^\$[\w$]*/)) return "variableName.special";
    if (stream.match(/^[A-Za-z_][\w$]*/)) return KEYWORDS.has(stream.current()) ? "keyword" : "variableName";
    stream.next();
    return "operator";
  },
  languageData: { closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } },
});

function outside(stream: StringStream, state: State): string | null {
  if (stream.match("{{")) {
    state.inside = true;
    return "brace";
  }
  while (!stream.eol() && !stream.match("{{", false)) stream.next();
  return null;
}

function string(stream: StringStream, state: State, quote: string): string {
  while (!stream.eol()) {
    const next = stream.next();
    if (next === "\\") stream.next();
    else if (next === quote) {
      state.quote = null;
      break;
    }
  }
  return "string";
}
