import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { copyText } from "../../../bridge/index.ts";
import { IconButton, useToast } from "../../../ui/index.ts";
import styles from "./top-bar.module.css";

/** An address that other services call, ready to be copied. */
export function HookAddress({ name, address }: { name: string; address: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const copy = () =>
    copyText(address).then(
      () => toast({ title: t("editor.publish.copied"), tone: "success" }),
      () => toast({ title: t("editor.publish.notCopied"), tone: "warning" }),
    );
  return (
    <div className={styles.hook}>
      <div className={styles.hookWords}>
        <p>{name}</p>
        <code data-selectable>{address}</code>
      </div>
      <IconButton size="sm" icon={Copy} label={t("editor.publish.copy", { name })} onClick={() => void copy()} />
    </div>
  );
}
