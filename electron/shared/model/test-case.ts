import { z } from "zod";
import { NodeId } from "./ids.ts";
import { Item } from "./item.ts";
import type { Workflow } from "./workflow.ts";

/** One recorded exchange. Bodies are JSON, text or `{base64}`. */
export const HttpAnswer = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  response: z.object({
    status: z.number().int().min(100).max(599).default(200),
    statusText: z.string().optional(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    body: z.unknown().optional(),
  }),
});
export type HttpAnswer = z.infer<typeof HttpAnswer>;

/** What a step gave in one of its runs: items by output port, in port order, or the error that it failed with. */
export const StepAnswer = z.union([
  z.object({ outputs: z.array(z.array(Item)) }),
  z.object({ error: z.object({ message: z.string(), name: z.string().optional() }) }),
]);
export type StepAnswer = z.infer<typeof StepAnswer>;

/** The outside as a test knows it. `runs` stand in for the step itself, one for each time it runs; `http` answers what it sends. */
const Answers = z.object({ http: z.array(HttpAnswer).optional(), runs: z.array(StepAnswer).optional() });

/** Whether a step's items are those expected and no others, or each expected field is there and may have company. */
export const Match = z.enum(["exact", "subset"]);

/** For each time the step runs, the json of its items by output port id. A port that is left out is not looked at. */
export const StepExpectation = z.object({
  match: Match.default("exact"),
  runs: z.array(z.record(z.string(), z.array(z.record(z.string(), z.unknown())))),
});
export type StepExpectation = z.infer<typeof StepExpectation>;

export const TestStatus = z.enum(["succeeded", "failed", "waiting"]);

const Expected = z.object({
  status: TestStatus.default("succeeded"),
  /** The step that the run fails at, and a part of what is said. */
  error: z.object({ node: NodeId.optional(), message: z.string().optional() }).optional(),
  steps: z.record(z.string(), StepExpectation).default({}),
  /** `expression` must be true for each item that the step gives: `={{ $json.total > 0 }}`. */
  assertions: z.array(z.object({ step: NodeId, expression: z.string().min(1).max(20_000) })).default([]),
});
export type Expected = z.infer<typeof Expected>;

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** A test of a workflow: what it is given, what the outside answers, and what has to come of it. Steps are named by their id. */
export const TestCase = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(200),
  /** The trigger whose event it is, or the step to start at; else where a test of the workflow starts. */
  start: NodeId.optional(),
  /** Items by port: of a trigger its outputs, of a step its inputs. */
  input: z.array(z.array(Item)).default([[{ json: {} }]]),
  /** When it is, for everything in the test; else now. */
  time: z.iso.datetime({ offset: true }).optional(),
  /** Instead of the workflow's zone. */
  zone: z.string().refine(isZone, "is no time zone: use an IANA name such as America/Chicago").optional(),
  answers: z.record(z.string(), Answers).default({}),
  expected: Expected.prefault({}),
});
export type TestCase = z.infer<typeof TestCase>;

/** Where a test came out otherwise than expected. `place` names the step in words, with its run and port where there are several. */
export const TestMiss = z.object({ place: z.string(), node: NodeId.optional(), expected: z.unknown(), got: z.unknown() });
export type TestMiss = z.infer<typeof TestMiss>;

export const TestResult = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  /** How the run ended; null where it could not begin. */
  status: TestStatus.or(z.literal("cancelled")).nullable(),
  ms: z.number(),
  misses: z.array(TestMiss),
});
export type TestResult = z.infer<typeof TestResult>;

/** A test as a document holds it: one that can't be read is named with the reason, not lost and not passed over. */
export type HeldTest = { ok: true; test: TestCase } | { ok: false; id: string; name: string; message: string };

export function testsOf(workflow: Pick<Workflow, "tests">): HeldTest[] {
  return workflow.tests.map((given, index) => {
    const parsed = TestCase.safeParse(given);
    if (parsed.success) return { ok: true, test: parsed.data };
    const issue = parsed.error.issues[0];
    const { id, name } = given;
    const place = issue?.path.map(String).join(".");
    return {
      ok: false,
      id: typeof id === "string" ? id : String(index),
      name: typeof name === "string" && name !== "" ? name : `Test ${index + 1}`,
      message: issue ? `${place === undefined || place === "" ? "the test" : place}: ${issue.message}` : "The test can't be read.",
    };
  });
}
