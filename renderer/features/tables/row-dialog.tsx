import { Plus, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRow } from "#shared/contract/tables.ts";
import { client, toFault } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { Banner, Button, cx, Dialog, IconButton, Select, TextField } from "../../ui/index.ts";
import { type Cell, fromCell, KINDS, type Kind, toCell } from "./cell-value.ts";
import styles from "./tables.module.css";
import { reloadTables } from "./use-table-actions.ts";

export interface RowDialogProps {
  table: string;
  row: TableRow | "new" | null;
  /** Columns that the table's rows have. */
  columns: readonly string[];
  onClose: () => void;
}

/** A row to write or change: each column with its kind, so that a number stays a number. */
export function RowDialog({ table, row, columns, onClose }: RowDialogProps) {
  const { t } = useTranslation();
  // Kept while the dialog closes.
  const [shown, setShown] = useState(row);
  useEffect(() => {
    if (row) setShown(row);
  }, [row]);
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => !open && onClose()}
      title={shown === "new" || shown === null ? t("tables.newRow") : t("tables.rowTitle", { row: shown.id })}
    >
      {shown ? (
        <RowForm
          key={shown === "new" ? "new" : `${shown.id} ${shown.updatedAt}`}
          table={table}
          row={shown}
          columns={columns}
          onClose={onClose}
        />
      ) : null}
    </Dialog>
  );
}

interface Entry {
  key: number;
  column: string;
  /** It has just been added: its name can be typed. */
  fresh: boolean;
  cell: Cell;
}

function RowForm({ table, row, columns, onClose }: RowDialogProps & { row: TableRow | "new" }) {
  const { t } = useTranslation();
  const values = row === "new" ? {} : row.values;
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    [...new Set([...columns, ...Object.keys(values)])].map((column, key) => ({
      key,
      column,
      fresh: false,
      cell: row === "new" ? { kind: "text", text: "" } : toCell(Object.hasOwn(values, column) ? values[column] : undefined),
    })),
  );
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const change = (key: number, part: Partial<Entry>) =>
    setEntries((old) => old.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)));

  const read = (): Record<string, unknown> | undefined => {
    const found: Record<string, string> = {};
    const made: [string, unknown][] = [];
    const names = new Set<string>();
    for (const { key, column, cell } of entries) {
      const name = column.trim();
      if (name === "") found[`name ${key}`] = t("tables.columnMissing");
      else if (names.has(name)) found[`name ${key}`] = t("tables.columnTwice");
      names.add(name);
      const value = fromCell(cell);
      if (!value.ok) found[`value ${key}`] = t(`tables.${value.fault}`);
      // What was left empty in a new row is not in it at all.
      else if (cell.kind !== "empty" && !(row === "new" && cell.kind === "text" && cell.text === "")) made.push([name, value.value]);
    }
    setErrors(found);
    return Object.keys(found).length > 0 ? undefined : Object.fromEntries(made);
  };
  const save = async () => {
    const made = read();
    if (!made) return;
    setBusy(true);
    setFault(undefined);
    try {
      if (row === "new") await client.tables.add({ table, values: made });
      else await client.tables.replace({ table, row: row.id, values: made });
      reloadTables();
      onClose();
    } catch (error) {
      setFault(faultText(t, toFault(error)));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {entries.length === 0 ? <p className={styles.muted}>{t("tables.noColumns")}</p> : null}
      {entries.map((entry) => (
        <div key={entry.key} className={styles.entry}>
          {entry.fresh ? (
            <TextField
              label={t("tables.column")}
              value={entry.column}
              onChange={(column) => change(entry.key, { column })}
              error={errors[`name ${entry.key}`]}
              autoFocus
            />
          ) : null}
          <CellField entry={entry} error={errors[`value ${entry.key}`]} onChange={(cell) => change(entry.key, { cell })} />
          <Select
            label={entry.fresh ? t("tables.kind") : t("tables.kindOf", { column: entry.column })}
            hideLabel={!entry.fresh}
            className={cx(styles.kind, !entry.fresh && styles.beside)}
            value={entry.cell.kind}
            onChange={(kind) => change(entry.key, { cell: withKind(entry.cell, kind) })}
            options={KINDS.map((value) => ({ value, label: t(`tables.kinds.${value}`) }))}
          />
          {entry.fresh ? (
            <IconButton
              icon={Trash2}
              className={styles.beside}
              label={t("tables.dropColumn")}
              onClick={() => setEntries((old) => old.filter(({ key }) => key !== entry.key))}
            />
          ) : null}
        </div>
      ))}
      {fault ? (
        <Banner tone="danger" urgent>
          {fault}
        </Banner>
      ) : null}
      <div className={styles.buttons}>
        <Button
          variant="ghost"
          icon={Plus}
          className={styles.first}
          onClick={() =>
            setEntries((old) => [
              ...old,
              { key: Math.max(-1, ...old.map(({ key }) => key)) + 1, column: "", fresh: true, cell: { kind: "text", text: "" } },
            ])
          }
        >
          {t("tables.addColumn")}
        </Button>
        <Button onClick={onClose}>{t("ui.cancel")}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t("tables.save")}
        </Button>
      </div>
    </form>
  );
}

function withKind(cell: Cell, kind: Kind): Cell {
  if (kind === "yesNo") return { kind, text: cell.text === "true" || cell.text === "1" ? "true" : "false" };
  if (kind === "json" && cell.kind === "text") return { kind, text: JSON.stringify(cell.text) };
  return { kind, text: cell.text };
}

function CellField({ entry, error, onChange }: { entry: Entry; error: string | undefined; onChange: (cell: Cell) => void }) {
  const { t } = useTranslation();
  const { cell, fresh } = entry;
  const label = fresh ? t("tables.value") : entry.column;
  if (cell.kind === "yesNo")
    return (
      <Select
        label={label}
        value={cell.text === "true" ? "true" : "false"}
        onChange={(text) => onChange({ kind: "yesNo", text })}
        options={[
          { value: "true", label: t("tables.yes") },
          { value: "false", label: t("tables.no") },
        ]}
      />
    );
  return (
    <TextField
      label={label}
      value={cell.text}
      onChange={(text) => onChange({ kind: cell.kind, text })}
      error={error}
      disabled={cell.kind === "empty"}
      placeholder={cell.kind === "empty" ? t("tables.kinds.empty") : undefined}
      mono={cell.kind === "json"}
      {...(cell.kind === "json" || cell.text.length > 60 ? { rows: 4 } : {})}
    />
  );
}
