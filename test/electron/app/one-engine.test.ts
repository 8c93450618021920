import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desktop, electronBinary, LAUNCH_MS, launchDesktop } from "../../helpers/desktop.ts";

// Dialogs of real Electron can't be pressed from outside.
describe.runIf(electronBinary() === undefined)("two apps on one workspace", () => {
  let home: string;
  let first: Desktop;
  let second: Desktop;
  const data = () => join(home, "workspace");

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "two-"));
    first = await launchDesktop({ userData: join(home, "first"), args: ["--data", data()] });
    await first.page.getByText("Engine running").first().waitFor();
    second = await launchDesktop({ userData: join(home, "second"), args: ["--data", data()] });
  }, LAUNCH_MS);
  afterAll(async () => {
    await second?.close();
    await first?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it("never both open it: the second says who has it, and waits to be told (A23)", async () => {
    const asked = () => second.evaluate(({ dialog }) => dialog.asked.map(({ message, detail, buttons }) => ({ message, detail, buttons })));
    await expect.poll(asked, { timeout: 20_000 }).toHaveLength(1);
    const [question] = await asked();
    expect(question).toMatchObject({ message: "Your workflows are not running", buttons: ["Try again", "Quit Infinite Matrix"] });
    expect(question?.detail).toContain(data());
  });

  it("takes it over once the first is gone", async () => {
    expect(await first.quit()).toBe(0);
    await second.evaluate(({ dialog }) => dialog.press(0));
    await second.page.getByText("Engine running").first().waitFor();
  });

  it.skipIf(process.platform === "win32")("keep what they write to their user alone (A27)", () => {
    const modeOf = (name: string) => (statSync(join(data(), name)).mode & 0o777).toString(8);
    expect(["", "workspace.db", "key.json", "engine.json"].map(modeOf)).toEqual(["700", "600", "600", "600"]);
  });
});
