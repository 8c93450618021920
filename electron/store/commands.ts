import { clearWorkflow, eraseWorkflow, turnOnWorkflow } from "./bin.ts";
import { sweepBlobs, sweepParts } from "./blob-sweep.ts";
import { removeConnection, saveConnection, saveConnectionTest, saveSecrets } from "./connection-commands.ts";
import { compactDraft, createWorkflow, saveDraft } from "./drafts.ts";
import type { Commands } from "./log-writer.ts";
import { purgeRest, purgeRuns, reclaimSpace } from "./retention.ts";
import { keepSchedules, saveSchedule } from "./schedules.ts";
import { saveSettings } from "./settings.ts";
import { saveStaticData } from "./static-data.ts";
import { addRow, makeTable, removeRow, removeTable, replaceRow } from "./table-commands.ts";
import { publishWorkflow, removeWorkflow, restoreWorkflow, unpublishWorkflow } from "./workflows.ts";

/**
 * Everything that is written besides the journal. Each is a function over the write connection, inside the transaction of
 * what queued with it; its changes are all made or, when it throws, none.
 */
export const COMMANDS = {
  "workflows.create": createWorkflow,
  "workflows.remove": removeWorkflow,
  "workflows.restore": restoreWorkflow,
  "workflows.erase": eraseWorkflow,
  "workflows.clear": clearWorkflow,
  "workflows.turnOn": turnOnWorkflow,
  "workflows.publish": publishWorkflow,
  "workflows.unpublish": unpublishWorkflow,
  "drafts.save": saveDraft,
  "drafts.compact": compactDraft,
  "connections.save": saveConnection,
  "connections.secrets": saveSecrets,
  "connections.test": saveConnectionTest,
  "connections.remove": removeConnection,
  "schedules.save": saveSchedule,
  "schedules.keep": keepSchedules,
  "staticData.save": saveStaticData,
  "settings.save": saveSettings,
  "tables.create": makeTable,
  "tables.remove": removeTable,
  "tables.add": addRow,
  "tables.replace": replaceRow,
  "tables.removeRow": removeRow,
  "retention.runs": purgeRuns,
  "retention.rest": purgeRest,
  "retention.files": sweepBlobs,
  "retention.parts": sweepParts,
  "retention.space": reclaimSpace,
} satisfies Commands;

export type CommandName = keyof typeof COMMANDS;
export type CommandArgs<N extends CommandName> = Parameters<(typeof COMMANDS)[N]>[1];
export type CommandReply<N extends CommandName> = ReturnType<(typeof COMMANDS)[N]>;
