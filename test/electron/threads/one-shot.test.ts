import { expect, it } from "vitest";
import { lockWorkspace } from "../../../electron/store/lock.ts";
import { openOneShot } from "../../../electron/threads/one-shot.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

it("a run recorded in a workspace is refused while an engine has that workspace", async () => {
  const data = tempDir();
  const open = () => openOneShot({ data, connections: { of: () => undefined }, record: () => undefined, zone: "UTC" });
  const engine = lockWorkspace(data);
  await expect(open()).rejects.toThrow(/already works on/);
  engine.release();
  await (await open()).close();
  // Free again for the next.
  await (await open()).close();
});
