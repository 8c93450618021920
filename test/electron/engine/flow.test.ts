import { describe, expect, it } from "vitest";
import { ended, harness, jsonOf, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";

const three = [{ json: { id: 1 } }, { json: { id: 2 } }, { json: { id: 3 } }];

describe("items flow along the wires", () => {
  it("runs a chain to its end and records each step once", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, a: { type: "t.pass", params: { x: 1 } }, b: { type: "t.pass", params: { y: 2 } } }, [
        ["start", "a"],
        ["a", "b"],
      ]),
      three,
    );
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(ended(h.journal)).toEqual(["a", "b"]);
    expect(jsonOf(run.core.runsOf.get(2)?.[0]?.outputs[0])).toEqual([
      { id: 1, x: 1, y: 2 },
      { id: 2, x: 1, y: 2 },
      { id: 3, x: 1, y: 2 },
    ]);
  });

  it("starts a target only where an output has items", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow(
        { start: { type: "t.manual" }, if: { type: "t.split", params: { over: 5 } }, yes: { type: "t.pass" }, no: { type: "t.pass" } },
        [
          ["start", "if"],
          ["if.true", "yes"],
          ["if.false", "no"],
        ],
      ),
      three,
    );
    await run.ended;
    expect(ended(h.journal)).toEqual(["if", "no"]);
  });

  it("runs a node once for each delivery when it does not join", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, if: { type: "t.split", params: { over: 1 } }, end: { type: "t.pass" } }, [
        ["start", "if"],
        ["if.true", "end"],
        ["if.false", "end"],
      ]),
      three,
    );
    await run.ended;
    expect(run.core.runsOf.get(2)?.map((s) => s.runIndex)).toEqual([0, 1]);
  });

  it("hands on what comes in where a step is disabled", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, off: { type: "t.boom", disabled: true }, end: { type: "t.pass" } }, [
        ["start", "off"],
        ["off", "end"],
      ]),
      three,
    );
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(jsonOf(run.core.runsOf.get(2)?.[0]?.outputs[0])).toHaveLength(3);
  });

  it("emits one empty item where a step always gives output", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow(
        { start: { type: "t.manual" }, if: { type: "t.split", params: { over: 9 }, alwaysOutputData: true }, end: { type: "t.pass" } },
        [
          ["start", "if"],
          ["if.true", "end"],
        ],
      ),
      three,
    );
    await run.ended;
    expect(ended(h.journal)).toEqual(["if", "end"]);
  });

  it("fails the run at an unknown type, naming it", async () => {
    const h = harness();
    const run = startRun(h, workflow({ start: { type: "t.manual" }, odd: { type: "acme.thing" } }, [["start", "odd"]]), three);
    await run.ended;
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ node: "odd", message: expect.stringContaining("acme.thing") as string });
  });
});

