import { describe, expect, it } from "vitest";
import { deepLinkIn, parseDeepLink } from "../../../electron/app/deep-link.ts";

describe("a link from outside", () => {
  it.each([
    ["infinite-matrix://open/run/01HZX_9-a", "#/runs/01HZX_9-a"],
    ["infinite-matrix://open/workflow/w1", "#/workflow/w1"],
    ["infinite-matrix://open/runs", "#/runs"],
    ["infinite-matrix://open/settings/", "#/settings"],
  ])("%s shows its screen", (link, route) => {
    expect(parseDeepLink(link)).toBe(route);
  });

  it.each([
    ["quotes", 'infinite-matrix://open/run/a" --gpu-launcher=calc'],
    ["a switch", "infinite-matrix://--inspect"],
    ["a switch as id", "infinite-matrix://open/run/a --inspect=0"],
    ["100 kB", `infinite-matrix://open/run/${"a".repeat(100_000)}`],
    ["an id that is too long", `infinite-matrix://open/run/${"a".repeat(101)}`],
    ["escapes", "infinite-matrix://open/run/%2e%2e"],
    ["dots", "infinite-matrix://open/../settings"],
    ["a query", "infinite-matrix://open/runs?code=1&state=2"],
    ["a sign-in that was not asked for", "infinite-matrix://oauth/callback?code=1&state=2"],
    ["a hash", "infinite-matrix://open/runs#/settings"],
    ["another workspace", "infinite-matrix://open/workspace/other"],
    ["a name every object has", "infinite-matrix://open/constructor"],
    ["such a name with an id", "infinite-matrix://open/constructor/x"],
    ["another scheme", "imx://app/index.html"],
    ["line breaks", "infinite-matrix://open/runs\n"],
    ["user and host", "infinite-matrix://user@open/runs"],
    ["nothing", ""],
  ])("with %s is refused", (_what, link) => {
    expect(parseDeepLink(link)).toBeUndefined();
  });

  it("is found among the arguments of a start, in any place", () => {
    expect(deepLinkIn(["/app", "--flag", "infinite-matrix://open/runs"])).toBe("#/runs");
    expect(deepLinkIn(["/app", "--", "infinite-matrix://open/runs", "--hidden"])).toBe("#/runs");
  });

  it("is not followed where there are two", () => {
    expect(deepLinkIn(["infinite-matrix://open/runs", "INFINITE-MATRIX://open/settings"])).toBeUndefined();
  });
});
