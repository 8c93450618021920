import { useTranslation } from "react-i18next";
import type { AuthInfo } from "#shared/model/catalog.ts";
import { TextField } from "../../ui/index.ts";
import { SchemaForm } from "../forms/index.ts";
import styles from "./connections.module.css";

export interface LoginFieldsProps {
  auth: AuthInfo;
  fields: Readonly<Record<string, unknown>>;
  onField: (name: string, value: unknown) => void;
  errors: Readonly<Record<string, string>>;
  secretsSet?: readonly string[];
  /** Asked for where the tool itself has no fixed addresses. */
  hosts: string | undefined;
  onHosts: (hosts: string) => void;
}

/** What a login consists of, as its kind says. */
export function LoginFields({ auth, fields, onField, errors, secretsSet, hosts, onHosts }: LoginFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      {auth.help ? <p className={styles.muted}>{auth.help}</p> : null}
      <SchemaForm
        schema={auth.fields}
        values={fields}
        onChange={onField}
        errors={errors}
        secrets={auth.secret}
        {...(secretsSet ? { secretsSet } : {})}
      />
      {hosts === undefined ? null : (
        <TextField
          label={t("connections.hosts")}
          help={t("connections.hostsHelp")}
          error={errors.hosts}
          placeholder="api.example.com"
          value={hosts}
          onChange={onHosts}
        />
      )}
    </div>
  );
}
