import { isDeepStrictEqual } from "node:util";
import { type Redactor, redactValue } from "#kit/redact.ts";
import type { Failure } from "#shared/model/failure.ts";
import { NodeId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import type { Expected, StepAnswer, StepExpectation } from "#shared/model/test-case.ts";
import { TestCase } from "#shared/model/test-case.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { Plan } from "../engine/plan.ts";
import { alike, lasting } from "./outcome.ts";
import { playTest, type TestPlace } from "./run-test.ts";
import { reachesOutside } from "./stand-in.ts";

export interface RecordedStep {
  node: string;
  runIndex: number;
  status: string;
  outputs: Item[][];
  failure?: Failure | undefined;
  /** It waited for a time, a call or a person. */
  waited: boolean;
}

/** An ended run as the store has it. */
export interface RecordedRun {
  status: "succeeded" | "failed";
  start: string;
  startedAt: number;
  input: Item[][];
  steps: readonly RecordedStep[];
}

/** Keys whose text is a login or proves one, whatever it says; a number or a list of objects under such a name is not. */
const LOGIN_KEY =
  /token|secret|signature|passw|api[-_]?key|private[-_]?key|credential|cookie|authori[sz]ation|session|jwt|(?:^|[-_.])(?:otp|pin|pwd|auth)(?:$|[-_.])/i;

/** Texts alone, one by one: what stands under such a name as a number or an object keeps its shape. */
const masked = (value: unknown): unknown =>
  typeof value === "string" ? "***" : Array.isArray(value) ? value.map(masked) : withoutLogins(value);

function withoutLogins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLogins);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, entry]): [string, unknown] => [
    key,
    LOGIN_KEY.test(key) ? masked(entry) : withoutLogins(entry),
  ]);
  // `{ name: "X-Api-Key", value: "..." }`, as lists of headers are written.
  if ("name" in value && "value" in value && typeof value.name === "string" && LOGIN_KEY.test(value.name))
    return { ...Object.fromEntries(fields), value: masked(value.value) };
  return Object.fromEntries(fields);
}

function answerOf({ status, failure, outputs }: RecordedStep): StepAnswer {
  if (status !== "failed" || !failure) return { outputs };
  return { error: { message: failure.message, ...(failure.name === undefined ? {} : { name: failure.name }) } };
}

/** What each step gave that another run could not work out by itself. */
function answersOf(run: RecordedRun, plan: Plan): TestCase["answers"] {
  const answers: TestCase["answers"] = {};
  for (const [id, steps] of Map.groupBy(run.steps, (step) => step.node)) {
    const planned = plan.byId.get(id);
    const standsFor = !planned || reachesOutside(planned) || planned.node.pinned !== undefined || steps.some(({ waited }) => waited);
    if (!standsFor || planned?.trigger) continue;
    const runs: StepAnswer[] = [];
    for (const step of steps) runs[step.runIndex] = answerOf(step);
    answers[id] = { runs: Array.from(runs, (answer) => answer ?? { outputs: [] }) };
  }
  return answers;
}

/** Steps of the run that gave something else then than in the test. */
function differing(run: RecordedRun, outcome: Expected, plan: Plan, clean: (value: unknown) => unknown): string[] {
  return Object.entries(outcome.steps).flatMap(([id, { runs }]) => {
    const planned = plan.byId.get(id);
    const then = run.steps
      .filter(({ node, status }) => node === id && status === "succeeded")
      .map(({ outputs }) =>
        Object.fromEntries((planned?.outputs ?? []).map((port, i) => [port.id, (outputs[i] ?? []).map(({ json }) => json)])),
      );
    return planned && !isDeepStrictEqual(clean(then), runs) ? [planned.node.name] : [];
  });
}

export interface Recording {
  test: TestCase;
  /** Names of steps that give something else each time, so that not all of it is expected. */
  changing: string[];
  /** Names of steps that gave something else in the run than they do in the test. */
  differing: string[];
}

/**
 * A test made of a run: its input, the answers that it got, and what comes of them now, found by playing it twice. Logins
 * and `redact`'s secrets are removed from all of it first, so the expectations are those of the cleaned input.
 */
export async function recordTest(
  about: { id: string; name: string; workflow: Workflow; plan: Plan; redact: Redactor },
  run: RecordedRun,
  place: TestPlace,
): Promise<Recording> {
  const { id, name, workflow, plan } = about;
  const clean = (value: unknown): unknown => redactValue(withoutLogins(value), about.redact);
  const raw = {
    id,
    name,
    start: NodeId.parse(run.start),
    input: run.input,
    time: new Date(run.startedAt).toISOString(),
    ...(workflow.settings.timezone === undefined ? { zone: place.zone } : {}),
    answers: answersOf(run, plan),
  };
  const bare = TestCase.parse({ ...(clean(raw) as object), id, name, time: raw.time });
  const first = await playTest(workflow, bare, place);
  const second = await playTest(workflow, bare, place);
  if (!first.outcome || !second.outcome) return { test: { ...bare, expected: expectation(run.status) }, changing: [], differing: [] };
  const { expected, changing } = lasting(first.outcome, second.outcome);
  // A run that went well stays what is wanted, even where the test can't follow it yet: it then says what is missing.
  const wanted =
    expected.status === "failed" && run.status === "succeeded" ? { ...expectation("succeeded"), steps: expected.steps } : expected;
  const nameOf = (node: string): string => plan.byId.get(node)?.node.name ?? node;
  return { test: { ...bare, expected: wanted }, changing: changing.map(nameOf), differing: differing(run, first.outcome, plan, clean) };
}

const expectation = (status: "succeeded" | "failed"): Expected => ({ status, steps: {}, assertions: [] });

/** The test with what comes of it today as its expectation. It looks at the same steps and fields as before; its assertions stay. */
export async function acceptedTest(workflow: Workflow, test: TestCase, place: TestPlace): Promise<TestCase | undefined> {
  const first = await playTest(workflow, test, place);
  const second = await playTest(workflow, test, place);
  if (!first.outcome || !second.outcome) return undefined;
  const { expected } = lasting(first.outcome, second.outcome);
  const looked = Object.keys(test.expected.steps);
  const steps = Object.entries(expected.steps).flatMap(([id, step]): [string, StepExpectation][] => {
    const before = test.expected.steps[id];
    if (before) return [[id, alike(step, before)]];
    return looked.length === 0 && test.expected.assertions.length === 0 ? [[id, step]] : [];
  });
  const { assertions, error } = test.expected;
  return {
    ...test,
    expected: {
      status: expected.status,
      ...(expected.error && (error || test.expected.status !== "failed") ? { error: expected.error } : {}),
      steps: Object.fromEntries(steps),
      assertions,
    },
  };
}
