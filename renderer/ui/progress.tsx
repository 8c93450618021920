import { Progress as Base } from "@base-ui/react/progress";
import { cx } from "./class-names.ts";
import styles from "./progress.module.css";

export interface ProgressProps {
  label: string;
  hideLabel?: boolean;
  /** `null` = the total is not known. */
  value: number | null;
  max?: number;
}

/** How far something is. Shown from the first moment, so that nothing ever stands still without a reason. */
export function Progress({ label, hideLabel, value, max = 100 }: ProgressProps) {
  return (
    <Base.Root value={value} max={max} className={styles.root}>
      <Base.Label className={cx(styles.label, hideLabel && "visually-hidden")}>{label}</Base.Label>
      <Base.Track className={styles.track}>
        <Base.Indicator className={styles.indicator} />
      </Base.Track>
    </Base.Root>
  );
}
