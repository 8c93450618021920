import { ORPCError } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { callError } from "../../../electron/api/base.ts";
import { StoreError, storeError } from "../../../electron/store/errors.ts";

describe("what the disk refuses reaches the caller", () => {
  it("with a code of its own and what to do", () => {
    const full = callError(storeError(Object.assign(new Error("full"), { code: "SQLITE_FULL" }), "imx.db"));
    expect(full).toBeInstanceOf(ORPCError);
    expect(full).toMatchObject({ code: "STORAGE", message: expect.stringMatching(/Free some space/) as string });
    const gone = callError(storeError(Object.assign(new Error("no handles"), { code: "SQLITE_CANTOPEN" }), "imx.db"));
    expect(gone).toMatchObject({ code: "STORAGE" });
    const locked = callError(storeError(Object.assign(new Error("locked"), { code: "SQLITE_BUSY" }), "imx.db"));
    expect(locked).toMatchObject({ code: "BUSY" });
  });
  it("but not what is our own fault", () => {
    const fault = new StoreError("internal", "SELECT secret FROM t");
    expect(callError(fault)).toBe(fault);
  });
});
