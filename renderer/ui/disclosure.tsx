import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./disclosure.module.css";

export interface DisclosureProps {
  label: string;
  /** Behind the label, quiet. */
  meta?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  defaultOpen?: boolean;
  children: ReactNode;
}

/** Folds away what is seldom needed. */
export function Disclosure({ label, meta, open, onOpenChange, defaultOpen, children }: DisclosureProps) {
  return (
    <Collapsible.Root open={open} onOpenChange={onOpenChange} defaultOpen={defaultOpen} className={styles.root}>
      <Collapsible.Trigger className={styles.trigger}>
        <ChevronRight aria-hidden className={styles.chevron} />
        {label}
        {meta ? <span className={styles.meta}>{meta}</span> : null}
      </Collapsible.Trigger>
      <Collapsible.Panel className={styles.panel}>{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
