import styles from "./kbd.module.css";

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
const MAC: Readonly<Record<string, string>> = { mod: "⌘", alt: "⌥", shift: "⇧", ctrl: "⌃", enter: "↵", delete: "⌫" };
const OTHER: Readonly<Record<string, string>> = { mod: "Ctrl", alt: "Alt", shift: "Shift", ctrl: "Ctrl", enter: "Enter", delete: "Del" };
const BOTH: Readonly<Record<string, string>> = { up: "↑", down: "↓", left: "←", right: "→", escape: "Esc", tab: "Tab", space: "Space" };

/** How a key is written on this machine: `mod` is Cmd on a Mac and Ctrl elsewhere. */
const keyName = (key: string): string => (onMac ? MAC[key] : OTHER[key]) ?? BOTH[key] ?? (key.length === 1 ? key.toUpperCase() : key);

export interface KbdProps {
  /** `["mod", "k"]` */
  keys: readonly string[];
}

export function Kbd({ keys }: KbdProps) {
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key} className={styles.key}>
          {keyName(key)}
        </kbd>
      ))}
    </span>
  );
}
