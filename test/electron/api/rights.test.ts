import { describe, expect, it } from "vitest";
import { contract } from "#shared/contract/index.ts";
import { type CallName, RIGHTS } from "#shared/contract/rights.ts";
import { Role } from "#shared/model/role.ts";
import { assertAllowed } from "../../../electron/api/base.ts";

const calls = Object.entries(contract).flatMap(([area, procedures]) => Object.keys(procedures).map((call) => `${area}.${call}`));

describe("the table of rights", () => {
  it("has a row for every call of the contract, and no other", () => {
    expect(Object.keys(RIGHTS).sort()).toEqual([...calls].sort());
  });
  it("refuses a call without a row, whoever asks", () => {
    for (const role of Role.options) expect(() => assertAllowed("runs.destroyEverything", role)).toThrow(/no row/);
    for (const name of ["__proto__", "constructor", "toString"]) expect(() => assertAllowed(name, "owner")).toThrow(/no row/);
  });
  it("lets an owner do everything and a viewer change nothing", () => {
    const changes: CallName[] = [
      "workflows.edit",
      "workflows.publish",
      "workflows.test",
      "runs.cancel",
      "runs.settle",
      "connections.create",
      "settings.set",
      "engine.pause",
    ];
    for (const call of calls) expect(() => assertAllowed(call, "owner")).not.toThrow();
    for (const call of changes) expect(() => assertAllowed(call, "viewer")).toThrow(/viewer/);
  });
  it("keeps secrets with those who manage, and publishing with those who build", () => {
    expect(() => assertAllowed("connections.create", "builder")).toThrow();
    expect(() => assertAllowed("workflows.publish", "operator")).toThrow();
    expect(() => assertAllowed("runs.settle", "operator")).not.toThrow();
  });
});
