import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { hrefOf, type Route } from "../bridge/index.ts";
import { useCommandKeys, useMenuCommands } from "../commands/index.ts";
import { useAppearance } from "./appearance.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import styles from "./frame.module.css";
import { useFrameCommands } from "./frame-commands.ts";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";
import { StatusBar } from "./status-bar.tsx";

/** What stands around every screen. */
export function Frame({ route, children }: { route: Route; children: ReactNode }) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  useAppearance();
  useFrameCommands();
  useCommandKeys();
  useMenuCommands();
  usePlaceFocus(main, hrefOf(route));
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t("frame.skip")}
      </button>
      <Rail route={route} />
      <div className={styles.column}>
        <ConnectionBanner />
        <main ref={main} tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
      <StatusBar />
      <Palette />
      <ShortcutsSheet />
    </div>
  );
}

/** A new place starts with the focus in its content when what had it is gone. */
function usePlaceFocus(main: React.RefObject<HTMLElement | null>, place: string): void {
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    if (document.activeElement === document.body || document.activeElement === null) main.current?.focus({ preventScroll: true });
  }, [main, place]);
}
