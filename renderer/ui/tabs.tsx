import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import styles from "./tabs.module.css";

export interface TabSpec<T extends string> {
  value: T;
  label: string;
  /** A count or a dot behind the label. */
  badge?: ReactNode;
  panel: ReactNode;
}

export interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly TabSpec<T>[];
  /** Stands at the end of the tabs' line. */
  end?: ReactNode;
  className?: string | undefined;
}

export function Tabs<T extends string>({ label, value, onChange, tabs, end, className }: TabsProps<T>) {
  const pick = (next: string | number | null) => {
    const tab = tabs.find((one) => one.value === next);
    if (tab) onChange(tab.value);
  };
  return (
    <Base.Root value={value} onValueChange={pick} className={cx(styles.root, className)}>
      <div className={styles.bar}>
        <Base.List aria-label={label} className={styles.list} activateOnFocus>
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value} className={styles.tab}>
              {tab.label}
              {tab.badge}
            </Base.Tab>
          ))}
          <Base.Indicator className={styles.indicator} />
        </Base.List>
        {end ? <div className={styles.end}>{end}</div> : null}
      </div>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles.panel}>
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
