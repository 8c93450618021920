import { PlugZap, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { client, toFault } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { Banner, Button, Dialog, TextField, useToast } from "../../ui/index.ts";
import styles from "./connections.module.css";
import { ASKS_HOSTS, missingFields, splitHosts, textFields } from "./login.ts";
import { LoginFields } from "./login-fields.tsx";
import { reloadConnections, useConnectionActions } from "./use-connection-actions.ts";
import { WhereUsed } from "./where-used.tsx";

export interface ConnectionDialogProps {
  connection: ConnectionInfo | undefined;
  onClose: () => void;
  onDelete: (connection: ConnectionInfo) => void;
}

/** One connection: its name, its login (secrets are only ever replaced, never shown), its test, where it is used. */
export function ConnectionDialog({ connection, onClose, onDelete }: ConnectionDialogProps) {
  const { t } = useTranslation();
  // Kept while the dialog closes.
  const [shown, setShown] = useState(connection);
  useEffect(() => {
    if (connection) setShown(connection);
  }, [connection]);
  return (
    <Dialog open={connection !== undefined} onOpenChange={(open) => !open && onClose()} title={shown?.name ?? t("connections.title")}>
      {shown ? <Body key={shown.id} connection={shown} onClose={onClose} onDelete={onDelete} /> : null}
    </Dialog>
  );
}

function Body({ connection, onClose, onDelete }: { connection: ConnectionInfo } & Omit<ConnectionDialogProps, "connection">) {
  const { t } = useTranslation();
  const toast = useToast();
  const format = useFormat();
  const actions = useConnectionActions();
  const tools = useCatalog();
  const auth = tools.data?.find(({ id }) => id === connection.connector)?.auth.find(({ id }) => id === connection.auth);
  const [name, setName] = useState(connection.name);
  const [fields, setFields] = useState<Readonly<Record<string, unknown>>>(connection.fields);
  const [hosts, setHosts] = useState(connection.hosts.join(", "));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState<"save" | "test" | null>(null);
  const asksHosts = ASKS_HOSTS.has(connection.connector);
  const { lastTest } = connection;

  const save = async () => {
    const found: Record<string, string> = {};
    if (name.trim() === "") found.name = t("connections.nameMissing");
    for (const field of auth ? missingFields(auth, fields, connection.secretsSet) : []) found[field] = t("connections.fieldMissing");
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy("save");
    try {
      await client.connections.update({
        id: connection.id,
        name: name.trim(),
        fields: textFields(fields),
        ...(asksHosts ? { hosts: splitHosts(hosts) } : {}),
      });
      reloadConnections();
      toast({ tone: "success", title: t("connections.saved", { name: name.trim() }) });
      onClose();
    } catch (error) {
      const fault = toFault(error);
      setErrors({ form: faultText(t, fault) });
    } finally {
      setBusy(null);
    }
  };
  const test = async () => {
    setBusy("test");
    await actions.test(connection);
    setBusy(null);
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {lastTest ? (
        <Banner
          tone={lastTest.ok ? "success" : "danger"}
          title={lastTest.ok ? t("connections.connectedAs", { who: lastTest.label }) : lastTest.label}
        >
          {t("connections.testedAt", { when: format.dateTime(lastTest.at) })}
        </Banner>
      ) : null}
      <TextField label={t("connections.name")} value={name} onChange={setName} error={errors.name} />
      {auth ? (
        <LoginFields
          auth={auth}
          fields={fields}
          onField={(field, value) => setFields((old) => ({ ...old, [field]: value }))}
          errors={errors}
          secretsSet={connection.secretsSet}
          hosts={asksHosts ? hosts : undefined}
          onHosts={setHosts}
        />
      ) : null}
      {errors.form ? (
        <Banner tone="danger" urgent>
          {errors.form}
        </Banner>
      ) : null}
      <section>
        <h3 className={styles.heading}>{t("connections.whereUsed")}</h3>
        <WhereUsed id={connection.id} />
      </section>
      <div className={styles.buttons}>
        <Button variant="ghost" icon={Trash2} className={styles.first} onClick={() => onDelete(connection)}>
          {t("connections.delete")}
        </Button>
        <Button icon={PlugZap} busy={busy === "test"} onClick={() => void test()}>
          {t("connections.test")}
        </Button>
        <Button type="submit" variant="primary" busy={busy === "save"}>
          {t("connections.save")}
        </Button>
      </div>
    </form>
  );
}
