import { describe, expect, it } from "vitest";
import { mayLoad } from "../../../electron/app/guard-session.ts";
import { isOurs } from "../../../electron/app/origin.ts";

describe("what a page may load", () => {
  it.each(["imx://app/", "imx://app/assets/a.js?x", "blob:imx://app/1-2", "data:image/png;base64,AA"])("%s", (url) => {
    expect(mayLoad(url, false)).toBe(true);
  });
  it.each([
    "http://127.0.0.1/",
    "https://example.com/",
    "ws://127.0.0.1/",
    "wss://example.com/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "imx://other/",
    "imx://app.evil/",
    "imx://app@evil/",
    "imx://app:1/",
    "IMX-X://app/",
    "blob:https://example.com/1",
    "devtools://devtools/bundled/x.html",
    "chrome://settings",
    "about:config",
    "nonsense",
  ])("%s is refused", (url) => {
    expect(mayLoad(url, false)).toBe(false);
    expect(isOurs(url)).toBe(false);
  });
  it("developer tools load in a checkout alone", () => {
    expect(mayLoad("devtools://devtools/bundled/x.html", true)).toBe(true);
  });
});
