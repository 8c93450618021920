import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isPublicAddress } from "#shared/contract/settings.ts";
import { Button, TextField } from "../../ui/index.ts";
import { Row } from "./section.tsx";
import styles from "./settings.module.css";

/** The address of one's own tunnel: what webhook addresses begin with for callers outside. */
export function PublicAddress({ address, onChange }: { address: string; onChange: (address: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(address);
  const [wrong, setWrong] = useState(false);
  useEffect(() => setTyped(address), [address]);
  const wanted = typed.trim().replace(/\/+$/, "");
  const save = () => {
    const fits = isPublicAddress(wanted);
    setWrong(!fits);
    if (fits) onChange(wanted);
  };
  return (
    <Row label={t("settings.publicAddress")} help={t("settings.publicAddressHelp")}>
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t("settings.publicAddress")}
          hideLabel
          placeholder="https://rosa.example.com"
          value={typed}
          onChange={setTyped}
          error={wrong ? t("settings.publicAddressWrong") : undefined}
          mono
        />
        <Button type="submit" disabled={wanted === address}>
          {t("settings.save")}
        </Button>
      </form>
    </Row>
  );
}
