/** The text without comments and strings, in which words like `mutation` mean nothing. Reads each character once. */
function bare(query: string): string {
  let text = "";
  for (let at = 0; at < query.length; ) {
    const char = query[at];
    if (char === "#") {
      const end = query.slice(at).search(/[\n\r]/);
      if (end === -1) break;
      at += end;
    } else if (query.startsWith('"""', at)) {
      at = after(query, '"""', at + 3);
    } else if (char === '"') {
      at = after(query, '"', at + 1);
      text += " ";
    } else {
      text += char;
      at++;
    }
  }
  return text;
}

function after(query: string, end: string, from: number): number {
  for (let at = from; at < query.length; at++) {
    if (query[at] === "\\") at++;
    else if (query.startsWith(end, at)) return at + end.length;
  }
  return query.length;
}

/** The operations of a GraphQL document; a bare `{ … }` is a query without a name. */
function operationsOf(query: string): { kind: string; name: string }[] {
  const found: { kind: string; name: string }[] = [];
  let depth = 0;
  const text = bare(query);
  for (const match of text.matchAll(/[{}]|\b(query|mutation|subscription|fragment)\b(?:\s+([A-Za-z_]\w*))?/g)) {
    if (match[0] === "}") depth--;
    else if (match[0] === "{") depth++;
    else if (depth === 0) found.push({ kind: match[1] ?? "", name: match[2] ?? "" });
  }
  return found.filter((one) => one.kind !== "fragment");
}

/** Whether the operation that will run changes something. Where several could be meant, one that does counts. */
export function mutates(query: string, operationName: string): boolean {
  const operations = operationsOf(query);
  const named = operationName === "" ? operations : operations.filter((one) => one.name === operationName);
  return named.some((one) => one.kind === "mutation");
}
