import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SecretBox } from "../../../electron/secrets/secret-box.ts";
import { createVault } from "../../../electron/secrets/vault.ts";
import { addSlot, listSlots, openWorkspaceKey, removeSlot } from "../../../electron/secrets/workspace-key.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

/** A system store with a key of its own; `again` says that it has a newer one. */
function systemStore(backend = "keychain", usable = true): SecretBox & { again: boolean; seals: number } {
  const mask = randomBytes(32);
  const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => byte ^ (mask[i % 32] ?? 0));
  return {
    again: false,
    seals: 0,
    status: async () => ({ usable, backend }),
    async seal(plain) {
      this.seals++;
      return flip(plain);
    },
    async open(sealed) {
      return { plain: flip(sealed), again: this.again };
    },
  };
}
const thrown = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("sealed secrets", () => {
  const vault = createVault(randomBytes(32));

  it("open for the purpose they were sealed for, and are never sealed the same twice", () => {
    const secrets = { key: "sk_live_1", päss: "ünï" };
    const sealed = vault.seal("connection:1", secrets);
    expect(vault.open("connection:1", sealed)).toEqual(secrets);
    expect(vault.seal("connection:1", secrets)).not.toEqual(sealed);
    expect(Buffer.from(sealed).toString("latin1")).not.toContain("sk_live");
  });

  it("don't open for another purpose, nor after a change of any byte", () => {
    const sealed = vault.seal("connection:1", { key: "v" });
    expect(thrown(() => vault.open("connection:2", sealed))).toMatchObject({ name: "VaultError", code: "damaged" });
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.map((byte, at) => (at === i ? byte ^ 1 : byte));
      expect(thrown(() => vault.open("connection:1", changed))).toMatchObject({ name: "VaultError" });
    }
    for (const length of [0, 10, sealed.length - 1]) {
      expect(thrown(() => vault.open("connection:1", sealed.subarray(0, length)))).toMatchObject({ code: "damaged" });
    }
  });

  it("say so when the key is another workspace's", () => {
    const sealed = vault.seal("connection:1", { key: "v" });
    expect(thrown(() => createVault(randomBytes(32)).open("connection:1", sealed))).toMatchObject({
      code: "wrong-key",
      message: expect.stringContaining("key.json"),
    });
  });
});

describe("a workspace's key", () => {
  it("is made once and stands in a file of the user's alone", async () => {
    const dir = join(tempDir(), "new");
    const key = await openWorkspaceKey(dir);
    expect(key).toHaveLength(32);
    expect(await openWorkspaceKey(dir)).toEqual(key);
    expect(listSlots(dir)).toEqual([{ kind: "file" }]);
    if (process.platform !== "win32") expect(statSync(join(dir, "key.json")).mode & 0o777).toBe(0o600);
  });

  it("opens by the system's store alone, which is named", async () => {
    const dir = tempDir();
    const box = systemStore();
    const key = await openWorkspaceKey(dir);
    await addSlot(dir, key, { box });
    removeSlot(dir, "file");
    expect(listSlots(dir)).toEqual([{ kind: "os", backend: "keychain" }]);
    expect(readFileSync(join(dir, "key.json"), "utf8")).not.toContain(Buffer.from(key).toString("base64"));
    expect(new Uint8Array(await openWorkspaceKey(dir, { box }))).toEqual(new Uint8Array(key));
    await expect(openWorkspaceKey(dir)).rejects.toMatchObject({ code: "locked", message: expect.stringContaining("keychain") });
  });

  it("is sealed anew when the system's store has a newer key", async () => {
    const dir = tempDir();
    const box = systemStore();
    await addSlot(dir, await openWorkspaceKey(dir), { box });
    removeSlot(dir, "file");
    box.again = true;
    await openWorkspaceKey(dir, { box });
    expect(box.seals).toBe(2);
    box.again = false;
    expect(await openWorkspaceKey(dir, { box })).toHaveLength(32);
  });

  it("is never given to a store that only hides", async () => {
    const dir = tempDir();
    const key = await openWorkspaceKey(dir);
    await expect(addSlot(dir, key, { box: systemStore("basic_text", false) })).rejects.toMatchObject({
      code: "weak-store",
      message: expect.stringContaining("basic_text"),
    });
    expect(listSlots(dir)).toEqual([{ kind: "file" }]);
  });

  it("opens by its passphrase and no other", async () => {
    const dir = tempDir();
    const key = await openWorkspaceKey(dir);
    await addSlot(dir, key, { passphrase: "caf\u00e9 au lait" });
    removeSlot(dir, "file");
    // The same letters, typed on a system that writes them in two parts.
    expect(new Uint8Array(await openWorkspaceKey(dir, { passphrase: "cafe\u0301 au lait" }))).toEqual(new Uint8Array(key));
    await expect(openWorkspaceKey(dir, { passphrase: "cafe" })).rejects.toMatchObject({ code: "wrong-passphrase" });
    await expect(openWorkspaceKey(dir)).rejects.toMatchObject({ code: "locked" });
    expect(thrown(() => removeSlot(dir, "passphrase"))).toMatchObject({ code: "last-slot" });
  });

  it("is not made anew over a file that can't be read", async () => {
    const dir = tempDir();
    writeFileSync(join(dir, "key.json"), '{"format":1,"slots":[');
    await expect(openWorkspaceKey(dir)).rejects.toMatchObject({ code: "damaged", message: expect.stringContaining(join(dir, "key.json")) });
    expect(readFileSync(join(dir, "key.json"), "utf8")).toBe('{"format":1,"slots":[');
  });
});
