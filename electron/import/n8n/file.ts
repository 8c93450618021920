import { z } from "zod";
import { ImportError } from "../import-error.ts";

const Flag = z.boolean().optional().catch(undefined);
const Place = z
  .union([z.tuple([z.number(), z.number()]).rest(z.unknown()), z.object({ x: z.number(), y: z.number() })])
  .optional()
  .catch(undefined);

/** A step as n8n stores it. Only its name and type are insisted on; what is odd elsewhere counts as absent. */
export const N8nNode = z.looseObject({
  id: z.string().optional().catch(undefined),
  name: z.string().min(1),
  type: z.string().min(1),
  typeVersion: z.coerce.number().positive().optional().catch(undefined),
  position: Place,
  parameters: z.record(z.string(), z.unknown()).default({}).catch({}),
  credentials: z.record(z.string(), z.unknown()).optional().catch(undefined),
  disabled: Flag,
  notes: z.string().optional().catch(undefined),
  webhookId: z.string().optional().catch(undefined),
  alwaysOutputData: Flag,
  executeOnce: Flag,
  retryOnFail: Flag,
  maxTries: z.number().optional().catch(undefined),
  waitBetweenTries: z.number().optional().catch(undefined),
  onError: z.string().optional().catch(undefined),
  continueOnFail: Flag,
});
export type N8nNode = z.infer<typeof N8nNode>;

export const N8nFile = z.looseObject({
  id: z.coerce.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  nodes: z.array(N8nNode).max(5000),
  connections: z.record(z.string(), z.unknown()).default({}).catch({}),
  settings: z.record(z.string(), z.unknown()).default({}).catch({}),
  pinData: z.record(z.string(), z.unknown()).default({}).catch({}),
  staticData: z.record(z.string(), z.unknown()).default({}).catch({}),
});
export type N8nFile = z.infer<typeof N8nFile>;

const MAX_DEPTH = 100;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function checkDepth(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > MAX_DEPTH) throw new ImportError("The file is nested too deep to be a workflow", "Export the workflow again from n8n.");
  for (const entry of Object.values(value)) checkDepth(entry, depth + 1);
}

/** The workflow inside wrappers: a list of one, or `{ workflow: ... }` as template pages give it. */
function unwrap(file: unknown): Record<string, unknown> {
  let inner = file;
  for (let level = 0; level < 4; level++) {
    if (Array.isArray(inner)) {
      if (inner.length !== 1) {
        throw new ImportError(
          `The file holds ${inner.length} workflows`,
          "Give a file with one workflow: export them from n8n one by one.",
        );
      }
      inner = inner[0];
    }
    if (!isObject(inner)) break;
    if (Array.isArray(inner.nodes)) return inner;
    inner = inner.workflow ?? inner.data;
  }
  throw new ImportError("This is no n8n workflow: it has no list of nodes", "Give the JSON that n8n's Download gives.");
}

export function readN8nFile(file: unknown): N8nFile {
  const workflow = unwrap(file);
  checkDepth(workflow, 0);
  const read = N8nFile.safeParse(workflow);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = issue?.path.map(String).join(".") ?? "";
  throw new ImportError(
    `This n8n workflow can't be read: ${path}: ${issue?.message ?? "not usable"}`,
    "Export the workflow again from n8n.",
    path,
  );
}
