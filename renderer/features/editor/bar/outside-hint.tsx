import { useTranslation } from "react-i18next";
import { hrefOf } from "../../../bridge/index.ts";
import { cx } from "../../../ui/index.ts";
import styles from "./top-bar.module.css";

const LOCAL = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/;

/** That an address of this computer reaches nobody outside, and where that is changed. */
export function OutsideHint({ address }: { address: string | undefined }) {
  const { t } = useTranslation();
  if (address === undefined || !LOCAL.test(address)) return null;
  return (
    <p className={cx(styles.quiet, styles.outside)}>
      {t("testing.onlyHere")}{" "}
      <a className={styles.textLink} href={hrefOf({ screen: "settings" })}>
        {t("testing.toSettings")}
      </a>
    </p>
  );
}
