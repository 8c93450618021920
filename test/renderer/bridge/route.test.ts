import { describe, expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "../../../renderer/bridge/route.ts";

describe("addresses", () => {
  const places: Route[] = [
    { screen: "workflows" },
    { screen: "workflows", import: true },
    { screen: "workflow", id: "wf_1" },
    { screen: "workflow", id: "wf_1", tests: true },
    { screen: "workflow", id: "wf_1", run: "run_1", step: "n 2" },
    { screen: "workflow", id: "a/b ü" },
    { screen: "runs" },
    { screen: "runs", query: { state: "failed", workflow: "wf_1" } },
    { screen: "run", id: "run_1" },
    { screen: "catalog" },
    { screen: "tool", id: "mcp-client" },
    { screen: "connections" },
    { screen: "connections", connect: "stripe" },
    { screen: "settings" },
  ];
  it.each(places)("leads to $screen and back", (place) => {
    expect(parseRoute(hrefOf(place))).toEqual(place);
  });

  it("leads to the workflows from anywhere unknown", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#/workflow/", "#/%E0%A4%A"]) expect(parseRoute(hash)).toEqual({ screen: "workflows" });
  });
});
