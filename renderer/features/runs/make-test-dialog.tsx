import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary } from "#shared/model/run.ts";
import { client, navigate } from "../../bridge/index.ts";
import { Button, Dialog, TextField, useToast } from "../../ui/index.ts";
import { useAction } from "../actions/use-action.ts";

/** Names a test and makes it of this run. */
export function MakeTestDialog({ run, onClose }: { run: RunSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useAction();
  const toast = useToast();
  const [name, setName] = useState(() => t("tests.nameOf", { number: run.runId }));
  const [busy, setBusy] = useState(false);
  const empty = name.trim() === "";

  const make = async () => {
    if (empty || busy) return;
    setBusy(true);
    const made = await act(() => client.tests.record({ runId: run.runId, name }), { failed: t("tests.makeFailed") });
    setBusy(false);
    onClose();
    if (!made) return;
    const { changing, differing } = made;
    const detail = [
      ...(changing.length > 0 ? [t("tests.madeChanging", { steps: changing.join(", ") })] : []),
      ...(differing.length > 0 ? [t("tests.madeDiffering", { steps: differing.join(", ") })] : []),
    ].join(" ");
    const open = { label: t("tests.open"), onPress: () => navigate({ screen: "workflow", id: run.workflowId, tests: true }) };
    toast({ tone: "success", title: t("tests.made", { name: name.trim() }), detail: detail || undefined, action: open });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("tests.makeTitle")}
      description={t("tests.makeText")}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" busy={busy} disabled={empty} onClick={() => void make()}>
            {t("tests.makeNow")}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextField
          label={t("tests.name")}
          help={t("tests.nameHelp")}
          error={empty ? t("tests.nameMissing") : undefined}
          value={name}
          onChange={setName}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
