import { Braces, ChevronLeft, ChevronRight, ListTree, Table2 } from "lucide-react";
import { type DragEvent, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./data/data.module.css";
import { LineTree } from "./data/line-tree.tsx";
import { shapeLines, shapeOf } from "./data/schema-lines.ts";
import { type DataItem, type DataPath, kindOf, type TreeLine } from "./data/types.ts";
import { itemLines, type LineWords } from "./data/value-lines.ts";
import { copyTextOf, sizeText, valueText } from "./data/value-text.ts";
import { IconButton } from "./icon-button.tsx";
import type { MenuEntry } from "./menu-items.tsx";
import { Segmented } from "./segmented.tsx";
import { type Column, Table } from "./table.tsx";

export type JsonTreeMode = "table" | "tree" | "schema";

export interface JsonTreeProps {
  /** Names the data: `Out of “Set fields”`. */
  label: string;
  items: readonly DataItem[];
  /** Items there are altogether, where `items` is one page of them. */
  total?: number;
  /** Number of the first of `items`, from 0. */
  offset?: number;
  /** Items on a page; with it the pager is shown. */
  pageSize?: number;
  onPage?: (offset: number) => void;
  mode?: JsonTreeMode;
  onMode?: (mode: JsonTreeMode) => void;
  onCopy?: (text: string) => void;
  /** How a field is written in an expression; makes fields draggable and their path copyable. */
  expressionOf?: (path: DataPath) => string;
  /** Enter on a field, or “use” in its menu. */
  onPick?: (path: DataPath) => void;
  /** More controls in the bar. */
  actions?: ReactNode;
}

const MAX_COLUMNS = 40;
const LOOKED_AT = 200;

/** The items on a wire as a table, as a tree, and as their schema. Only what is in sight is drawn. */
export function JsonTree(props: JsonTreeProps) {
  const { label, items, total = items.length, offset = 0, pageSize, onPage, actions } = props;
  const { t } = useTranslation();
  const [ownMode, setOwnMode] = useState<JsonTreeMode>("tree");
  const mode = props.mode ?? ownMode;
  const setMode = props.onMode ?? setOwnMode;
  const last = offset + items.length;
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <Segmented
          label={t("ui.data.views")}
          value={mode}
          onChange={setMode}
          options={[
            { value: "tree", label: t("ui.data.tree"), icon: ListTree },
            { value: "table", label: t("ui.data.table"), icon: Table2 },
            { value: "schema", label: t("ui.data.schema"), icon: Braces },
          ]}
        />
        <span className={styles.count}>
          {pageSize !== undefined && total > pageSize
            ? t("ui.data.showing", { from: offset + 1, to: last, total })
            : t("ui.data.items", { count: total })}
        </span>
        {actions}
        {pageSize !== undefined && total > pageSize ? (
          <div className={styles.pager}>
            <IconButton
              size="sm"
              icon={ChevronLeft}
              label={t("ui.data.previous")}
              disabled={offset === 0}
              onClick={() => onPage?.(Math.max(0, offset - pageSize))}
            />
            <IconButton size="sm" icon={ChevronRight} label={t("ui.data.next")} disabled={last >= total} onClick={() => onPage?.(last)} />
          </div>
        ) : null}
      </div>
      {items.length === 0 ? (
        <p className={styles.none}>{t("ui.data.noItems")}</p>
      ) : mode === "table" ? (
        <ItemTable label={label} items={items} offset={offset} />
      ) : (
        <ItemTree {...props} mode={mode} offset={offset} />
      )}
    </div>
  );
}

function ItemTree({ label, items, offset = 0, mode, onCopy, expressionOf, onPick }: JsonTreeProps) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const shape = useMemo(() => (mode === "schema" ? shapeOf(items) : undefined), [mode, items]);
  const lines = useMemo(() => {
    if (shape) {
      return shapeLines(shape, open, {
        kind: (kind) => t(`ui.data.${kind === "item" ? "object" : kind}`),
        mixed: t("ui.data.mixed"),
        sometimes: t("ui.data.sometimes"),
      });
    }
    const words: LineWords = {
      item: (number) => t("ui.data.item", { number }),
      entries: (count) => t("ui.data.entries", { count }),
      fields: (count) => t("ui.data.fields", { count }),
      file: (file) =>
        [file.fileName, file.mimeType, file.fileSize === undefined ? undefined : sizeText(file.fileSize, i18n.language)]
          .filter(Boolean)
          .join(" · "),
    };
    return itemLines(items, offset, open, words);
  }, [shape, items, offset, open, t, i18n.language]);

  const drag = (event: DragEvent, line: TreeLine) => {
    if (!line.path || !expressionOf) return;
    event.dataTransfer.setData("text/plain", `{{ ${expressionOf(line.path)} }}`);
    event.dataTransfer.setData(PATH_TYPE, JSON.stringify(line.path));
    event.dataTransfer.setData(KIND_TYPE, line.kind);
    event.dataTransfer.effectAllowed = "copy";
  };
  const menu = (line: TreeLine): MenuEntry[] => {
    const entries: MenuEntry[] = [];
    const { path } = line;
    if (onCopy) entries.push({ label: t("ui.data.copyValue"), onSelect: () => onCopy(copyTextOf(line.value)) });
    if (onCopy && path && expressionOf) entries.push({ label: t("ui.data.copyPath"), onSelect: () => onCopy(expressionOf(path)) });
    return entries;
  };
  return (
    <LineTree
      label={label}
      lines={lines}
      onToggle={(line, next) => setOpen((old) => new Map(old).set(line.id, next))}
      onCopy={onCopy ? (line) => onCopy(copyTextOf(line.value)) : undefined}
      menu={onCopy ? menu : undefined}
      onDragStart={expressionOf ? drag : undefined}
      onPick={onPick ? (line) => line.path && onPick(line.path) : undefined}
    />
  );
}

/** The type under which a dragged field carries its path as JSON. */
export const PATH_TYPE = "application/x-imx-path";
/** And this one what kind of value it has: `text`, `number`, `boolean`, `list`, `object`, `empty`. */
export const KIND_TYPE = "application/x-imx-kind";

function ItemTable({ label, items, offset }: { label: string; items: readonly DataItem[]; offset: number }) {
  const rows = useMemo(() => items.map((item, index) => ({ item, index })), [items]);
  const columns = useMemo((): Column<(typeof rows)[number]>[] => {
    const keys = new Set<string>();
    for (const item of items.slice(0, LOOKED_AT)) for (const key of Object.keys(item.json)) keys.add(key);
    return [
      { id: "#", header: "#", width: "3rem", align: "end", cell: ({ index }) => <span className={styles.note}>{offset + index + 1}</span> },
      ...[...keys].slice(0, MAX_COLUMNS).map((key) => ({
        id: `field ${key}`,
        header: key,
        width: "minmax(7rem, 16rem)",
        cell: ({ item }: (typeof rows)[number]) => {
          const value = item.json[key];
          return value === undefined ? null : <span className={cx(styles.cellText, styles[kindOf(value)])}>{valueText(value)}</span>;
        },
      })),
    ];
  }, [items, offset]);
  return <Table label={label} columns={columns} rows={rows} rowKey={({ index }) => String(index)} />;
}
