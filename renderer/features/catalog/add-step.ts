import * as Y from "yjs";
import { fromBase64, toBase64 } from "#shared/draft/base64.ts";
import { addNode, connect, type NewNode } from "#shared/draft/edit.ts";
import { toWorkflow } from "#shared/draft/read.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import { client } from "../../bridge/index.ts";

export type NewStep = Omit<NewNode, "position">;

/** Steps stand this far apart. */
const GAP = 280;

/** Puts steps, one wired to the next, to the right of what a draft holds. The last step of the draft is left unwired: what feeds it is for a person to say. */
export async function addSteps(id: WorkflowId, steps: readonly NewStep[]): Promise<void> {
  const { state } = await client.workflows.open({ id });
  const bytes = fromBase64(state);
  if (!bytes) throw new Error("The draft could not be read.");
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  const before = Y.encodeStateVector(doc);
  const { nodes } = toWorkflow(doc);
  const x = nodes.length === 0 ? 0 : Math.max(...nodes.map(({ position }) => position.x)) + GAP;
  const y = nodes.at(-1)?.position.y ?? 0;
  const editing = { doc, origin: "catalog", newId: () => crypto.randomUUID() };
  const ids = steps.map((step, index) => addNode(editing, { ...step, position: { x: x + index * GAP, y } }));
  for (const [index, to] of ids.entries()) {
    const from = ids[index - 1];
    if (from) connect(editing, { from: { node: from, port: "out" }, to: { node: to, port: "in" } });
  }
  const update = toBase64(Y.encodeStateAsUpdate(doc, before));
  await client.workflows.edit({ id, update, from: "catalog" });
}
