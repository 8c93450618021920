import { z } from "zod";
import type { AuthInfo, OperationInfo, ToolInfo } from "#shared/model/catalog.ts";
import { core } from "./core/index.ts";
import { type Action, IN, OUT, type Port } from "./kit/action.ts";
import type { AuthKind, Connector } from "./kit/connector.ts";
import type { Trigger } from "./kit/trigger.ts";
import { mysql } from "./mysql/index.ts";
import { postgres } from "./postgres/index.ts";
import { redis } from "./redis/index.ts";
import { smtpImap } from "./smtp-imap/index.ts";
import { sqlite } from "./sqlite/index.ts";
import { stripe } from "./stripe/index.ts";
import { telegram } from "./telegram/index.ts";

/** Everything that can be placed on a canvas and run. */
export const connectors: readonly Connector[] = [core, stripe, telegram, postgres, mysql, sqlite, redis, smtpImap];

interface Versions<T> {
  newest: T;
  byVersion: Map<number, T>;
}

function byType<T extends { id: string; version?: number }>(of: (connector: Connector) => readonly T[]): Map<string, Versions<T>> {
  const types = new Map<string, Versions<T>>();
  for (const connector of connectors) {
    for (const operation of of(connector)) {
      const type = `${connector.manifest.id}.${operation.id}`;
      const version = operation.version ?? 1;
      const known = types.get(type);
      if (!known) types.set(type, { newest: operation, byVersion: new Map([[version, operation]]) });
      else {
        known.byVersion.set(version, operation);
        if (version > (known.newest.version ?? 1)) known.newest = operation;
      }
    }
  }
  return types;
}

const actions = byType((connector) => connector.actions);
const triggers = byType((connector) => connector.triggers);

const find = <T>(types: Map<string, Versions<T>>, type: string, version: number | undefined): T | undefined => {
  const versions = types.get(type);
  return version === undefined ? versions?.newest : versions?.byVersion.get(version);
};

/** The action of a node type (`core.if`), of the given version or the newest; `undefined` where there is none. */
export const findAction = (type: string, version?: number): Action | undefined => find(actions, type, version);
export const findTrigger = (type: string, version?: number): Trigger | undefined => find(triggers, type, version);

type Schema = Record<string, unknown>;

/** JSON Schema with the kit's field hints in it; what JSON Schema can't say becomes "anything". */
const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema: _, "~standard": __, ...rest }: Schema = { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) };
  return rest;
};

const ports = (given: readonly Port[] | ((params: Record<string, unknown>) => readonly Port[]) | undefined, otherwise: readonly Port[]) =>
  (typeof given === "function" ? given({}) : (given ?? otherwise)).map(({ id, label }) => ({ id, label }));

function actionInfo(tool: string, action: Action): OperationInfo {
  return {
    type: `${tool}.${action.id}`,
    id: action.id,
    title: action.title,
    description: action.description,
    ...(action.example === undefined ? {} : { example: action.example }),
    version: action.version ?? 1,
    input: schemaOf(action.input),
    output: action.output ? schemaOf(action.output) : { type: "object" },
    sample: action.sample.map((json) => ({ ...json })),
    effect: typeof action.effect === "function" ? "depends" : action.effect,
    idempotent: typeof action.idempotent === "function" ? "depends" : action.idempotent,
    ...(action.dangerous ? { dangerous: action.dangerous } : {}),
    inputs: ports(action.inputs, [IN]),
    outputs: ports(action.outputs, [OUT]),
    dynamicPorts: typeof action.inputs === "function" || typeof action.outputs === "function",
    connection: action.connection ?? "none",
    keywords: [...(action.keywords ?? [])],
    ...(action.icon ? { icon: action.icon } : {}),
  };
}

function triggerInfo(tool: string, trigger: Trigger): OperationInfo {
  return {
    type: `${tool}.${trigger.id}`,
    id: trigger.id,
    title: trigger.title,
    description: trigger.description,
    ...(trigger.example === undefined ? {} : { example: trigger.example }),
    version: trigger.version ?? 1,
    input: schemaOf(trigger.input),
    output: { type: "object" },
    sample: trigger.sample.map((json) => ({ ...json })),
    effect: "none",
    idempotent: "naturally",
    inputs: [],
    outputs: ports(trigger.outputs, [OUT]),
    dynamicPorts: false,
    connection: trigger.connection ?? "none",
    keywords: [...(trigger.keywords ?? [])],
    ...(trigger.icon ? { icon: trigger.icon } : {}),
    trigger: trigger.kind,
  };
}

const authInfo = (auth: AuthKind): AuthInfo => ({
  id: auth.id,
  title: auth.title,
  help: auth.help,
  fields: schemaOf(auth.fields),
  secret: [...auth.secret],
});

/** A connector as the picker, the forms and `imx catalog` see it. */
export function toolInfo(connector: Connector): ToolInfo {
  const { manifest } = connector;
  return {
    id: manifest.id,
    name: manifest.name,
    category: manifest.category,
    description: manifest.description,
    needs: manifest.needs,
    auth: connector.auth.map(authInfo),
    actions: connector.actions.map((action) => actionInfo(manifest.id, action)),
    triggers: connector.triggers.map((trigger) => triggerInfo(manifest.id, trigger)),
    verifiedBy: manifest.verifiedBy,
    factsDate: manifest.facts.date,
    limits: manifest.limits,
    pricing: manifest.pricing,
    notes: manifest.notes ?? "",
    docs: manifest.docs,
    offline: manifest.offline,
    keywords: [...(manifest.keywords ?? [])],
  };
}

/** All tools with their operations. Built anew at each call: a caller that asks often keeps the answer. */
export const catalog = (): ToolInfo[] => connectors.map(toolInfo);
