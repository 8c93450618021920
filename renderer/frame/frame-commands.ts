import { Contrast, FolderInput, Keyboard, Moon, Pause, Play, Plus, Search, Sun, SunMoon, Trash2 } from "lucide-react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { client, navigate, reloadQueries, useQuery } from "../bridge/index.ts";
import { type Command, useCommands } from "../commands/index.ts";
import { useAction } from "../features/actions/use-action.ts";
import { useEngineSwitch } from "../features/actions/use-engine-switch.ts";
import { useWorkflowActions } from "../features/workflows/index.ts";
import { openPalette, useFrameState } from "./frame-state.ts";
import { PLACES } from "./navigation.ts";

const THEMES = [
  { theme: "system", icon: SunMoon },
  { theme: "light", icon: Sun },
  { theme: "dark", icon: Moon },
  { theme: "contrast", icon: Contrast },
] as const;

/** What can be done from anywhere. */
export function useFrameCommands(): void {
  const { t } = useTranslation();
  const act = useAction();
  const engine = useEngineSwitch();
  const workflows = useWorkflowActions();
  const tools = useRef({ act, engine, workflows });
  tools.current = { act, engine, workflows };
  const { data: status } = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const paused = status?.state === "paused";
  useCommands(
    useMemo((): Command[] => {
      const general = t("frame.groupGeneral");
      return [
        {
          id: "palette",
          title: t("frame.find"),
          group: general,
          icon: Search,
          keys: ["mod", "k"],
          run: openPalette,
        },
        {
          id: "shortcuts",
          title: t("frame.shortcuts"),
          group: general,
          icon: Keyboard,
          keys: ["?"],
          run: () => useFrameState.setState({ shortcuts: true }),
        },
        {
          id: "new-workflow",
          title: t("workflows.new"),
          group: general,
          icon: Plus,
          keys: ["mod", "n"],
          run: () => tools.current.workflows.create(),
        },
        {
          id: "import-workflow",
          title: t("workflows.import"),
          group: general,
          icon: FolderInput,
          keys: ["mod", "o"],
          run: () => navigate({ screen: "workflows", import: true }),
        },
        {
          id: "go-bin",
          title: t("frame.goTo", { place: t("bin.title") }),
          group: t("frame.groupPlaces"),
          icon: Trash2,
          run: () => navigate({ screen: "bin" }),
        },
        ...PLACES.map(
          ({ id, icon, key }): Command => ({
            id: `go-${id}`,
            title: t("frame.goTo", { place: t(`frame.${id}`) }),
            group: t("frame.groupPlaces"),
            icon,
            keys: ["g", key],
            run: () => navigate({ screen: id }),
          }),
        ),
        paused
          ? { id: "engine", title: t("frame.resume"), group: general, icon: Play, run: () => tools.current.engine.resume() }
          : { id: "engine", title: t("frame.pause"), group: general, icon: Pause, run: () => tools.current.engine.pause() },
        ...THEMES.map(
          ({ theme, icon }): Command => ({
            id: `theme-${theme}`,
            title: t("frame.useTheme", { theme: t(`settings.themes.${theme}`) }),
            group: t("frame.groupLook"),
            icon,
            run: () =>
              void tools.current.act(() => client.settings.set({ theme })).then(() => reloadQueries(([area]) => area === "settings")),
          }),
        ),
      ];
    }, [t, paused]),
    "frame",
  );
}
