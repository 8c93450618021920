import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { BlobAccess, FileAccess, FileDatabases, ItemContext } from "../../connectors/kit/context.ts";
import type { HttpClient } from "../../connectors/kit/http.ts";
import { EMPTY_ITEMS } from "../../connectors/kit/items.ts";
import type { Sessions } from "../../connectors/kit/sessions.ts";
import { type Binary, Binary as BinarySchema, type Item } from "../../electron/shared/model/item.ts";

/** Blobs in memory. */
export function memoryBlobs(): BlobAccess {
  const kept = new Map<string, Buffer>();
  const bytesOf = (binary: Binary): Buffer => kept.get(binary.blob) ?? Buffer.alloc(0);
  return {
    async put(data, about) {
      const chunks: Buffer[] = [];
      if (data instanceof Readable) for await (const chunk of data) chunks.push(Buffer.from(chunk));
      else chunks.push(Buffer.from(data));
      const bytes = Buffer.concat(chunks);
      const blob = createHash("sha256").update(bytes).digest("hex");
      kept.set(blob, bytes);
      return BinarySchema.parse({ mimeType: "application/octet-stream", ...about, fileSize: bytes.length, blob });
    },
    read: (binary) => Readable.from([bytesOf(binary)], { objectMode: false }),
    bytes: (binary) => Promise.resolve(bytesOf(binary)),
  };
}

interface Given<I> {
  input: I;
  http: HttpClient;
  item?: Item;
  secrets?: Record<string, string>;
  blobs?: BlobAccess;
  sessions?: Sessions;
  files?: FileAccess;
  databases?: FileDatabases;
  idempotencyKey?: string;
  evaluate?: NonNullable<ItemContext<I>["evaluate"]>;
}

const never = (name: string) => () => {
  throw new Error(`The action used ctx.${name}, which this test does not give it.`);
};

/** What the engine would hand an action for one item. */
export function itemContext<I>(given: Given<I>): ItemContext<I> {
  return {
    signal: new AbortController().signal,
    node: { id: "n1", name: "Step", type: "test.step", typeVersion: 1 },
    workflow: { id: "w1", name: "Workflow", timezone: "UTC" },
    run: { id: "r1", mode: "test", runIndex: 0, startedAt: 0 },
    now: () => Date.UTC(2026, 10, 22),
    uuid: () => "00000000-0000-4000-8000-000000000000",
    log: () => {},
    params: () => given.input,
    ...(given.evaluate === undefined ? {} : { evaluate: given.evaluate }),
    http: given.http,
    sessions: given.sessions ?? { use: never("sessions") },
    secrets: given.secrets,
    blobs: given.blobs ?? memoryBlobs(),
    files: given.files ?? { read: never("files"), write: never("files"), locate: never("files") },
    databases: given.databases ?? { run: never("databases") },
    code: { run: never("code") },
    codeContext: never("codeContext"),
    setStaticData: never("setStaticData"),
    respond: never("respond"),
    state: undefined,
    earlierInput: () => EMPTY_ITEMS,
    input: given.input,
    item: given.item ?? { json: {} },
    index: 0,
    idempotencyKey: given.idempotencyKey ?? "key-1",
  };
}
