import { useTranslation } from "react-i18next";
import { client, useConnection, useQuery } from "../bridge/index.ts";
import { useEngineSwitch } from "../features/actions/use-engine-switch.ts";
import { Banner, Button } from "../ui/index.ts";
import styles from "./frame.module.css";

/** Says what is wrong with the way to the engine, and what that means for running work. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const { state, online } = useConnection();
  const { data: status } = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const engine = useEngineSwitch();
  if (state === "restarting" || state === "unreachable" || state === "signedOut")
    return (
      <Banner tone={state === "restarting" ? "warning" : "danger"} urgent title={t(`frame.${state}`)} className={styles.banner}>
        {t(`frame.${state}Detail`)}
      </Banner>
    );
  if (status?.trouble)
    return (
      <Banner tone="danger" urgent title={t("frame.trouble")} className={styles.banner}>
        {status.trouble}
      </Banner>
    );
  if (!online)
    return (
      <Banner tone="info" title={t("frame.offlineTitle")} className={styles.banner}>
        {t("frame.offlineDetail")}
      </Banner>
    );
  if (status?.state === "paused")
    return (
      <Banner
        tone="warning"
        title={t("frame.enginePaused")}
        className={styles.banner}
        action={
          <Button size="sm" onClick={engine.resume}>
            {t("frame.resume")}
          </Button>
        }
      >
        {t("frame.pausedDetail")}
      </Banner>
    );
  return null;
}
