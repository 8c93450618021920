import type { BlobAccess, FileAccess } from "#kit/context.ts";
import { StepError, userError } from "#shared/model/failure.ts";
import { isFinal } from "#shared/model/run.ts";
import {
  type Expected,
  type HeldTest,
  type HttpAnswer,
  type TestCase,
  type TestMiss,
  type TestResult,
  testsOf,
} from "#shared/model/test-case.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { connectors } from "../../connectors/registry.ts";
import type { ActiveRun } from "../engine/active-run.ts";
import { type Engine, EngineError } from "../engine/engine.ts";
import { fileConnections } from "../threads/given-connections.ts";
import { type OneShot, openOneShot } from "../threads/one-shot.ts";
import { missesOf } from "./compare.ts";
import { outcomeOf } from "./outcome.ts";
import { standIn } from "./stand-in.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";

/** A test that works longer than this, by the machine's time, is stopped. */
const PATIENCE_MS = 30_000;
/** Misses that are told of one test. */
const MOST = 100;

export interface TestPlace {
  /** Zone of workflows and tests that name none. */
  zone: string;
  /** Files that recorded items refer to. */
  blobs?: BlobAccess | undefined;
}

/** Made-up logins: what is signed with them reaches nobody. */
const CONNECTIONS = fileConnections({ "*": "test-<fieldName>" }, connectors);

function refusedFiles(): FileAccess {
  const refuse = (path: string): Promise<never> =>
    Promise.reject(
      userError(`A test reads and writes no files: '${path}'`, { fix: "Record the test from a run, so that it holds what the step gave." }),
    );
  return { read: refuse, write: refuse, locate: refuse };
}

/** Files that the test makes stand in its own folder; those of recorded items are read where they are. */
function layered(own: BlobAccess, recorded: BlobAccess | undefined): BlobAccess {
  const made = new Set<string>();
  const holder = (blob: string): BlobAccess => (made.has(blob) ? own : (recorded ?? own));
  return {
    async put(data, about) {
      const binary = await own.put(data, about);
      made.add(binary.blob);
      return binary;
    },
    read: (binary) => holder(binary.blob).read(binary),
    bytes: (binary) => holder(binary.blob).bytes(binary),
  };
}

/** A body that is JSON came as JSON where the test does not say otherwise: by hand nobody writes the header. */
function typed({ request, response }: HttpAnswer): HttpAnswer {
  const { body, headers } = response;
  if (typeof body !== "object" || body === null || "base64" in body) return { request, response };
  if (Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) return { request, response };
  return { request, response: { ...response, headers: { ...headers, "content-type": "application/json" } } };
}

async function ended(run: ActiveRun, { executor }: Engine, clock: TestClock, until: number): Promise<boolean> {
  for (;;) {
    const over = await Promise.race([run.ended.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 2))]);
    if (over || isFinal(run.status)) return true;
    if (performance.now() > until) return false;
    const leaves = executor.calls?.leaves(run) ?? [run];
    if (leaves.some(({ status }) => status !== "waiting")) continue;
    // What no clock ends is waited for by the world: the test is over here.
    if (leaves.every((leaf) => leaf.until === undefined) || !clock.next()) return true;
  }
}

interface Played {
  result: TestResult;
  /** What came of it, as an expectation; undefined where it could not begin. */
  outcome: Expected | undefined;
}

/** Plays one test: in a folder of its own, on its own clock, with its own answers. Nothing of it stays and nothing leaves the machine. */
export async function playTest(workflow: Workflow, test: TestCase, place: TestPlace): Promise<Played> {
  const begun = performance.now();
  const clock = createTestClock(test.time === undefined ? Date.now() : Date.parse(test.time));
  let ids = 0;
  const zone = test.zone ?? workflow.settings.timezone ?? place.zone;
  const entries = Object.entries(test.answers).flatMap(([node, { http }]) => (http ? [[node, http.map(typed)] as const] : []));
  const shot = await openOneShot({
    connections: CONNECTIONS,
    replay: { entries: [], ofStep: new Map(entries), record: () => {} },
    record: () => {},
    zone,
    played: {
      clock,
      standIn: standIn(test),
      services: {
        files: refusedFiles,
        uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
        random: () => 0.5,
      },
      blobs: (own) => layered(own, place.blobs),
    },
  });
  const finish = (misses: TestMiss[], run?: ActiveRun): Played => {
    const status = run && (isFinal(run.status) || run.status === "waiting") ? (run.status as TestResult["status"]) : null;
    const result = { id: test.id, name: test.name, passed: misses.length === 0, status, ms: performance.now() - begun };
    return { result: { ...result, misses: misses.slice(0, MOST) }, outcome: run && outcomeOf(run) };
  };
  try {
    const { errorWorkflow: _, ...settings } = workflow.settings;
    const run = begin(shot, { ...workflow, settings: { ...settings, timezone: zone } }, test);
    const inTime = await ended(run, shot.engine, clock, begun + PATIENCE_MS);
    if (inTime) return finish(missesOf(run, test), run);
    shot.engine.cancel(run.id, "test");
    await run.ended;
    return finish([{ place: "the run", expected: test.expected.status, got: `not over after ${PATIENCE_MS / 1000} s` }]);
  } catch (error) {
    // No such step, or fields that shape a step's outputs and can't be read.
    if (!(error instanceof EngineError || error instanceof StepError)) throw error;
    return finish([{ place: "the start", expected: test.expected.status, got: error.message }]);
  } finally {
    shot.engine.executor.pause();
    await shot.close();
  }
}

function begin(shot: OneShot, workflow: Workflow, test: TestCase): ActiveRun {
  const plan = shot.engine.plan(workflow, null);
  return shot.engine.run(workflow, { plan, at: shot.engine.startNode(plan, test.start), items: test.input, mode: "test" });
}

/** One of a document's tests, whether it can be read or not. */
export async function resultOf(workflow: Workflow, held: HeldTest, place: TestPlace): Promise<TestResult> {
  if (held.ok) return (await playTest(workflow, held.test, place)).result;
  const { id, name, message } = held;
  return { id, name, passed: false, status: null, ms: 0, misses: [{ place: "the test", expected: "one that can be read", got: message }] };
}

/** The tests of a workflow one after the other; `chosen` by id or name. */
export async function runTests(workflow: Workflow, chosen: string | undefined, place: TestPlace): Promise<TestResult[]> {
  const tests = testsOf(workflow).filter((held) => {
    const { id, name } = held.ok ? held.test : held;
    return chosen === undefined || id === chosen || name === chosen;
  });
  const results: TestResult[] = [];
  for (const held of tests) results.push(await resultOf(workflow, held, place));
  return results;
}