describe("joins", () => {
  const joined = (over: number, order: "parallel" | "n8n-v1" | "n8n-v0" = "parallel") =>
    workflow(
      {
        start: { type: "t.manual" },
        if: { type: "t.split", params: { over } },
        a: { type: "t.pass" },
        b: { type: "t.pass" },
        join: { type: "t.join" },
        end: { type: "t.pass" },
      },
      [
        ["start", "if"],
        ["if.true", "a"],
        ["if.false", "b"],
        ["a", "join.a"],
        ["b", "join.b"],
        ["join", "end"],
      ],
      { order },
    );

  it("wait for every input that can still deliver", async () => {
    const h = harness();
    const run = startRun(h, joined(1), three);
    await run.ended;
    expect(ended(h.journal)).toEqual(["if", "a", "b", "join", "end"]);
    expect(jsonOf(run.core.runsOf.get(4)?.[0]?.outputs[0])).toEqual([{ id: 2 }, { id: 3 }, { id: 1 }]);
  });

  it("go on with what they have when an input can get nothing any more", async () => {
    for (const order of ["parallel", "n8n-v1"] as const) {
      const h = harness();
      const run = startRun(h, joined(9, order), three);
      await run.ended;
      expect(ended(h.journal)).toEqual(["if", "b", "join", "end"]);
    }
  });

  it("have a branch that got nothing run with an empty item in order v0", async () => {
    const h = harness();
    const run = startRun(h, joined(9, "n8n-v0"), three);
    await run.ended;
    expect(ended(h.journal)).toEqual(["if", "b", "a", "join", "end"]);
    expect(jsonOf(run.core.runsOf.get(4)?.[0]?.outputs[0])).toEqual([{}, { id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it("do not run in order v0 when what feeds their first input gave nothing; a later one may be empty", async () => {
    const fed = (first: string, second: string) =>
      workflow(
        { start: { type: "t.manual" }, if: { type: "t.split", params: { over: 9 } }, all: { type: "t.pass" }, join: { type: "t.join" } },
        [
          ["start", "if"],
          ["start", "all"],
          [first, "join.a"],
          [second, "join.b"],
        ],
        { order: "n8n-v0" },
      );
    const first = harness();
    await startRun(first, fed("if.true", "all"), three).ended;
    expect(ended(first.journal)).toEqual(["if", "all"]);
    const second = harness();
    await startRun(second, fed("all", "if.true"), three).ended;
    expect(ended(second.journal)).toEqual(["if", "all", "join"]);
  });

  it("wait for a branch that sleeps", async () => {
    const h = harness();
    const document = workflow(
      { start: { type: "t.manual" }, slow: { type: "t.wait", params: { ms: 60_000 } }, fast: { type: "t.pass" }, join: { type: "t.join" } },
      [
        ["start", "slow"],
        ["start", "fast"],
        ["slow", "join.a"],
        ["fast", "join.b"],
      ],
    );
    const run = startRun(h, document, three);
    await quiet();
    expect(ended(h.journal)).toEqual(["fast"]);
    expect(run).toMatchObject({ status: "waiting", waitingFor: "timer" });
    h.clock.advance(60_000);
    await run.ended;
    expect(ended(h.journal)).toEqual(["fast", "slow", "join"]);
  });
});

describe("orders", () => {
  // Start feeds D, A and B; A stands below B; each has a second step and leads on to M.
  const fan = (order: "n8n-v1" | "n8n-v0") => {
    const at = (x: number, y: number) => ({ position: { x, y } });
    return workflow(
      {
        start: { type: "t.manual", ...at(0, 0) },
        D: { type: "t.pass", ...at(100, -50) },
        A: { type: "t.pass", ...at(100, 200) },
        B: { type: "t.pass", ...at(100, 100) },
        A2: { type: "t.pass", ...at(200, 200) },
        B2: { type: "t.pass", ...at(200, 100) },
        M: { type: "t.pass", ...at(300, 150) },
      },
      [
        ["start", "D"],
        ["start", "A"],
        ["start", "B"],
        ["A", "A2"],
        ["B", "B2"],
        ["A2", "M"],
        ["B2", "M"],
      ],
      { order },
    );
  };
  it("v1 finishes the highest branch before the next", async () => {
    const h = harness();
    await startRun(h, fan("n8n-v1"), three).ended;
    expect(ended(h.journal)).toEqual(["D", "B", "B2", "M", "A", "A2", "M"]);
  });
  it("v0 goes level by level in the order of the wires", async () => {
    const h = harness();
    await startRun(h, fan("n8n-v0"), three).ended;
    expect(ended(h.journal)).toEqual(["D", "A", "B", "A2", "B2", "M", "M"]);
  });
  it("parallel lets branches work side by side", async () => {
    const h = harness();
    let open = 0;
    let most = 0;
    h.outside.answer = async () => {
      most = Math.max(most, ++open);
      await quiet(2);
      open--;
      return {};
    };
    await startRun(
      h,
      workflow({ start: { type: "t.manual" }, a: { type: "t.look_up" }, b: { type: "t.look_up" } }, [
        ["start", "a"],
        ["start", "b"],
      ]),
      three.slice(0, 1),
    ).ended;
    expect(most).toBe(2);
  });
});

describe("loops", () => {
  const looping = (settings = {}) =>
    workflow(
      {
        start: { type: "t.manual" },
        loop: { type: "t.count_down", params: { last: 3 } },
        body: { type: "t.pass" },
        end: { type: "t.pass" },
      },
      [
        ["start", "loop"],
        ["loop.loop", "body"],
        ["body", "loop"],
        ["loop.done", "end"],
      ],
      settings,
    );
  it("are plain wires, and state passes from one run of a node to the next", async () => {
    const h = harness();
    await startRun(h, looping(), three).ended;
    expect(ended(h.journal)).toEqual(["loop", "body", "loop", "body", "loop", "body", "loop", "end"]);
  });
  it("end by the step limit with a reason", async () => {
    const h = harness();
    const run = startRun(h, looping({ stepLimit: 4 }), three);
    await run.ended;
    expect(run.status).toBe("failed");
    expect(run.error?.message).toContain("4 steps");
  });
});

describe("lineage", () => {
  const chain = workflow(
    {
      start: { type: "t.manual" },
      if: { type: "t.split", params: { over: 1 } },
      end: { type: "t.pass", params: { from: "={{ $('start').item.json.id }}" } },
    },
    [
      ["start", "if"],
      ["if.true", "end"],
    ],
  );
  it("$('Name').item follows an item back through steps that dropped others", async () => {
    const h = harness();
    const run = startRun(h, chain, three);
    await run.ended;
    expect(jsonOf(run.core.runsOf.get(2)?.[0]?.outputs[0])).toEqual([
      { id: 2, from: 2 },
      { id: 3, from: 3 },
    ]);
  });
  it("fails with the step's name where a node never ran", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow(
        {
          start: { type: "t.manual" },
          other: { type: "t.pass" },
          end: { type: "t.pass", params: { from: "={{ $('other').item.json.id }}" } },
        },
        [["start", "end"]],
      ),
      three,
    );
    await run.ended;
    expect(run.error).toMatchObject({ node: "end", message: expect.stringContaining("other") as string });
  });
});

describe("large lists", () => {
  it("pass page by page, and leave memory once they are on disk", async () => {
    const h = harness();
    const many = Array.from({ length: 5_500 }, (_, id) => ({ json: { id, text: "x".repeat(50) } }));
    const run = startRun(
      h,
      workflow(
        { start: { type: "t.manual" }, a: { type: "t.pass" }, if: { type: "t.split", params: { over: 2_749 } }, b: { type: "t.pass" } },
        [
          ["start", "a"],
          ["a", "if"],
          ["if.true", "b"],
        ],
      ),
      many,
    );
    await run.ended;
    expect(run.status).toBe("succeeded");
    const out = run.core.runsOf.get(3)?.[0]?.outputs[0];
    expect(out?.length).toBe(2_750);
    expect(out?.pageCount).toBe(3);
    expect(out?.at(2_749)?.json["id"]).toBe(5_499);
    expect(h.journal.records.filter((r) => r.kind === "page" && r.step === 3).map((r) => (r.kind === "page" ? r.count : 0))).toEqual([
      1000, 1000, 750,
    ]);
  });
  it("go to disk while a step still makes them, with an item that failed in its place", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, rows: { type: "t.stream_rows", params: { pages: 3 }, onError: "continue" } }, [
        ["start", "rows"],
      ]),
      [{ json: {} }],
    );
    await run.ended;
    expect(run.status).toBe("succeeded");
    const out = run.core.runsOf.get(1)?.[0]?.outputs[0];
    expect(out?.length).toBe(2_402);
    expect(out?.at(800)?.json).toEqual({ error: "row 801 is torn" });
    expect(out?.at(2_401)?.json).toEqual({ last: true });
    const kinds = h.journal.records.map((r) => r.kind);
    expect(kinds.indexOf("page")).toBeLessThan(kinds.lastIndexOf("page"));
    expect(kinds.lastIndexOf("page")).toBeLessThan(kinds.indexOf("end"));
  });
  it("of a step that fails half-way are dropped", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, rows: { type: "t.stream_rows", params: { pages: 3 } }, b: { type: "t.pass" } }, [
        ["start", "rows"],
        ["rows", "b"],
      ]),
      [{ json: {} }],
    );
    await run.ended;
    expect(run).toMatchObject({ status: "failed", error: { node: "rows", message: "row 801 is torn" } });
    expect(run.core.runsOf.get(2)).toBeUndefined();
  });
});
