import { describe, expect, it } from "vitest";
import { ConnectionId } from "#shared/model/ids.ts";
import { listConnections, loadConnection, sealedSecrets } from "../../../electron/store/connections.ts";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader } from "../../../electron/store/journal-reader.ts";
import { loadSettings } from "../../../electron/store/settings.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { T0 } from "./records.ts";

const id = ConnectionId.parse("c1");
const connection = {
  id,
  name: "Stripe",
  connector: "stripe",
  auth: "key",
  fields: { account: "acct_1" },
  secretsSet: ["key"],
  hosts: ["api.stripe.com"],
  createdAt: T0,
  updatedAt: T0,
};

describe("connections", () => {
  it("are read back without their secrets, which stay until new ones come", async () => {
    const dir = tempDir();
    const writer = openInlineJournal(dir);
    const reader = openReader(dir);
    const { db } = reader;
    await writer.call("connections.save", { connection, secrets: Uint8Array.from([1, 2]) });
    expect(listConnections(db)).toEqual([connection]);
    await writer.call("connections.test", { id, test: { at: T0, ok: true, label: "Acme" } });
    await writer.call("connections.save", { connection: { ...connection, name: "Stripe EU", updatedAt: T0 + 1 } });
    expect(loadConnection(db, id)).toEqual({
      ...connection,
      name: "Stripe EU",
      updatedAt: T0 + 1,
      lastTest: { at: T0, ok: true, label: "Acme" },
    });
    expect(sealedSecrets(db, id)).toEqual(Buffer.from([1, 2]));
    await writer.call("connections.secrets", { id, secrets: Uint8Array.from([3]) });
    expect(sealedSecrets(db, id)).toEqual(Buffer.from([3]));
    await writer.call("connections.remove", { id });
    expect(listConnections(db)).toEqual([]);
    expect(sealedSecrets(db, id)).toBeUndefined();
    await expect(writer.call("connections.secrets", { id, secrets: Uint8Array.from([3]) })).rejects.toMatchObject({ code: "missing" });
    reader.close();
    await writer.close();
  });
});

describe("settings", () => {
  it("change key by key", async () => {
    const dir = tempDir();
    const writer = openInlineJournal(dir);
    const reader = openReader(dir);
    const { db } = reader;
    await writer.call("settings.save", { values: { theme: "dark", retentionDays: 30 } });
    await writer.call("settings.save", { values: { theme: "light", language: undefined } });
    expect(loadSettings(db)).toEqual({ theme: "light", retentionDays: 30 });
    reader.close();
    await writer.close();
  });
});
