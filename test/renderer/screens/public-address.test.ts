import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

it("the settings take a tunnel's address, and say what is no address", async () => {
  const window = await windows.open("#/settings");
  const { page, api } = window;
  const field = page.getByRole("textbox", { name: "Public address" });
  const outside = page.getByRole("region", { name: "Calls from outside" });
  await field.fill("rosa.example.com");
  await outside.getByRole("button", { name: "Save" }).click();
  await page.getByText("Write the address alone").waitFor();
  await field.fill("https://rosa.example.com/");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => api.calls.filter(({ name }) => name === "settings.set").map(({ input }) => input))
    .toEqual([{ publicAddress: "https://rosa.example.com" }]);
  await window.close();
});
