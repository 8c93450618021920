import { describe, expect, it } from "vitest";
import { findAction, findTrigger } from "../../../connectors/registry.ts";
import { typeProblems } from "../../../electron/engine/problems.ts";
import { workflow } from "../../helpers/engine-harness.ts";
import { orderWorkflow } from "../../helpers/order-workflow.ts";

const problems = (...args: Parameters<typeof workflow>) => typeProblems(workflow(...args), { action: findAction, trigger: findTrigger });

describe("what is wrong with a workflow is told before it runs", () => {
  it("nothing is wrong with a good one", () => {
    expect(typeProblems(orderWorkflow(), { action: findAction, trigger: findTrigger })).toEqual([]);
  });
  it("a field that is no field of the step", () => {
    const found = problems(
      { start: { type: "core.manual" }, if: { type: "core.if", params: { conditions: { combinator: "and", rules: [{}] } } } },
      [["start", "if"]],
    );
    expect(found).toMatchObject([{ severity: "warning", code: "unknown-field", node: "if", field: "conditions.combinator" }]);
  });
  it("an expression that names a step which is not there", () => {
    const found = problems(
      {
        start: { type: "core.manual" },
        set: { type: "core.set", params: { fields: [{ name: "x", type: "any", value: "={{ $('Gone').item.json.x }}" }] } },
      },
      [["start", "set"]],
    );
    expect(found).toMatchObject([{ severity: "error", code: "unknown-node", node: "set", field: "fields.0.value" }]);
  });
  it("an expression in a typed field is no wrong type", () => {
    expect(
      problems({ start: { type: "core.manual" }, limit: { type: "core.limit", params: { count: "={{ 1 + 1 }}", max: "={{ 2 }}" } } }, [
        ["start", "limit"],
      ]).filter((p) => p.severity === "error"),
    ).toEqual([]);
  });
  it("a wire to a port that the step does not have", () => {
    expect(
      problems({ start: { type: "core.manual" }, if: { type: "core.if" }, end: { type: "core.no_op" } }, [
        ["start", "if"],
        ["if.maybe", "end"],
      ]),
    ).toMatchObject([{ code: "incomplete" }, { code: "unknown-port", name: "if" }]);
  });
  it("a step that can't do its work as it stands, or hardly as meant", () => {
    const found = problems(
      { start: { type: "core.manual" }, table: { type: "core.data_table", params: { operation: "delete" } }, if: { type: "core.if" } },
      [
        ["start", "table"],
        ["table", "if"],
      ],
    );
    expect(found).toMatchObject([
      { severity: "error", node: "table", field: "table" },
      { severity: "error", node: "table", field: "match" },
      { severity: "warning", node: "if", field: "conditions" },
    ]);
  });
  it("a sender that no step would answer", () => {
    const asked = (wires: [string, string][]) =>
      problems(
        {
          hook: { type: "core.webhook", params: { path: "lead", answer: "respond" } },
          if: { type: "core.if", params: { conditions: { rules: [{ left: "a", right: "b" }] } } },
          answer: { type: "core.respond" },
        },
        wires,
      );
    expect(asked([["hook", "if"]])).toMatchObject([{ severity: "warning", code: "no-answer", node: "hook", field: "answer" }]);
    expect(
      asked([
        ["hook", "if"],
        ["if.true", "answer"],
        ["if.false", "answer"],
      ]),
    ).toEqual([]);
  });
  it("a branch on which nobody answers, by its name; not where another way answers, ends as failed or comes round again", () => {
    const asked = (wires: [string, string][]) =>
      problems(
        {
          hook: { type: "core.webhook", params: { path: "lead", answer: "respond" } },
          if: { type: "core.if", params: { conditions: { rules: [{ left: "a", right: "b" }] } } },
          other: { type: "core.if", params: { conditions: { rules: [{ left: "c", right: "d" }] } } },
          note: { type: "core.no_op" },
          loop: { type: "core.loop" },
          stop: { type: "core.stop_error", params: { message: "no" } },
          answer: { type: "core.respond" },
        },
        [["hook", "if"], ["if.false", "answer"], ...wires],
      ).filter(({ code }) => code.startsWith("no-answer"));
    const [found, ...more] = asked([["if.true", "note"]]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ severity: "warning", code: "no-answer-branch", node: "if" });
    expect(found?.message).toContain("'True'");
    expect(asked([])).toMatchObject([{ code: "no-answer-branch", node: "if" }]);
    expect(asked([["if.true", "stop"]])).toEqual([]);
    expect(asked([["hook", "answer"]])).toEqual([]);
    const loop: [string, string][] = [
      ["if.true", "loop"],
      ["loop.loop", "note"],
      ["note", "loop"],
    ];
    expect(asked(loop)).toMatchObject([{ node: "if" }]);
    expect(asked([...loop, ["loop.done", "answer"]])).toEqual([]);
    const deeper: [string, string][] = [
      ["if.true", "other"],
      ["other.true", "answer"],
    ];
    expect(asked(deeper), "the fork that is to blame, not the one before it").toMatchObject([{ node: "other" }]);
  });
  it("a loop that can never end, but not one with a way out", () => {
    const ring = problems({ start: { type: "core.manual" }, a: { type: "core.set" }, b: { type: "core.no_op" } }, [
      ["start", "a"],
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(ring).toMatchObject([{ code: "endless-loop" }]);
    expect(
      problems({ start: { type: "core.manual" }, a: { type: "core.loop" }, b: { type: "core.set" } }, [
        ["start", "a"],
        ["a.loop", "b"],
        ["b", "a"],
      ]),
    ).toEqual([]);
  });
});
