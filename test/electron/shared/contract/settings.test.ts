import { implement } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { contract } from "#shared/contract/index.ts";
import { isPublicAddress, Settings } from "#shared/contract/settings.ts";

describe("a change of settings", () => {
  it("carries only what is named: all else stays as it was", async () => {
    const os = implement(contract);
    const got: unknown[] = [];
    const set = os.settings.set
      .handler(({ input }) => {
        got.push(input);
        return Settings.parse({});
      })
      .callable();
    await set({ theme: "dark" });
    await set({ retentionDays: 30, folders: [] });
    expect(got).toEqual([{ theme: "dark" }, { retentionDays: 30, folders: [] }]);
  });

  it("is filled in with defaults where nothing was ever set", () => {
    expect(Settings.parse({})).toEqual({
      theme: "system",
      language: "system",
      timezone: "",
      folders: [],
      retentionDays: 90,
      publicAddress: "",
    });
  });

  it.each(["", "https://rosa.example.com", "http://box.local:8080"])("takes %j as a public address", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    "rosa.example.com",
    "https://",
    "https://a/hook",
    "https://a?x",
    "https://me@evil.example",
    "javascript:x",
    "https://a b",
    "ftp://a",
  ])("refuses %j as one", (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(Settings.safeParse({ publicAddress: address }).success).toBe(false);
  });
});
