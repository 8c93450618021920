import { bool, literal, type Mapped, type Mapper, record, text } from "../mapper.ts";

const KINDS = { automatic: "auto", string: "string", hash: "hash", list: "list", sets: "set" } as const;

export const redis: Mapper = ({ parameters }) => {
  const partial: string[] = [];
  const as = (operation: string, params: Record<string, unknown>): Mapped => ({ type: `redis.${operation}`, params, partial });
  const key = { key: parameters.key ?? "" };
  const list = { list: parameters.list ?? "" };
  const end = parameters.tail === undefined ? {} : { tail: parameters.tail };
  const expire = bool(parameters.expire, false) ? { expire: parameters.ttl ?? 60 } : {};
  const into = {
    into: parameters.propertyName ?? "propertyName",
    ...(record(parameters.options).dotNotation === false ? { dots: false } : {}),
  };
  const kind = (): Record<string, unknown> => {
    const found =
      KINDS[literal(parameters.keyType, ["automatic", "string", "hash", "list", "sets"], "automatic", "the kind of its key", partial)];
    return found === "auto" ? {} : { kind: found };
  };
  const operation = text(parameters.operation, "info");
  switch (operation) {
    case "info":
      return as("info", {});
    case "get":
      return as("get", { ...key, ...into, ...kind() });
    case "set":
      return as("set", { ...key, value: parameters.value ?? "", ...kind(), ...expire });
    case "delete":
      return as("delete", key);
    case "incr":
      return as("increment", { ...key, ...expire });
    case "keys":
      return as("keys", { pattern: parameters.keyPattern ?? "", values: parameters.getValues ?? true, limit: 100_000 });
    case "push":
      return as("push", { ...list, value: parameters.messageData ?? "", ...end });
    case "pop":
      return as("pop", { ...list, ...end, ...into });
    case "llen":
      return as("length", list);
    case "publish":
      return as("publish", { channel: parameters.channel ?? "", value: parameters.messageData ?? "" });
    default:
      return { unsupported: `Its operation ${JSON.stringify(operation)} is not known.` };
  }
};
