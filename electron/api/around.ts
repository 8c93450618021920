import type { WorkflowId } from "#shared/model/ids.ts";
import type { Problem } from "#shared/model/problem.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { type Engine, EngineError } from "../engine/engine.ts";
import type { Operations } from "../engine/plan.ts";
import { type Use, usesOf } from "../engine/uses.ts";
import { listBin } from "../store/bin.ts";
import type { ReadDb } from "../store/connection.ts";
import { liveMentioning, publishedWorkflow } from "../store/workflows.ts";

/** What a draft is checked against: the workspace around it. */
export interface Around {
  readonly db: ReadDb;
  readonly engine: Engine;
  readonly operations: Operations;
  readonly now: () => number;
}

/** Versions never change, so neither do the kinds of their triggers. */
const KEPT = 500;
/** By workspace: a copy of one has the same ids. */
const kindsOfVersions = new WeakMap<ReadDb, Map<string, ReadonlySet<string>>>();

const kindsOf = ({ nodes }: Workflow, operations: Operations): Set<string> =>
  new Set(nodes.flatMap((node) => (node.disabled ? [] : (operations.trigger(node.type, node.typeVersion)?.kind ?? []))));

/** Of a published version, read once. */
function kindsOfLive({ db, operations }: Around, id: string, version: number, document: string): ReadonlySet<string> {
  const kindsOfVersion = kindsOfVersions.get(db) ?? new Map<string, ReadonlySet<string>>();
  kindsOfVersions.set(db, kindsOfVersion);
  const key = `${id}@${version}`;
  const known = kindsOfVersion.get(key) ?? kindsOf(Workflow.parse(JSON.parse(document)), operations);
  kindsOfVersion.delete(key);
  kindsOfVersion.set(key, known);
  const [oldest] = kindsOfVersion.keys();
  if (kindsOfVersion.size > KEPT && oldest !== undefined) kindsOfVersion.delete(oldest);
  return known;
}

/** What would keep this workflow from running as meant that only the workspace tells: workflows it depends on, paths that are taken. */
export function aroundProblems(workflow: Workflow, around: Around): Problem[] {
  return [...usesOf(workflow).flatMap((use) => useProblem(use, workflow, around) ?? []), ...pathProblems(workflow, around)];
}

function useProblem(use: Use, workflow: Workflow, around: Around): Problem | undefined {
  const { db, operations, now } = around;
  const { step } = use;
  const what = step ? "workflow to call" : "workflow to start when a run fails";
  const about = step ? { node: step.id, name: step.name, field: "workflow" } : { field: "settings.errorWorkflow" };
  const problem = (code: string, message: string, fix: string, severity: Problem["severity"] = "warning"): Problem => ({
    severity,
    code,
    ...about,
    message,
    fix,
  });
  const found = publishedWorkflow(db, use.workflow);
  if (!found) {
    const binned = listBin(db, now()).find(({ id }) => id === use.workflow);
    if (binned)
      return problem(
        "workflow-in-bin",
        `The ${what}, '${binned.name}', is in the bin.`,
        "Restore it from the bin and turn it on, or choose another one.",
      );
    // A failed run fails with or without an error workflow: only what is called stands in the way.
    return problem("workflow-gone", `The ${what} does not exist.`, "Choose another one.", step ? "error" : "warning");
  }
  const self = use.workflow === workflow.id;
  if (!self && found.version === null)
    return problem("workflow-off", `The ${what}, '${found.name}', is not published, or switched off.`, "Publish it, or turn it on.");
  const kinds =
    self || found.version === null ? kindsOf(workflow, operations) : kindsOfLive(around, use.workflow, found.version, found.document);
  if (step && !kinds.has("called") && !kinds.has("manual"))
    return problem(
      "workflow-not-callable",
      `'${found.name}' can't be called: no step of its live version begins with 'When called'.`,
      "Add that trigger to it and publish it.",
    );
  if (!step && !kinds.has("error"))
    return problem(
      "workflow-no-error-trigger",
      `'${found.name}' is started by no failed run: its live version has no 'When a workflow fails'.`,
      "Add that trigger to it and publish it.",
    );
  return undefined;
}

function pathProblems(workflow: Workflow, { engine, operations }: Around): Problem[] {
  if (!kindsOf(workflow, operations).has("webhook")) return [];
  try {
    return engine.takenPaths(workflow).map(({ node, message }) => ({
      severity: "error",
      code: "path-taken",
      node: node.id,
      name: node.name,
      field: "path",
      message: `${message[0]?.toUpperCase() ?? ""}${message.slice(1)}.`,
      fix: "Choose another path.",
    }));
  } catch (error) {
    // What can't be compiled or has no path yet is told by the checks of the document itself.
    if (error instanceof EngineError) throw error;
    return [];
  }
}

export interface UsedBy {
  id: WorkflowId;
  name: string;
  /** Steps that call it. */
  steps: string[];
  /** It is started when a run of that one fails. */
  onFailure: boolean;
}

/** Live workflows that depend on this one. */
export function usedBy(id: WorkflowId, db: ReadDb): UsedBy[] {
  return liveMentioning(db, id).flatMap((row) => {
    const uses = row.id === id ? [] : usesOf(Workflow.parse(JSON.parse(row.document))).filter(({ workflow }) => workflow === id);
    if (uses.length === 0) return [];
    return [
      {
        id: row.id,
        name: row.name,
        steps: uses.flatMap(({ step }) => step?.name ?? []),
        onFailure: uses.some(({ step }) => step === undefined),
      },
    ];
  });
}
