/** `a[b]=1`, `a[0][c]=2`, `a[]=3` as nested values; all leaves are text. Names reach own properties only. */
export function decodeBracketed(pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
  const root: Node = new Map();
  for (const [name, value] of pairs) place(root, keysOf(name), value);
  return asObject(root);
}

type Node = Map<string, Node | string>;

function keysOf(name: string): string[] {
  const head = name.indexOf("[");
  if (head <= 0) return [name];
  const rest = [...name.slice(head).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "");
  return [name.slice(0, head), ...rest];
}

function place(node: Node, keys: readonly string[], value: string): void {
  const [first = "", ...rest] = keys;
  // `a[]` takes the next place of the list.
  const key = first === "" ? String(node.size) : first;
  if (rest.length === 0) {
    node.set(key, value);
    return;
  }
  const held = node.get(key);
  const next: Node = held instanceof Map ? held : new Map();
  node.set(key, next);
  place(next, rest, value);
}

const asValue = (node: Node | string): unknown => {
  if (typeof node === "string") return node;
  const isList = node.size > 0 && [...node.keys()].every((key, i) => key === String(i));
  return isList ? [...node.values()].map(asValue) : asObject(node);
};

const asObject = (node: Node): Record<string, unknown> => Object.fromEntries([...node].map(([key, value]) => [key, asValue(value)]));
