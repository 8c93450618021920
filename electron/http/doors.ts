import { OpenAPIHandler } from "@orpc/openapi/node";
import { OpenAPIReferencePlugin } from "@orpc/openapi/plugins";
import { BodyLimitPlugin, RPCHandler } from "@orpc/server/node";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { BlobAccess } from "#kit/context.ts";
import type { Router } from "../api/router.ts";
import type { Engine } from "../engine/engine.ts";
import type { Doors } from "./server.ts";

interface Behind {
  router: Router;
  engine: Engine;
  blobs: BlobAccess;
  screens: string | undefined;
  /** Address of the user's own tunnel, as settings have it now. */
  tunnel(): URL | undefined;
  onProblem(message: string): void;
}

/** Bytes of one call: room for a large file to import, not for filling memory. */
const CALL_LIMIT = 64 * 1024 * 1024;

/** What stands behind the local server's paths. */
export function openDoors(behind: Behind): Doors {
  const rpc = new RPCHandler(behind.router, { plugins: [new BodyLimitPlugin({ maxBodySize: CALL_LIMIT })] });
  const rest = new OpenAPIHandler(behind.router, {
    plugins: [
      new BodyLimitPlugin({ maxBodySize: CALL_LIMIT }),
      new OpenAPIReferencePlugin({
        schemaConverters: [new ZodToJsonSchemaConverter()],
        specGenerateOptions: { info: { title: "Infinite Matrix", version: "1" }, servers: [{ url: "/api" }] },
        specPath: "/openapi.json",
        docsPath: "/docs-disabled",
      }),
    ],
  });
  return {
    takes: (path) => behind.engine.webhooks.has(path),
    hook: (path, request) => behind.engine.webhooks.handle(path, request),
    rpc: async (request, response, context) => (await rpc.handle(request, response, { prefix: "/rpc", context })).matched,
    rest: async (request, response, context) => (await rest.handle(request, response, { prefix: "/api", context })).matched,
    blobs: behind.blobs,
    screens: behind.screens,
    get tunnel() {
      return behind.tunnel();
    },
    onError: (error) => behind.onProblem(error instanceof Error ? error.message : String(error)),
  };
}
