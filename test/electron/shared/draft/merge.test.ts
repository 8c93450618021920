import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { applyUpdate } from "#shared/draft/apply-update.ts";
import { fromBase64, toBase64 } from "#shared/draft/base64.ts";
import { addNode, connect, moveParts, removeParts, renameNode, setName, setParam } from "#shared/draft/edit.ts";
import { HeldDraft } from "#shared/draft/held-draft.ts";
import { normalise } from "#shared/draft/normalise.ts";
import { toWorkflow } from "#shared/draft/read.ts";
import { fromWorkflow, writeWorkflow } from "#shared/draft/write.ts";
import { editorOf, exchange, leadWorkflow, twoEditors } from "./sample.ts";

const LIMITS = { maxBytes: 1_000_000 };
const applied = (state: Uint8Array, update: Uint8Array) => {
  const result = applyUpdate(state, update, LIMITS);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const refused = (state: Uint8Array, update: Uint8Array, limits = LIMITS) => {
  const result = applyUpdate(state, update, limits);
  return result.ok ? undefined : result.error.reason;
};
const updateOf = (edit: (editing: ReturnType<typeof editorOf>) => void, doc = fromWorkflow(leadWorkflow())) => {
  const state = Y.encodeStateAsUpdate(doc);
  const steps: Uint8Array[] = [];
  doc.on("update", (step: Uint8Array) => steps.push(step));
  edit(editorOf(doc, "ann"));
  return { state, update: Y.mergeUpdates(steps) };
};

describe("two people edit offline", () => {
  it("keeps both edits of one step, and both sides agree", () => {
    const [ann, bob] = twoEditors();
    setParam(ann, "n3", ["to"], "+15550111");
    moveParts(ann, new Map([["n3", { x: 7, y: 7 }]]));
    setParam(bob, "n3", ["body"], "Call them");
    setParam(bob, "n2", ["conditions", 0, "op"], "contains");
    exchange(ann.doc, bob.doc);
    expect(normalise(ann.doc)).toEqual([]);
    expect(toWorkflow(ann.doc)).toEqual(toWorkflow(bob.doc));
    expect(toWorkflow(ann.doc).nodes[2]).toMatchObject({ params: { to: "+15550111", body: "Call them" }, position: { x: 7, y: 7 } });
  });

  it("keeps a change of one test and the removal of another", () => {
    const doc = fromWorkflow({ ...leadWorkflow(), tests: ["a", "b", "c"].map((id) => ({ id, name: id })) });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const { tests } = toWorkflow(doc);
    writeWorkflow(doc, { ...toWorkflow(doc), tests: tests.map((test) => (test["id"] === "a" ? { ...test, name: "A" } : test)) });
    writeWorkflow(other, { ...toWorkflow(other), tests: tests.filter((test) => test["id"] !== "b") });
    exchange(doc, other);
    expect(toWorkflow(doc).tests).toEqual([
      { id: "a", name: "A" },
      { id: "c", name: "c" },
    ]);
  });

  it("drops the wire that one drew to a step the other removed, and says so", () => {
    const [ann, bob] = twoEditors();
    removeParts(ann, { nodes: ["n4"] });
    setParam(bob, "n4", ["fields", 0, "name"], "name");
    connect(bob, { from: leadWorkflow().edges[0]!.from, to: leadWorkflow().edges[2]!.to });
    exchange(ann.doc, bob.doc);
    expect(normalise(ann.doc)).toEqual(["A wire to a removed step was removed."]);
    normalise(bob.doc);
    expect(toWorkflow(ann.doc)).toEqual(toWorkflow(bob.doc));
    expect(toWorkflow(ann.doc).edges.map((edge) => edge.id)).toEqual(["e1", "e2"]);
  });

  it("gives one of two steps of the same name another, the same one on both sides", () => {
    const [ann, bob] = twoEditors();
    addNode(ann, { type: "core.set", name: "Price", position: { x: 0, y: 0 } });
    addNode(bob, { type: "core.set", name: "Price", position: { x: 0, y: 0 } });
    renameNode(bob, "n3", "SMS");
    exchange(ann.doc, bob.doc);
    expect(normalise(ann.doc)).toEqual(['Two steps were called "Price"; one is now "Price 2".']);
    normalise(bob.doc);
    exchange(ann.doc, bob.doc);
    expect(normalise(bob.doc)).toEqual([]);
    expect(toWorkflow(ann.doc)).toEqual(toWorkflow(bob.doc));
    expect(
      toWorkflow(ann.doc)
        .nodes.map((node) => node.name)
        .sort(),
    ).toEqual(["List", "New lead", "Price", "Price 2", "SMS", "Urgent?"]);
  });

  it("draws a wire once that both drew", () => {
    const [ann, bob] = twoEditors();
    const edge = { from: leadWorkflow().edges[0]!.from, to: leadWorkflow().edges[2]!.to };
    connect(ann, edge);
    connect(bob, edge);
    exchange(ann.doc, bob.doc);
    normalise(ann.doc);
    expect(toWorkflow(ann.doc).edges).toHaveLength(4);
  });
});

describe("an update from outside", () => {
  it("is taken, and comes back as what the others need", () => {
    const { state, update } = updateOf((editing) => setName(editing, "Hot leads"));
    const result = applied(state, update);
    expect(result.workflow.name).toBe("Hot leads");
    expect(result).toMatchObject({ changed: [] });
    expect(result.correction).toBeUndefined();
    const other = new Y.Doc();
    Y.applyUpdate(other, state);
    Y.applyUpdate(other, result.update);
    expect(toWorkflow(other)).toEqual(result.workflow);
    expect(applied(result.state, update).workflow).toEqual(result.workflow);
  });

  it("is repaired where it does not fit; the sender gets the correction and then agrees", () => {
    const [ann, bob] = twoEditors();
    removeParts(ann, { nodes: ["n4"] });
    const before = Y.encodeStateVector(bob.doc);
    connect(bob, { from: leadWorkflow().edges[0]!.from, to: leadWorkflow().edges[2]!.to });
    const result = applied(Y.encodeStateAsUpdate(ann.doc), Y.encodeStateAsUpdate(bob.doc, before));
    expect(result.changed).toEqual(["A wire to a removed step was removed."]);
    Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(ann.doc));
    Y.applyUpdate(bob.doc, result.correction ?? new Uint8Array());
    expect(toWorkflow(bob.doc)).toEqual(result.workflow);
  });

  it("is refused when it is garbage, too large, foreign or for another workflow", () => {
    const { state, update } = updateOf((editing) => setName(editing, "Hot leads"));
    const half = update.slice(0, Math.floor(update.length / 2));
    expect(refused(state, new Uint8Array([1, 2, 3]))).toBe("unreadable");
    expect(refused(state, new TextEncoder().encode("not an update at all"))).toBe("unreadable");
    expect(refused(state, half)).toBe("unreadable");
    expect(refused(state, update, { maxBytes: update.length - 1 })).toBe("too-large");
    const foreign = new Y.Doc();
    foreign.getText("chat").insert(0, "hello");
    expect(refused(state, Y.encodeStateAsUpdate(foreign))).toBe("unreadable");
    const renamed = updateOf(({ doc }) => doc.getMap("meta").set("id", "wf_other"));
    expect(refused(renamed.state, renamed.update)).toBe("invalid");
  });

  it("is refused when edits before it are missing", () => {
    const doc = fromWorkflow(leadWorkflow());
    const state = Y.encodeStateAsUpdate(doc);
    const steps: Uint8Array[] = [];
    doc.on("update", (step: Uint8Array) => steps.push(step));
    const editing = editorOf(doc, "ann");
    setName(editing, "One");
    setName(editing, "Two");
    expect(refused(state, steps[1] ?? new Uint8Array())).toBe("incomplete");
  });

  it("loses what is not usable in it, not the rest", () => {
    const { state, update } = updateOf(({ doc }) => {
      const nodes = doc.getMap<unknown>("nodes");
      nodes.set("bad", "not a step");
      nodes.set("odd", new Y.Map<unknown>(Object.entries({ type: "core.set", name: "Odd", timeout: -1, onError: "explode", extra: 1 })));
      const n3 = nodes.get("n3");
      if (n3 instanceof Y.Map) (n3.get("params") as Y.Map<unknown>).set("file", new Uint8Array([1]));
      doc.getMap("positions").set("n1", { x: Number.NaN, y: 0 });
      doc.getMap("edges").set("bad", { from: "n1" });
      doc.getMap("notes").set("bad", new Y.Map([["text", 5]]));
      doc.getMap("settings").set("stepLimit", "many");
      doc.getMap("settings").set("unheard", true);
      doc.getArray("tests").push(["x"]);
    });
    const result = applied(state, update);
    expect(result.workflow.nodes.map((node) => node.name)).toEqual(["New lead", "Odd", "Urgent?", "Text the crew", "List"]);
    expect(result.workflow.nodes.find((node) => node.name === "Odd")).toEqual({
      id: "odd",
      name: "Odd",
      type: "core.set",
      typeVersion: 1,
      position: { x: 0, y: 0 },
      params: {},
    });
    expect(result.workflow.edges).toEqual(leadWorkflow().edges);
    expect(result.workflow.settings).toEqual(leadWorkflow().settings);
    expect(result.changed.length).toBeGreaterThanOrEqual(9);
    expect(applied(result.state, update).changed).toEqual([]);
  });

  it("is cut off or refused where it nests without end", () => {
    const nested = (depth: number) =>
      updateOf(({ doc }) => {
        const nodes = doc.getMap<unknown>("nodes");
        let map = (nodes.get("n3") as Y.Map<unknown>).get("params") as Y.Map<unknown>;
        for (let i = 0; i < depth; i += 1) map = map.set("deep", new Y.Map<unknown>());
      });
    const endless = nested(2000);
    expect(refused(endless.state, endless.update)).toBe("invalid");
    const { state, update } = nested(150);
    expect(applied(state, update).changed).toEqual(['The field deep of "Text the crew" could not be read and is empty now.']);
  });
});

