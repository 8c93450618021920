import type { Role } from "../model/role.ts";
import type { contract } from "./index.ts";

type Contract = typeof contract;
/** `area.call` of every call in the contract: a call without a row does not compile, and is refused at run time. */
export type CallName = { [A in keyof Contract]: `${A}.${keyof Contract[A] & string}` }[keyof Contract];

const all: readonly Role[] = ["owner", "admin", "builder", "operator", "viewer"];
const operate: readonly Role[] = ["owner", "admin", "builder", "operator"];
const build: readonly Role[] = ["owner", "admin", "builder"];
const manage: readonly Role[] = ["owner", "admin"];

/** Who may call what, whatever the transport. Operators keep work going; builders change what runs; admins hold the keys. */
export const RIGHTS: Readonly<Record<CallName, readonly Role[]>> = {
  "catalog.list": all,
  "catalog.ports": all,
  "workflows.list": all,
  "workflows.create": build,
  "workflows.get": all,
  "workflows.put": build,
  "workflows.remove": build,
  "workflows.restore": build,
  "workflows.bin": all,
  "workflows.erase": manage,
  "workflows.duplicate": build,
  "workflows.open": all,
  "workflows.edit": build,
  "workflows.validate": all,
  "workflows.publish": build,
  "workflows.activate": operate,
  "workflows.unpublish": operate,
  "workflows.run": operate,
  "workflows.usedBy": all,
  "workflows.versions": all,
  "workflows.version": all,
  "workflows.hooks": operate,
  "workflows.import": build,
  "workflows.test": build,
  "workflows.listen": build,
  "workflows.example": build,
  "workflows.preview": build,
  "tests.list": all,
  "tests.run": build,
  "tests.record": build,
  "tests.accept": build,
  "tests.rename": build,
  "tests.remove": build,
  "runs.list": all,
  "runs.get": all,
  "runs.workflow": all,
  "runs.items": all,
  "runs.seen": operate,
  "runs.cancel": operate,
  "runs.rerun": operate,
  "runs.settle": operate,
  "connections.list": all,
  "connections.create": manage,
  "connections.update": manage,
  "connections.remove": manage,
  "connections.test": operate,
  "connections.usage": all,
  "tables.list": all,
  "tables.create": build,
  "tables.remove": build,
  "tables.rows": all,
  "tables.add": operate,
  "tables.replace": operate,
  "tables.removeRow": operate,
  "tables.csv": all,
  "settings.get": all,
  "settings.set": manage,
  "engine.status": all,
  "engine.pause": operate,
  "engine.resume": operate,
  "engine.changes": all,
};
