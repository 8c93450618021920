import { z } from "zod";
import { HttpAnswer } from "#shared/model/test-case.ts";

const RecordedItem = z.looseObject({
  json: z.record(z.string(), z.unknown()),
  binary: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type RecordedItem = z.infer<typeof RecordedItem>;

const Lists = z.array(z.array(RecordedItem).nullable()).default([]);

/** A recorded case: the workflow that n8n was given, and what it did. */
export const RecordedCase = z.looseObject({
  id: z.string(),
  kind: z.enum(["logic", "http", "app"]),
  workflow: z.looseObject({
    nodes: z.array(z.looseObject({ name: z.string(), type: z.string() })),
    pinData: z.record(z.string(), z.array(RecordedItem)).nullish(),
    settings: z.looseObject({ timezone: z.string().optional() }).optional(),
  }),
  comparedNodes: z.array(z.string()).default([]),
  startNode: z.string().optional(),
  trigger: z.looseObject({ input: RecordedItem.optional() }).optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
  http: z.array(HttpAnswer).optional(),
  run: z
    .looseObject({
      status: z.string(),
      error: z.looseObject({ message: z.string(), node: z.string().optional() }).optional(),
      volatileNodes: z.array(z.string()).default([]),
      nodes: z.record(z.string(), z.array(z.looseObject({ outputs: Lists }))),
    })
    .optional(),
});
export type RecordedCase = z.infer<typeof RecordedCase>;

/** What `imx run --json` prints. */
export const Printed = z.object({
  status: z.string(),
  error: z.object({ message: z.string(), node: z.string().optional() }).optional(),
  nodes: z.record(z.string(), z.array(z.object({ outputs: Lists }))),
  requests: z.array(
    z.object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.unknown().optional() }),
  ),
});
export type Printed = z.infer<typeof Printed>;
