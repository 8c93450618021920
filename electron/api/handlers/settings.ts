import { Settings } from "#shared/contract/settings.ts";
import { loadSettings } from "../../store/settings.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export const settingsHandlers = (w: Workspace) => ({
  get: os.settings.get.handler(() => Settings.parse(loadSettings(w.db))),
  set: os.settings.set.handler(async ({ input }) => {
    const values = Settings.parse({ ...loadSettings(w.db), ...input });
    await w.writer.call("settings.save", { values });
    w.settingsSaved();
    w.changes.publish({ type: "settings" });
    return values;
  }),
});
