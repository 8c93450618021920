import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import { client, toFault, useQuery } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { useFormat } from "../../../i18n/use-format.ts";
import { Banner, Progress, Select } from "../../../ui/index.ts";
import { EDITABLE } from "../../parts/items-text.ts";
import { useEditor } from "../store/use-editor.ts";
import styles from "./top-bar.module.css";

const OFFERED = 20;

/** What an earlier run of this workflow began with. */
export function EarlierRun({ onItems }: { onItems: (items: readonly Item[] | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const workflowId = useEditor((state) => state.workflow.id);
  const runs = useQuery(["runs", { workflowId, limit: OFFERED }], (signal) => client.runs.list({ workflowId, limit: OFFERED }, { signal }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  const take = async (id: string) => {
    setChosen(id);
    setTrouble(undefined);
    setLoading(true);
    onItems(null);
    try {
      const { total, items } = await client.runs.items({ runId: RunId.parse(id), step: 0, limit: EDITABLE });
      if (total > EDITABLE) setTrouble(t("testing.tooMany", { total, most: EDITABLE }));
      else onItems(items);
    } catch (error) {
      setTrouble(faultText(t, toFault(error)));
    } finally {
      setLoading(false);
    }
  };

  if (runs.data?.length === 0) return <p className={styles.quiet}>{t("testing.noRuns")}</p>;
  return (
    <>
      <Select<string>
        label={t("testing.earlier")}
        placeholder={t("testing.chooseRun")}
        value={chosen}
        onChange={(id) => void take(id)}
        options={(runs.data ?? []).map(({ runId, startedAt, status }) => ({
          value: runId,
          label: t("testing.runOption", { number: runId, when: format.dateTime(startedAt), status: t(`runs.status.${status}`) }),
        }))}
      />
      {loading ? <Progress label={t("testing.loadingRun")} value={null} /> : null}
      {trouble === undefined ? null : <Banner tone="warning">{trouble}</Banner>}
    </>
  );
}
