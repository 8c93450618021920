import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { client, useQuery } from "../../../bridge/index.ts";
import { Button, Tooltip } from "../../../ui/index.ts";
import { useRunNow } from "../../actions/use-run-now.ts";
import { useEditor } from "../store/use-editor.ts";

/** Sets the published version off, where a person may: beside Test, which runs the draft. */
export function RunButton() {
  const { t } = useTranslation();
  const runNow = useRunNow();
  const id = useEditor((state) => state.workflow.id);
  const { data: rows } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const row = rows?.find((one) => one.id === id);
  if (!row?.active || row.startsBy === null) return null;
  return (
    <Tooltip content={t(row.changed ? "editor.bar.runHelpChanged" : "editor.bar.runHelp", { version: row.liveVersion })}>
      <Button icon={Play} onClick={() => runNow(row)}>
        {t(`workflows.runBy.${row.startsBy}`)}
      </Button>
    </Tooltip>
  );
}
