import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { type Client, client } from "../../bridge/index.ts";
import { ConfirmDialog } from "../../ui/index.ts";

type Row = Pick<WorkflowRow, "id" | "name" | "active">;
type Users = Awaited<ReturnType<Client["workflows"]["usedBy"]>>;
interface Question {
  row: Row;
  kind: "off" | "delete";
  users: Users;
  go: () => void;
}

export interface OffQuestion {
  /** Goes on at once where no live workflow needs this one. */
  ask: (row: Row, kind: Question["kind"], go: () => void) => void;
  /** To be shown by whoever asks. */
  question: ReactNode;
}

/** Before a workflow stops: which live ones fail without it. */
export function useOffQuestion(): OffQuestion {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useCallback((row: Row, kind: Question["kind"], go: () => void) => {
    // What is off already lets nobody down by staying so.
    if (!row.active) return go();
    client.workflows.usedBy({ id: row.id }).then((users) => {
      if (users.length === 0) return go();
      setAsked({ row, kind, users, go });
      setOpen(true);
      // Who needs it could not be found out: what was asked for will say why, or work.
    }, go);
  }, []);
  const question = asked ? (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title={t(`workflows.stop.${asked.kind}Title`, { name: asked.row.name })}
      confirmLabel={t(`workflows.stop.${asked.kind}`)}
      onConfirm={asked.go}
    >
      <p>{t("workflows.stop.text", { count: asked.users.length })}</p>
      <ul>
        {asked.users.map(({ id, name, steps, onFailure }) => (
          <li key={id}>
            {[
              ...(steps.length > 0 ? [t("workflows.stop.calls", { name, steps: steps.join(", ") })] : []),
              ...(onFailure ? [t("workflows.stop.onFailure", { name })] : []),
            ].join(" ")}
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  ) : null;
  return { ask, question };
}