describe("base64", () => {
  it("carries bytes of any length through text", () => {
    for (const length of [0, 1, 2, 3, 4, 255, 100_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });
  it("refuses what is none", () => {
    expect(fromBase64("abc")).toBeUndefined();
    expect(fromBase64("ab-_")).toBeUndefined();
    expect(fromBase64("é===")).toBeUndefined();
  });
});

describe("a draft held open", () => {
  const held = () => new HeldDraft(Y.encodeStateAsUpdate(fromWorkflow(leadWorkflow())));

  it("takes update after update and says the same as the document read whole", () => {
    const draft = held();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, draft.state());
    const editing = editorOf(doc, "ann");
    doc.on("update", (step: Uint8Array) => expect(draft.apply(step, LIMITS).ok).toBe(true));
    const id = addNode(editing, { type: "core.set", name: "Price", position: { x: 0, y: 0 } });
    connect(editing, { from: { node: id, port: "out" }, to: { node: id, port: "in" } });
    renameNode(editing, "n1", "Caller");
    removeParts(editing, { nodes: ["n4"], notes: ["note1"] });
    setName(editing, "Calls");
    expect(draft.workflow).toEqual(toWorkflow(doc));
    expect(applied(draft.state(), draft.state()).workflow).toEqual(draft.workflow);
  });

  it("is as it was after a refused update, and takes the next one", () => {
    const draft = held();
    const { update } = updateOf(({ doc }) => doc.getMap("meta").set("id", "wf_other"), copyOf(draft));
    const good = updateOf((editing) => setName(editing, "Hot leads"), copyOf(draft));
    expect(draft.apply(update, LIMITS).ok).toBe(false);
    expect(draft.workflow).toEqual(leadWorkflow());
    expect(draft.apply(good.update, LIMITS).ok).toBe(true);
    expect(draft.workflow.name).toBe("Hot leads");
  });

  it("does not grow past its limit", () => {
    const draft = held();
    const size = draft.state().byteLength;
    const { update } = updateOf((editing) => setParam(editing, "n3", ["body"], "x".repeat(5000)), copyOf(draft));
    const tried = draft.apply(update, { ...LIMITS, maxStateBytes: size + 2000 });
    expect(tried.ok ? "" : tried.error.reason).toBe("too-large");
    expect(draft.workflow).toEqual(leadWorkflow());
  });
});

function copyOf(draft: HeldDraft): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, draft.state());
  return doc;
}
