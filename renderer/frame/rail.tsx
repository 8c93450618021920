import { Keyboard, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { client, hrefOf, type Route, useQuery } from "../bridge/index.ts";
import { Kbd } from "../ui/index.ts";
import styles from "./frame.module.css";
import { openPalette, useFrameState } from "./frame-state.ts";
import { Mark } from "./mark.tsx";
import { PLACES } from "./navigation.ts";

export function Rail({ route }: { route: Route }) {
  const { t } = useTranslation();
  const { data: status } = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const failed = status?.failed ?? 0;
  const news = (status?.needsYou ?? 0) + failed;
  return (
    <nav className={styles.rail} aria-label={t("frame.places")}>
      <div className={styles.brand}>
        <Mark className={styles.mark} />
        <span className={styles.words}>{t("frame.product")}</span>
      </div>
      <button type="button" className={styles.find} onClick={openPalette}>
        <Search aria-hidden className={styles.icon} />
        <span className={styles.words}>{t("frame.findShort")}</span>
        <Kbd keys={["mod", "k"]} />
      </button>
      {PLACES.map(({ id, icon: Icon, screens }) => (
        <a
          key={id}
          href={hrefOf({ screen: id })}
          className={styles.link}
          aria-current={screens.includes(route.screen) ? "page" : undefined}
          // Drawn by the style sheet: the link's name stays the place's own, and the status bar says the counts.
          data-count={id === "runs" && news > 0 ? news : undefined}
          data-failed={id === "runs" && failed > 0 ? true : undefined}
        >
          <Icon aria-hidden className={styles.icon} />
          <span className={styles.words}>{t(`frame.${id}`)}</span>
        </a>
      ))}
      <div className={styles.railFoot}>
        <button type="button" className={styles.link} onClick={() => useFrameState.setState({ shortcuts: true })}>
          <Keyboard aria-hidden className={styles.icon} />
          <span className={styles.words}>{t("frame.shortcuts")}</span>
        </button>
      </div>
    </nav>
  );
}
