import { ORPCError } from "@orpc/server";
import type { AuthKind, Connector } from "#kit/connector.ts";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { ConnectionId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { cleanFailure } from "../../engine/thrown.ts";
import { listConnections, loadConnection, sealedSecrets } from "../../store/connections.ts";
import { listWorkflows } from "../../store/workflow-list.ts";
import { loadWorkflow } from "../../store/workflows.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

interface Checked {
  fields: Record<string, string>;
  secrets: Record<string, string>;
}

export function connectionHandlers(w: Workspace, connectors: readonly Connector[]) {
  const must = (id: ConnectionId): ConnectionInfo => {
    const found = loadConnection(w.db, id);
    if (!found) throw new ORPCError("NOT_FOUND", { message: "This connection is not there any more." });
    return found;
  };
  const kindOf = (connector: string, auth: string): { connector: Connector; kind: AuthKind } => {
    const found = connectors.find((c) => c.manifest.id === connector);
    const kind = found?.auth.find((a) => a.id === auth);
    if (!found || !kind) throw new ORPCError("BAD_REQUEST", { message: `auth: '${connector}' has no way to connect called '${auth}'.` });
    return { connector: found, kind };
  };
  const secretsOf = (id: ConnectionId): Record<string, string> => {
    const sealed = sealedSecrets(w.db, id);
    return sealed ? w.secrets.open(id, sealed) : {};
  };
  /** Checks all fields together and parts them into what may be shown and what is sealed. */
  const check = (kind: AuthKind, values: Record<string, string>): Checked => {
    const parsed = kind.fields.safeParse(values);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ORPCError("BAD_REQUEST", {
        message: `${issue?.path.map(String).join(".") ?? "fields"}: ${issue?.message ?? "not usable"}`,
      });
    }
    const all = Object.entries(parsed.data).map(
      ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value ?? "")] as const,
    );
    return {
      fields: Object.fromEntries(all.filter(([key]) => !kind.secret.includes(key))),
      secrets: Object.fromEntries(all.filter(([key]) => kind.secret.includes(key))),
    };
  };
  const save = async (info: ConnectionInfo, secrets: Record<string, string>): Promise<ConnectionInfo> => {
    const { lastTest: _, ...connection } = info;
    await w.writer.call("connections.save", { connection, secrets: w.secrets.seal(info.id, secrets) });
    w.changes.publish({ type: "connections" });
    return must(info.id);
  };

  return {
    list: os.connections.list.handler(() => listConnections(w.db)),
    create: os.connections.create.handler(({ input }) => {
      const { kind } = kindOf(input.connector, input.auth);
      const { fields, secrets } = check(kind, input.fields);
      const at = w.now();
      const id = ConnectionId.parse(w.newId());
      const secretsSet = Object.keys(secrets).filter((key) => secrets[key] !== "");
      return save(
        {
          id,
          name: input.name,
          connector: input.connector,
          auth: input.auth,
          fields,
          secretsSet,
          hosts: input.hosts,
          createdAt: at,
          updatedAt: at,
        },
        secrets,
      );
    }),
    update: os.connections.update.handler(({ input }) => {
      const before = must(input.id);
      const { kind } = kindOf(before.connector, before.auth);
      const known = secretsOf(input.id);
      const given = Object.entries(input.fields ?? {}).filter(([key, value]) => !(kind.secret.includes(key) && value === ""));
      const { fields, secrets } = check(kind, { ...before.fields, ...known, ...Object.fromEntries(given) });
      const secretsSet = Object.keys(secrets).filter((key) => secrets[key] !== "");
      return save(
        { ...before, name: input.name ?? before.name, hosts: input.hosts ?? before.hosts, fields, secretsSet, updatedAt: w.now() },
        secrets,
      );
    }),
    remove: os.connections.remove.handler(async ({ input }) => {
      must(input.id);
      await w.writer.call("connections.remove", { id: input.id });
      w.changes.publish({ type: "connections" });
      return {};
    }),
    test: os.connections.test.handler(async ({ input }) => {
      const info = must(input.id);
      const { connector } = kindOf(info.connector, info.auth);
      const secrets = { ...info.fields, ...secretsOf(input.id) };
      const outcome = await (async () => {
        if (!connector.test)
          return { ok: true, label: "Saved. This kind of connection can't be tested by itself: run a step that uses it." };
        const { id, name, auth, hosts } = info;
        const opened = { id, name, connector: info.connector, auth, hosts, secrets };
        try {
          return { ok: true, label: (await connector.test(w.outside.client(opened), secrets, w.outside.sessionsOf(opened))).label };
        } catch (error) {
          const failure = cleanFailure(error, w.outside.redactorOf(opened));
          return { ok: false, label: [failure.message, failure.fix].filter(Boolean).join(" ") };
        }
      })();
      await w.writer.call("connections.test", { id: input.id, test: { at: w.now(), ...outcome } });
      w.changes.publish({ type: "connections" });
      return outcome;
    }),
    usage: os.connections.usage.handler(({ input }) =>
      listWorkflows(w.db, w.now()).flatMap((row) => {
        const draft = loadWorkflow(w.db, row.id);
        const nodes = draft ? Workflow.parse(JSON.parse(draft.draft)).nodes.filter((n) => n.connection === input.id) : [];
        return nodes.length > 0 ? [{ workflowId: row.id, name: row.name, nodes: nodes.map((n) => n.name) }] : [];
      }),
    ),
  };
}
