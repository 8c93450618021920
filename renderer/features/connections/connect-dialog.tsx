import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ToolInfo } from "#shared/model/catalog.ts";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { client, toFault } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { Banner, Button, Dialog, Segmented, TextField } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import styles from "./connections.module.css";
import { ASKS_HOSTS, missingFields, splitHosts, textFields } from "./login.ts";
import { LoginFields } from "./login-fields.tsx";
import { ToolPicker } from "./tool-picker.tsx";
import { reloadConnections, type TestResult } from "./use-connection-actions.ts";

export interface ConnectDialogProps {
  open: boolean;
  /** Skips the choice of the tool. */
  tool?: string | undefined;
  /** It is stored, whether it works yet or not. */
  onMade?: (connection: ConnectionInfo) => void;
  onClose: () => void;
}

/** Two steps: which tool, then its login; a test call says who it is connected as. */
export function ConnectDialog({ open, tool, onMade, onClose }: ConnectDialogProps) {
  const { t } = useTranslation();
  const query = useCatalog(open);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = query.data?.find(({ id }) => id === (picked ?? tool));
  useEffect(() => {
    if (open) setPicked(null);
  }, [open]);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={chosen ? t("connections.connectTo", { tool: chosen.name }) : t("connections.new")}
      description={chosen ? chosen.needs : t("connections.chooseTool")}
    >
      <QueryView query={query} label={t("connections.loading")}>
        {(tools) =>
          chosen ? (
            <Login
              key={chosen.id}
              tool={chosen}
              onMade={onMade}
              onBack={tool === undefined ? () => setPicked(null) : undefined}
              onDone={onClose}
            />
          ) : (
            <ToolPicker tools={tools.filter(({ auth }) => auth.length > 0)} onPick={({ id }) => setPicked(id)} />
          )
        }
      </QueryView>
    </Dialog>
  );
}

interface LoginProps {
  tool: ToolInfo;
  onMade: ConnectDialogProps["onMade"];
  onBack: (() => void) | undefined;
  onDone: () => void;
}

function Login({ tool, onMade, onBack, onDone }: LoginProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState(tool.auth[0]?.id ?? "");
  const auth = tool.auth.find(({ id }) => id === kind);
  const [name, setName] = useState(tool.name);
  const [fields, setFields] = useState<Readonly<Record<string, unknown>>>({});
  const [hosts, setHosts] = useState("");
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<ConnectionInfo | null>(null);
  const [tested, setTested] = useState<TestResult | null>(null);
  const asksHosts = ASKS_HOSTS.has(tool.id);

  if (!auth) return null;
  const check = (): boolean => {
    const found: Record<string, string> = {};
    if (name.trim() === "") found.name = t("connections.nameMissing");
    for (const field of missingFields(auth, fields)) found[field] = t("connections.fieldMissing");
    if (asksHosts && splitHosts(hosts).length === 0) found.hosts = t("connections.hostsMissing");
    setErrors(found);
    return Object.keys(found).length === 0;
  };
  const connect = async () => {
    if (!check()) return;
    setBusy(true);
    setTested(null);
    try {
      const values = { name: name.trim(), fields: textFields(fields), hosts: asksHosts ? splitHosts(hosts) : [] };
      // A second try corrects what the first one stored.
      const connection = made
        ? await client.connections.update({ id: made.id, ...values })
        : await client.connections.create({ ...values, connector: tool.id, auth: auth.id });
      setMade(connection);
      if (!made) onMade?.(connection);
      reloadConnections();
      setTested(await client.connections.test({ id: connection.id }));
      reloadConnections();
    } catch (error) {
      const fault = toFault(error);
      const byField = Object.fromEntries(
        fault.problems.flatMap(({ field, message }) => (field ? [[field.replace(/^fields\./, ""), message]] : [])),
      );
      setErrors(byField);
      setTested({ ok: false, label: faultText(t, fault) });
    } finally {
      setBusy(false);
    }
  };

  if (tested?.ok)
    return (
      <div className={styles.form}>
        <Banner tone="success" title={t("connections.connected")}>
          {t("connections.connectedAs", { who: tested.label })}
        </Banner>
        <div className={styles.buttons}>
          <Button variant="primary" autoFocus onClick={onDone}>
            {t("connections.done")}
          </Button>
        </div>
      </div>
    );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      {tool.auth.length > 1 ? (
        <Segmented
          label={t("connections.kind")}
          size="md"
          value={kind}
          onChange={(next) => {
            setKind(next);
            setFields({});
            setErrors({});
          }}
          options={tool.auth.map(({ id, title }) => ({ value: id, label: title }))}
        />
      ) : null}
      <TextField label={t("connections.name")} help={t("connections.nameHelp")} error={errors.name} value={name} onChange={setName} />
      <LoginFields
        auth={auth}
        fields={fields}
        onField={(field, value) => setFields((old) => ({ ...old, [field]: value }))}
        errors={errors}
        hosts={asksHosts ? hosts : undefined}
        onHosts={setHosts}
      />
      {tested ? (
        <Banner tone="danger" urgent title={made ? t("connections.storedNotWorking") : t("connections.notStored")}>
          {tested.label}
        </Banner>
      ) : null}
      <p className={styles.muted}>{t("connections.sealed")}</p>
      <div className={styles.buttons}>
        {onBack ? <Button onClick={onBack}>{t("connections.back")}</Button> : null}
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? t("connections.connecting") : t("connections.connect")}
        </Button>
      </div>
    </form>
  );
}
