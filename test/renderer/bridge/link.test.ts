import { implement } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { afterEach, describe, expect, it } from "vitest";
import { contract } from "#shared/contract/index.ts";
import { createClient, isRead } from "../../../renderer/bridge/client.ts";
import { createConnectionStore } from "../../../renderer/bridge/connection.ts";
import { EngineRestarted, EngineUnreachable, toFault } from "../../../renderer/bridge/fault.ts";

const os = implement(contract);
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** An engine behind a port: `settings.get` says its name, or nothing while `mute`. */
function engine(name: string, options: { mute?: boolean } = {}) {
  const asked: string[] = [];
  const router = {
    settings: {
      get: os.settings.get.handler(() => {
        asked.push("get");
        if (options.mute) return new Promise<never>(() => undefined);
        return { theme: "system" as const, language: "en" as const, timezone: name, folders: [], retentionDays: 90, publicAddress: "" };
      }),
      set: os.settings.set.handler(() => {
        asked.push("set");
        return new Promise<never>(() => undefined);
      }),
    },
    workflows: {
      create: os.workflows.create.handler(({ errors }) => {
        throw errors.UNUSABLE({ data: { problems: [{ severity: "error", code: "name", message: "Taken.", fix: "Choose another." }] } });
      }),
    },
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  new RPCHandler(router).upgrade(port1);
  port1.start();
  return { port: port2, asked, die: () => port1.close() };
}

const bridge = (patience?: number) => {
  const connection = createConnectionStore(true);
  return { connection, ...createClient({ connection, ...(patience === undefined ? {} : { patience }) }) };
};

const until = async (check: () => boolean): Promise<void> => {
  while (!check()) await new Promise((resolve) => setImmediate(resolve));
};

describe("the way to the engine", () => {
  it("lets calls wait for the first port", async () => {
    const { client, link } = bridge();
    const asked = client.settings.get();
    link.usePort(engine("Europe/London").port);
    expect((await asked).timezone).toBe("Europe/London");
  });

  it("asks a read again when a restarted engine's port replaces the old one", async () => {
    const { client, link } = bridge();
    const first = engine("first", { mute: true });
    link.usePort(first.port);
    const asked = client.settings.get();
    await until(() => first.asked.length > 0);
    link.usePort(engine("second").port);
    expect((await asked).timezone).toBe("second");
  });

  it("never repeats a write after a restart: it says that the engine restarted", async () => {
    const { client, link } = bridge();
    const first = engine("first");
    const second = engine("second");
    link.usePort(first.port);
    const write = client.settings.set({ theme: "dark" });
    await until(() => first.asked.includes("set"));
    link.usePort(second.port);
    await expect(write).rejects.toBeInstanceOf(EngineRestarted);
    await client.settings.get();
    expect(second.asked).toEqual(["get"]);
  });

  it("notices that the engine is gone and waits for the next one", async () => {
    const { client, link, connection } = bridge();
    const first = engine("first", { mute: true });
    link.usePort(first.port);
    expect(connection.getState().state).toBe("ready");
    const asked = client.settings.get();
    await until(() => first.asked.length > 0);
    first.die();
    await until(() => connection.getState().state === "restarting");
    link.usePort(engine("second").port);
    expect(connection.getState().state).toBe("ready");
    expect((await asked).timezone).toBe("second");
  });

  it("gives up after its patience when no engine comes", async () => {
    await expect(bridge(20).client.settings.get()).rejects.toBeInstanceOf(EngineUnreachable);
  });

  it("stops waiting when the caller no longer wants the answer", async () => {
    const stop = new AbortController();
    const asked = bridge().client.settings.get(undefined, { signal: stop.signal });
    stop.abort();
    await expect(asked).rejects.toThrow();
  });

  it("carries the engine's problems to the screen", async () => {
    const { client, link } = bridge();
    link.usePort(engine("first").port);
    const fault = await client.workflows.create({ name: "x" }).then(() => undefined, toFault);
    expect(fault).toMatchObject({ code: "UNUSABLE", problems: [{ message: "Taken.", fix: "Choose another." }] });
  });
});

describe("which calls may be asked again", () => {
  it("follows the contract: what is a GET there, and what answers from its input alone", () => {
    expect(isRead(["workflows", "list"])).toBe(true);
    expect(isRead(["workflows", "preview"])).toBe(true);
    expect(isRead(["runs", "rerun"])).toBe(false);
    expect(isRead(["runs", "settle"])).toBe(false);
    expect(isRead(["workflows", "edit"])).toBe(false);
  });
});
