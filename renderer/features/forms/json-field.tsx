import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeField } from "../../ui/index.ts";

export interface JsonFieldProps {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  warning?: string | undefined;
  action?: ReactNode;
  /** Store the data itself; else the text as typed. */
  parsed: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
}

export function JsonField({ parsed, value, onChange, error, ...frame }: JsonFieldProps) {
  const { t } = useTranslation();
  // Text that is no JSON yet is kept here while it is typed; the stored value stays the last good one.
  const [typed, setTyped] = useState<string | null>(null);
  const stored = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const change = (text: string) => {
    if (!parsed) return onChange(text === "" ? undefined : text);
    setTyped(text);
    if (text.trim() === "") return onChange(undefined);
    try {
      onChange(JSON.parse(text));
      setTyped(null);
    } catch {
      // Shown below the field.
    }
  };
  return (
    <CodeField
      {...frame}
      error={error ?? (typed !== null && typed.trim() !== "" ? t("forms.notJson") : undefined)}
      language="json"
      rows={4}
      value={typed ?? stored}
      onChange={change}
    />
  );
}
