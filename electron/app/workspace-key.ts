import type { SecretBox } from "../secrets/secret-box.ts";
import { addSlot, listSlots, openWorkspaceKey } from "../secrets/workspace-key.ts";

/**
 * The workspace's key, for its engine thread. Where the system's store protects secrets it becomes a way to the key, its
 * name recorded beside it; a store that only hides them is never used.
 */
export async function workspaceKey(dir: string, box: SecretBox): Promise<Uint8Array> {
  const key = await openWorkspaceKey(dir, { box });
  const { usable } = await box.status();
  if (usable && !listSlots(dir).some((slot) => slot.kind === "os")) await addSlot(dir, key, { box });
  return key;
}
