import { BrowserWindow } from "electron";
import { describe, expect, it } from "vitest";
import { webPreferences } from "../../../electron/app/web-preferences.ts";

describe("a window", () => {
  it("is sandboxed and isolated, without Node, web views or experiments (A2, A3, A4, A6, A8, A9, A10, A11)", () => {
    const preferences = webPreferences("/preload.cjs", false);
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
    });
    expect(Object.keys(preferences)).not.toEqual(expect.arrayContaining(["enableBlinkFeatures"]));
  });

  it.each([
    ["sandbox", false],
    ["contextIsolation", false],
    ["nodeIntegration", true],
    ["webSecurity", false],
    ["webviewTag", true],
  ])("with %s: %s is refused by the stand-in, so no test passes on one", (name, value) => {
    const options = { webPreferences: { ...webPreferences("", false), [name]: value } };
    expect(() => new BrowserWindow(options)).toThrow(name);
  });
});
