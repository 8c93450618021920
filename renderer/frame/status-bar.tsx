import { CalendarClock, CircleAlert, CircleX, Wifi, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { client, hrefOf, useConnection, useQuery } from "../bridge/index.ts";
import { useEngineSwitch } from "../features/actions/use-engine-switch.ts";
import { useFormat } from "../i18n/use-format.ts";
import { useNow } from "../i18n/use-now.ts";
import { StatusDot } from "../ui/index.ts";
import styles from "./frame.module.css";

/** The engine counts no further. */
const MOST = 100;

export function StatusBar() {
  const { t } = useTranslation();
  const { data: status } = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const { state, online } = useConnection();
  const format = useFormat();
  const now = useNow(30_000);
  const engine = useEngineSwitch();
  const lost = state === "restarting" || state === "unreachable" || state === "signedOut";
  const paused = status?.state === "paused";
  return (
    <footer className={styles.status}>
      {lost || !status ? (
        <span className={styles.statusItem}>
          <StatusDot tone={lost ? "danger" : "neutral"} live={!lost} />
          {lost ? t("frame.engineLost") : t("frame.engineConnecting")}
        </span>
      ) : (
        <button type="button" className={styles.statusItem} onClick={paused ? engine.resume : engine.pause}>
          <StatusDot tone={paused ? "warning" : "success"} />
          {paused ? t("frame.enginePaused") : t("frame.engineRunning")}
          <span className="visually-hidden">{paused ? t("frame.resume") : t("frame.pause")}</span>
        </button>
      )}
      {status && !lost ? (
        <span className={styles.statusItem}>{t("frame.load", { active: status.active, waiting: status.waiting })}</span>
      ) : null}
      <span className={styles.statusItem}>
        {online ? <Wifi aria-hidden /> : <WifiOff aria-hidden />}
        {online ? t("frame.online") : t("frame.offline")}
      </span>
      {status && status.needsYou > 0 ? (
        <a href={hrefOf({ screen: "runs", query: { state: "needsYou" } })} className={`${styles.statusItem} ${styles.needsYou}`}>
          <CircleAlert aria-hidden />
          {t("frame.needsYou", { count: status.needsYou })}
        </a>
      ) : null}
      {/* Stays when it is empty: a reader tells what comes into it. */}
      <span role="status">
        {status && status.failed > 0 ? (
          <a
            href={hrefOf({ screen: "runs", query: { state: "failed", mode: "live" } })}
            className={`${styles.statusItem} ${styles.failed}`}
          >
            <CircleX aria-hidden />
            {status.failed < MOST ? t("frame.failed", { count: status.failed }) : t("frame.failedMany", { count: MOST })}
          </a>
        ) : null}
      </span>
      {status?.nextScheduled ? (
        <a href={hrefOf({ screen: "workflow", id: status.nextScheduled.workflowId })} className={`${styles.statusItem} ${styles.right}`}>
          <CalendarClock aria-hidden />
          {t("frame.next", { name: status.nextScheduled.name, when: format.relative(status.nextScheduled.at, now) })}
        </a>
      ) : null}
    </footer>
  );
}
