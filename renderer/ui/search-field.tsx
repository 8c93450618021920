import { Search, X } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./field.module.css";

export interface SearchFieldProps {
  /** Its name for screen readers and, by default, its placeholder. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string | undefined;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  ref?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
}

/** Escape empties it first, and leaves the field to its surroundings when it is empty. */
export function SearchField({ label, value, onChange, placeholder = label, className, onKeyDown, ref, autoFocus }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={cx(styles.box, className)}>
      <Search aria-hidden className={styles.boxIcon} />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        // biome-ignore lint/a11y/noAutofocus: where search is the first thing to do on a screen that was asked for
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        className={styles.bare}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            event.preventDefault();
            onChange("");
            return;
          }
          onKeyDown?.(event);
        }}
      />
      {value === "" ? null : (
        <button type="button" className={styles.stepper} aria-label={t("ui.clear")} onClick={() => onChange("")}>
          <X aria-hidden />
        </button>
      )}
    </div>
  );
}
