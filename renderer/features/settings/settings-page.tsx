import { Copy, Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "#shared/contract/settings.ts";
import { client, copyText, reloadQueries, systemTimezone, updateQuery, useQuery } from "../../bridge/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Button, IconButton, NumberField, Page, Segmented, Select, StatusDot, useToast } from "../../ui/index.ts";
import { useAction } from "../actions/use-action.ts";
import { useEngineSwitch } from "../actions/use-engine-switch.ts";
import { QueryView } from "../parts/query-view.tsx";
import { Folders } from "./folders.tsx";
import { PublicAddress } from "./public-address.tsx";
import { Row, Section } from "./section.tsx";
import styles from "./settings.module.css";

const THEMES = ["system", "light", "dark", "contrast"] as const;
const LANGUAGES = ["system", "en", "es"] as const;
const SYSTEM_ZONE = "system";
/** Typing a number saves once, when it pauses. */
const PAUSE_MS = 500;

/** Every change is saved as it is made. */
export function SettingsPage() {
  const { t } = useTranslation();
  const query = useQuery(["settings"], (signal) => client.settings.get(undefined, { signal }));
  return (
    <Page title={t("settings.title")}>
      <QueryView query={query} label={t("settings.loading")}>
        {(settings) => <Body settings={settings} />}
      </QueryView>
    </Page>
  );
}

function Body({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const act = useAction();
  const format = useFormat();
  const now = useNow(10_000);
  const set = (part: Partial<Settings>) => {
    updateQuery<Settings>(["settings"], (old) => ({ ...old, ...part }));
    void act(() => client.settings.set(part), { failed: t("settings.saveFailed") }).then(() =>
      reloadQueries(([area]) => area === "settings"),
    );
  };
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <div className={styles.settings}>
      <Section title={t("settings.look")}>
        <Row label={t("settings.theme")}>
          <Segmented
            label={t("settings.theme")}
            size="md"
            value={settings.theme}
            onChange={(theme) => set({ theme })}
            options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          />
        </Row>
        <Row label={t("settings.language")}>
          <Segmented
            label={t("settings.language")}
            size="md"
            value={settings.language}
            onChange={(language) => set({ language })}
            options={LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
          />
        </Row>
        <Row label={t("settings.timezone")} help={t("settings.timezoneHelp", { now: format.short(now) })}>
          <Select
            label={t("settings.timezone")}
            hideLabel
            value={settings.timezone === "" ? SYSTEM_ZONE : settings.timezone}
            onChange={(zone) => set({ timezone: zone === SYSTEM_ZONE ? "" : zone })}
            options={[
              { value: SYSTEM_ZONE, label: t("settings.timezoneSystem", { zone: systemTimezone() }) },
              ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
            ]}
          />
        </Row>
      </Section>
      <Section title={t("settings.keeping")}>
        <Row label={t("settings.retention")} help={t("settings.retentionHelp")}>
          <Retention days={settings.retentionDays} onChange={(retentionDays) => set({ retentionDays })} />
        </Row>
      </Section>
      <Section title={t("settings.files")}>
        <Folders folders={settings.folders} onChange={(folders) => set({ folders })} />
      </Section>
      <Section title={t("settings.outside")}>
        <PublicAddress address={settings.publicAddress} onChange={(publicAddress) => set({ publicAddress })} />
      </Section>
      <Engine />
    </div>
  );
}

function Retention({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<number | null>(days);
  useEffect(() => setTyped(days), [days]);
  const valid = typed !== null && Number.isInteger(typed) && typed >= 1 && typed <= 3650;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed starts the wait
  useEffect(() => {
    if (!valid || typed === days) return;
    const timer = setTimeout(() => onChange(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <NumberField
      label={t("settings.retention")}
      hideLabel
      value={typed}
      onChange={setTyped}
      min={1}
      max={3650}
      error={valid ? undefined : t("settings.retentionRange")}
    />
  );
}

function Engine() {
  const { t } = useTranslation();
  const query = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const engine = useEngineSwitch();
  return (
    <Section title={t("settings.engine")}>
      <QueryView query={query} label={t("settings.loading")}>
        {({ state, version, dataDir, url }) => (
          <>
            <Row label={t("settings.state")} help={t("settings.engineHelp")}>
              <span className={styles.state}>
                <StatusDot tone={state === "paused" ? "warning" : "success"} />
                {state === "paused" ? t("frame.enginePaused") : t("frame.engineRunning")}
              </span>
              {state === "paused" ? (
                <Button icon={Play} onClick={engine.resume}>
                  {t("frame.resume")}
                </Button>
              ) : (
                <Button icon={Pause} onClick={engine.pause}>
                  {t("frame.pause")}
                </Button>
              )}
            </Row>
            <Row label={t("settings.dataFolder")}>
              <Copyable name={t("settings.dataFolder")} text={dataDir} />
            </Row>
            <Row label={t("settings.address")}>
              {url ? <Copyable name={t("settings.address")} text={url} /> : <span className={styles.quiet}>{t("settings.noAddress")}</span>}
            </Row>
            <Row label={t("settings.version")}>
              <Copyable name={t("settings.version")} text={version} />
            </Row>
          </>
        )}
      </QueryView>
    </Section>
  );
}

function Copyable({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  return (
    <>
      <code className={styles.code} data-selectable>
        {text}
      </code>
      <IconButton
        size="sm"
        icon={Copy}
        label={t("settings.copy", { name })}
        onClick={() => void copyText(text).then(() => toast({ tone: "success", title: t("settings.copied", { name }) }))}
      />
    </>
  );
}
