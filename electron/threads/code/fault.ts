import { type Node, parse } from "acorn";
import type { SandboxError } from "./protocol.ts";

/** An error as the sandbox tells it: in QuickJS's words, with its stack. */
export interface RawError {
  name?: string | undefined;
  message: string;
  stack?: string | undefined;
  description?: string | undefined;
}

/** What stands before the user's text on its first line. */
export const BEFORE = "(async function(){";
export const AFTER = "\n})";

const USER_FRAME = /\(?code\.js:(\d+):(\d+)\)?/;

/** The same in the words of V8, which are what people know and what workflows made elsewhere compare with. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^'(.+)' is not defined$/, "$1 is not defined"],
  [/^cannot read property '(.*)' of (undefined|null)$/, "Cannot read properties of $2 (reading '$1')"],
  [/^cannot set property '(.*)' of (undefined|null)$/, "Cannot set properties of $2 (setting '$1')"],
  [/^'(.+)' is read-only$/, "Assignment to constant variable."],
  [/^(?:lexical variable )?'?(\w+)'? is not initialized$/, "Cannot access '$1' before initialization"],
  [/^cannot convert to object$/, "Cannot convert undefined or null to object"],
  [/^value is not iterable$/, "The value is not iterable"],
  [/^Date value is NaN$/, "Invalid time value"],
  [/^empty array$/, "Reduce of empty array with no initial value"],
  [/^stack overflow$/, "Maximum call stack size exceeded"],
];

/** The place of the error in the user's text. The very start of the function is where QuickJS points when it does not know. */
function frameOf(stack: string | undefined): RegExpExecArray | undefined {
  const frame = USER_FRAME.exec(stack ?? "");
  return frame === null || (frame[1] === "1" && frame[2] === "2") ? undefined : frame;
}

export function explain(raw: RawError, source: string): SandboxError {
  const frame = frameOf(raw.stack);
  const line = frame ? Number(frame[1]) : undefined;
  const name = raw.name ?? "Error";
  const { description } = raw;
  if (raw.message === "not a function" && line !== undefined) {
    return { name, message: notAFunction(source, line, Number(frame?.[2])), line, description };
  }
  const words = WORDS.find(([pattern]) => pattern.test(raw.message));
  return { name, message: words ? raw.message.replace(words[0], words[1]) : raw.message, line, description };
}

/** QuickJS says only "expecting ']'"; acorn knows the place better. */
export function explainSyntax(raw: RawError, source: string): SandboxError {
  const text = BEFORE + source + AFTER;
  try {
    parse(text, { ecmaVersion: "latest", allowHashBang: false });
  } catch (error) {
    if (error instanceof SyntaxError && "pos" in error && "loc" in error) {
      const { line } = error.loc as { line: number };
      const message = error.message.replace(/ \(\d+:\d+\)$/, "");
      const lines = source.split("\n").length;
      return { name: "SyntaxError", message: syntaxWords(message, text, Number(error.pos)), line: Math.min(line, lines) };
    }
  }
  return { ...explain({ ...raw, name: "SyntaxError" }, source) };
}

function syntaxWords(message: string, text: string, at: number): string {
  if (/^Unterminated (?:string|template|regular)/.test(message)) return "Invalid or unexpected token";
  if (message !== "Unexpected token") return message;
  const rest = text.slice(at);
  if (at >= text.length - AFTER.length) return "Unexpected end of input";
  const word = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(rest)?.[0];
  if (word !== undefined)
    return /^(?:const|let|var|if|else|for|while|return|function|class|new|in|of|try|catch|throw)$/.test(word)
      ? `Unexpected token '${word}'`
      : `Unexpected identifier '${word}'`;
  if (/^\d/.test(rest)) return "Unexpected number";
  if (/^["']/.test(rest)) return "Unexpected string";
  if (rest.startsWith("`")) return "Unexpected template string";
  return `Unexpected token '${/^(?:=>|\.\.\.|[=!]==?|&&|\|\||\?\?|\?\.|[+\-*/%<>]=?|.)/su.exec(rest)?.[0] ?? ""}'`;
}

type Call = Node & { type: "CallExpression" | "NewExpression"; callee: Node };
const isCall = (node: Node): node is Call => node.type === "CallExpression" || node.type === "NewExpression";

/** Names what was called, where the line leaves no doubt about it. */
function notAFunction(source: string, line: number, column: number): string {
  const text = BEFORE + source + AFTER;
  let program: Node;
  try {
    program = parse(text, { ecmaVersion: "latest", locations: true });
  } catch {
    return "Something that is called here is not a function";
  }
  const calls: Call[] = [];
  visit(program, (node) => {
    if (isCall(node) && node.callee.loc?.end.line === line) calls.push(node);
  });
  const named = calls.filter((call) => /^[\w$.?[\]'"\s]+$/.test(text.slice(call.callee.start, call.callee.end)));
  const exact = named.find(
    (call) => call.loc?.start.line === line && (call.callee.loc?.end.column === column - 1 || call.callee.loc?.start.column === column - 1),
  );
  const one = exact ?? (named.length === 1 && calls.length === 1 ? named[0] : undefined);
  if (!one) return "Something that is called here is not a function";
  const callee = text.slice(one.callee.start, one.callee.end).replace(/\s+/g, "");
  return `${callee} is not a ${one.type === "NewExpression" ? "constructor" : "function"}`;
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "object" && one !== null && "type" in one && typeof one.type === "string") visit(one as Node, see);
    }
  }
}
