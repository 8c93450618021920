import { z } from "zod";
import type { Connector } from "#kit/connector.ts";
import { StepError } from "#shared/model/failure.ts";
import { literalHosts } from "../../connectors/core/actions/http.ts";
import type { Asker } from "../engine/services.ts";
import { authForCredential } from "../import/n8n/credentials.ts";
import type { Connections, OpenConnection } from "./outside.ts";

/** `{name or type: {field: value}}`; under `*` a pattern fills every text field: `test-<fieldName>`. */
export const CredentialsFile = z.record(
  z.string(),
  z.union([z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))]),
);
type CredentialsFile = z.infer<typeof CredentialsFile>;

const N8nCredentials = z.object({ credentials: z.record(z.string(), z.object({ name: z.string().optional() })).optional() });

/** Logins for a one-shot run: by the name of the node's connection, or by the credential type it was imported with. */
export function fileConnections(file: CredentialsFile | undefined, connectors: readonly Connector[]): Connections {
  const pattern = file?.["*"];
  const fieldsFor = (names: readonly string[], wanted: readonly string[]): Record<string, string> | undefined => {
    const own = names.map((n) => file?.[n]).find((f) => f !== undefined && typeof f !== "string");
    if (own && typeof own !== "string") return Object.fromEntries(Object.entries(own).map(([k, v]) => [k, String(v)]));
    return typeof pattern === "string" ? Object.fromEntries(wanted.map((f) => [f, pattern.replaceAll("<fieldName>", f)])) : undefined;
  };
  return {
    of(asker: Pick<Asker, "node">): OpenConnection | undefined {
      const { node } = asker.node;
      const connector = connectors.find((c) => c.manifest.id === node.type.split(".", 1)[0]);
      const imported = Object.entries(N8nCredentials.safeParse(node.original?.node).data?.credentials ?? {})[0];
      if (imported) {
        const [type, about] = imported;
        const known = authForCredential(type);
        if (!known) return undefined;
        const fields = fieldsFor(
          [about.name ?? "", type],
          known.fields.map((f) => f.from),
        );
        if (!fields)
          throw new StepError({
            kind: "connection",
            message: `'${node.name}' needs a login of type ${type}.`,
            fix: "Choose a connection for this step, or give one with --credentials.",
          });
        return {
          id: type,
          name: type,
          connector: connector?.manifest.id ?? "core",
          auth: known.auth,
          hosts: literalHosts(node.params),
          secrets: { ...known.fixed, ...Object.fromEntries(known.fields.map((f) => [f.to, fields[f.from] ?? ""])) },
        };
      }
      if (node.connection === undefined) return undefined;
      const given = file?.[node.connection];
      const auth =
        connector?.auth.find((a) => typeof given === "object" && Object.keys(given).every((k) => k in a.fields.shape)) ??
        connector?.auth[0];
      const fields = auth && fieldsFor([node.connection], Object.keys(auth.fields.shape));
      if (!auth || !fields)
        throw new StepError({
          kind: "connection",
          message: `'${node.name}' needs the connection '${node.connection}'.`,
          fix: "Give its fields with --credentials.",
        });
      return {
        id: node.connection,
        name: node.connection,
        connector: connector?.manifest.id ?? "core",
        auth: auth.id,
        hosts: literalHosts(node.params),
        secrets: fields,
      };
    },
  };
}
