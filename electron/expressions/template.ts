import type { AnyNode } from "acorn";
import { parseBlock } from "./block.ts";
import { ExpressionError } from "./scope.ts";

/** A piece of a field: text as it stands, or the parsed code of a block that begins at `at`. */
export type Piece = { text: string } | { code: AnyNode; at: number };

/** A block may hold }} in texts and objects: so many ends are tried. */
const MAX_TRIES = 20;

/** Cuts a field's text (its first character is the =) into text and `{{ blocks }}`. */
export function cut(field: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 1;
  for (let open = opening(field, from); open >= 0; open = opening(field, from)) {
    if (open > from) pieces.push({ text: field.slice(from, open) });
    const { code, end } = block(field, open + 2);
    pieces.push({ code, at: open + 2 });
    from = end;
  }
  if (from < field.length || pieces.length === 0) pieces.push({ text: field.slice(from) });
  return pieces;
}

/** The next {{ that no backslash takes the meaning of. */
function opening(field: string, from: number): number {
  let open = field.indexOf("{{", from);
  while (open > 0 && field[open - 1] === "\\") open = field.indexOf("{{", open + 2);
  return open;
}

/**
 * The block whose code begins at `at`. It ends at the first }} that leaves whole code before it; without any }} it takes
 * the rest, as n8n has it. What it finds wrong is told for the first }}.
 */
function block(field: string, at: number): { code: AnyNode; end: number } {
  const first = field.indexOf("}}", at);
  if (first < 0) return { code: parseBlock(field.slice(at), at), end: field.length };
  let fault: unknown;
  let end = first;
  for (let tries = 0; end >= 0 && tries < MAX_TRIES; tries++) {
    try {
      const code = parseBlock(field.slice(at, end), at);
      refuseStray(field.slice(at, end), code, at);
      return { code, end: end + 2 };
    } catch (error) {
      fault ??= error;
      if (error instanceof StrayBraces) throw error;
      if (error instanceof RangeError) throw new ExpressionError("This expression is nested too deeply.", at);
    }
    end = field.indexOf("}}", end + 1);
  }
  throw fault;
}

/** }} in a text that does not close what the same text opened: it ends the block, here as in n8n. */
class StrayBraces extends ExpressionError {}

function refuseStray(code: string, node: AnyNode, at: number): void {
  if (!code.includes("}}")) return;
  for (const text of textsIn(node)) {
    let open = 0;
    for (let index = 0; index < text.raw.length; index++) {
      const char = text.raw[index];
      if (char === "{") open++;
      if (char === "}") open--;
      if (char === "}" && open <= -2 && text.raw[index - 1] === "}" && text.raw[index - 2] !== "\\") {
        throw new StrayBraces("}} ends the expression here. Inside a text write \\}} instead.", at + text.start);
      }
    }
  }
}

/** The source of every text in the code: quoted ones, and the parts between the ${} of templates as one. */
function* textsIn(node: AnyNode): Generator<{ raw: string; start: number }> {
  if (node.type === "Literal" && typeof node.value === "string") yield { raw: node.raw ?? "", start: node.start };
  if (node.type === "TemplateLiteral") yield { raw: node.quasis.map((quasi) => quasi.value.raw).join(""), start: node.start };
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* textsIn(child);
  }
}

const isNode = (value: unknown): value is AnyNode => typeof value === "object" && value !== null && "type" in value && "start" in value;
