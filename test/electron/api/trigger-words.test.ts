import { afterAll, beforeAll, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { triggerInWords } from "../../../renderer/i18n/connector-words.ts";
import { words } from "../../../renderer/i18n/es/tools/index.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** What the list of workflows says of this one trigger, in English and in a Spanish window. */
async function listed(type: string, params: Record<string, unknown>): Promise<[string | undefined, string | undefined]> {
  const { id } = await host.client.workflows.create({ name: type });
  const base = await host.client.workflows.get({ id });
  const nodes = [{ id: "t", name: "Start", type, position: { x: 0, y: 0 }, params }];
  await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges: [] }) });
  const trigger = (await host.client.workflows.list()).find((one) => one.id === id)?.triggers[0];
  return [trigger?.detail, trigger && triggerInWords(trigger, words)];
}

it("The list of workflows tells what starts them so that a Spanish window can say it in Spanish", async () => {
  expect(await listed("core.schedule", { rules: [{ unit: "weeks", every: 1, at: "07:30", weekdays: [1, 2, 3, 4, 5] }] })).toEqual([
    "Every weekday at 07:30",
    "De lunes a viernes a las 07:30",
  ]);
  expect(await listed("core.schedule", {})).toEqual(["Every day at 09:00", "Cada día a las 09:00"]);
  expect(await listed("core.webhook", { path: "obra" })).toEqual(["When called at /obra", "Al llamar a /obra"]);
  expect(await listed("core.manual", {})).toEqual(["When started by hand", "Al iniciarlo a mano"]);
});

it("A trigger that is not filled in yet is called by its name", async () => {
  expect(await listed("core.schedule", { rules: [{ unit: "days", every: 0, at: "25:00" }] })).toEqual(["", "Horario"]);
});
