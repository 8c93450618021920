import { useTranslation } from "react-i18next";
import { client, reloadQueries } from "../../bridge/index.ts";
import { useAction } from "./use-action.ts";

/** Pause and go on; both say what they mean for runs under way. */
export function useEngineSwitch(): { pause: () => void; resume: () => void } {
  const { t } = useTranslation();
  const act = useAction();
  const after = () => reloadQueries(([area]) => area === "engine");
  const resume = () => void act(() => client.engine.resume(), { done: { title: t("frame.resumed") } }).then(after);
  const pause = () =>
    void act(() => client.engine.pause(), {
      done: { title: t("frame.paused"), detail: t("frame.pausedDetail"), action: { label: t("frame.resume"), onPress: resume } },
    }).then(after);
  return { pause, resume };
}
