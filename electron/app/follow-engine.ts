import type { EngineStatus } from "#shared/contract/engine.ts";
import type { Settings as WorkspaceSettings } from "#shared/contract/settings.ts";
import { noticesFor, runsToLookAt } from "./attention.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Notifications } from "./ports.ts";
import type { Words } from "./words/words.ts";

export interface FollowParts {
  client: EngineClient;
  notifications: Notifications;
  words: () => Words;
  status: (status: EngineStatus) => void;
  settings: (settings: WorkspaceSettings) => void;
}

/** Keeps the desktop's picture of the engine: its state for tray and menu, its settings, and what needs a person. */
export async function followEngine({ client, notifications, words, status, settings }: FollowParts): Promise<void> {
  const look = async () => status(await client.engine.status());
  settings(await client.settings.get());
  await look();
  for await (const batch of await client.engine.changes({})) {
    if (batch.some((change) => change.type === "settings" || change.type === "reset")) settings(await client.settings.get());
    const found = await Promise.all(runsToLookAt(batch).map(({ runId }) => client.runs.get({ runId }).catch(() => undefined)));
    for (const notice of noticesFor(
      found.flatMap((answer) => answer?.run ?? []),
      words(),
    ))
      notifications.show(notice);
    if (batch.some((change) => change.type !== "step" && change.type !== "draft")) await look();
  }
}
