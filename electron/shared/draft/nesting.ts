import * as Y from "yjs";

/** Deeper than any workflow's params, shallower than what slows the reader down: its work grows with the square of the depth. */
const MAX_NESTING = 200;

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/** Whether an update nests types in types beyond reason. Looked at before it is applied. Throws on bytes that are no update. */
export function nestsTooDeep(update: Uint8Array): boolean {
  const { structs } = Y.decodeUpdate(update);
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const list = byClient.get(struct.id.client);
    if (list) list.push(struct);
    else byClient.set(struct.id.client, [struct]);
  }
  const depths = new Map<Struct, number>();
  for (const struct of structs) if (depthOf(struct, byClient, depths) > MAX_NESTING) return true;
  return false;
}

/** Counts within the update alone; follows parents and, where an item's parent is its neighbour's, the neighbour. */
function depthOf(start: Struct, byClient: ReadonlyMap<number, Struct[]>, depths: Map<Struct, number>): number {
  const path: [Struct, number][] = [];
  let known = 0;
  const visiting = new Set<Struct>();
  for (let struct: Struct | undefined = start; struct instanceof Y.Item && !visiting.has(struct); ) {
    const depth = depths.get(struct);
    if (depth !== undefined) {
      known = depth;
      break;
    }
    visiting.add(struct);
    const beside: Y.ID | null = struct.origin ?? struct.rightOrigin;
    const into: Y.ID | null = struct.parent instanceof Y.ID ? struct.parent : null;
    path.push([struct, into ? 1 : 0]);
    const next: Y.ID | null = into ?? (struct.parent === null ? beside : null);
    struct = next ? structAt(byClient.get(next.client) ?? [], next.clock) : undefined;
  }
  for (const [struct, step] of path.toReversed()) {
    known += step;
    depths.set(struct, known);
  }
  return known;
}

function structAt(sorted: readonly Struct[], clock: number): Struct | undefined {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = sorted[middle];
    if (!struct) return undefined;
    if (struct.id.clock > clock) high = middle - 1;
    else if (struct.id.clock + struct.length <= clock) low = middle + 1;
    else return struct;
  }
  return undefined;
}
