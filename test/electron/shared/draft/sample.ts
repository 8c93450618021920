import * as Y from "yjs";
import type { Editing } from "#shared/draft/edit.ts";
import { fromWorkflow } from "#shared/draft/write.ts";
import { Workflow, type WorkflowInput } from "#shared/model/workflow.ts";

const node = (id: string, name: string, type: string, x: number, params: Record<string, unknown> = {}) => ({
  id,
  name,
  type,
  position: { x, y: 0 },
  params,
});

/** New lead → is it urgent? → text the crew / put it on the list. */
export const leadWorkflow = (more: Partial<WorkflowInput> = {}): Workflow =>
  Workflow.parse({
    format: 1,
    id: "wf_lead",
    name: "New leads",
    nodes: [
      node("n1", "New lead", "core.webhook", 0, { path: "lead", method: "POST" }),
      node("n2", "Urgent?", "core.if", 260, {
        conditions: [{ left: "={{ $json.urgency }}", op: "equals", right: "high" }],
        all: true,
      }),
      node("n3", "Text the crew", "twilio.send_sms", 520, {
        to: "+15550100",
        body: "=New lead from {{ $('New lead').item.json.name }}",
      }),
      node("n4", "List", "core.set", 520, { fields: [{ name: "who", value: '={{ $node["New lead"].json.name }}' }] }),
    ],
    edges: [
      { id: "e1", from: { node: "n1", port: "out" }, to: { node: "n2", port: "in" } },
      { id: "e2", from: { node: "n2", port: "true" }, to: { node: "n3", port: "in" } },
      { id: "e3", from: { node: "n2", port: "false" }, to: { node: "n4", port: "in" } },
    ],
    notes: [{ id: "note1", position: { x: 0, y: 200 }, text: "Ask Maria before changing this." }],
    ...more,
  });

/** Gestures of one person, with ids that tell who made them. */
export function editorOf(doc: Y.Doc, who: string): Editing {
  let n = 0;
  return { doc, origin: who, newId: () => `${who}-${++n}` };
}

/** Two people with the same draft before them. */
export function twoEditors(workflow: Workflow = leadWorkflow()): [Editing, Editing] {
  const a = fromWorkflow(workflow);
  const b = new Y.Doc();
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  return [editorOf(a, "ann"), editorOf(b, "bob")];
}

/** Both get what the other has done meanwhile. */
export function exchange(a: Y.Doc, b: Y.Doc): void {
  const [toA, toB] = [Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), Y.encodeStateAsUpdate(a, Y.encodeStateVector(b))];
  Y.applyUpdate(a, toA);
  Y.applyUpdate(b, toB);
}
