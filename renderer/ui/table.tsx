import { type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { cx } from "./class-names.ts";
import { ContextMenu } from "./menu.tsx";
import type { MenuEntry } from "./menu-items.tsx";
import styles from "./table.module.css";
import { type Sort, TableHead } from "./table-head.tsx";
import { useRowFocus } from "./use-row-focus.ts";
import { useRowWindow } from "./use-window.ts";

export interface Column<Row> {
  id: string;
  header: string;
  /** The header is said to screen readers only (actions, switches). */
  hideHeader?: boolean;
  /** A grid track: `minmax(12rem, 2fr)`, `6rem`. */
  width: string;
  align?: "start" | "end";
  cell: (row: Row) => ReactNode;
  compare?: (a: Row, b: Row) => number;
  /** The rows can be asked for in its order: see `onSort`. */
  sortable?: boolean;
}

export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Enter or a click. */
  onOpen?: (row: Row) => void;
  /** What the row's menu offers, on a right click or the menu key. */
  menu?: (row: Row) => readonly MenuEntry[];
  /** Delete or Backspace on a row. */
  onDelete?: (row: Row) => void;
  /** Space on a row. */
  onToggle?: (row: Row) => void;
  initialSort?: Sort;
  /** The rows come in an order already: which one, and what to do when another is asked for. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** The last rows came into sight. */
  onEnd?: () => void;
  /** Stands below the last row. */
  footer?: ReactNode;
  isSelected?: (row: Row) => boolean;
}

const ROW_REM = 2.5;
const HEAD_REM = 2;

/** A list of any length: only the rows in sight are drawn. One stop for Tab; arrow keys move between rows. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rowKey, onOpen, menu, onDelete, onToggle, initialSort, onEnd, footer, isSelected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [ownSort, setSort] = useState<Sort | undefined>(initialSort);
  const sort = props.sort ?? ownSort;
  const rows = useMemo(() => sorted(props.rows, columns, sort), [props.rows, columns, sort]);
  const view = useRowWindow(scroller, rows.length, ROW_REM, HEAD_REM);
  const [menuRow, setMenuRow] = useState<Row | null>(null);
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const focus = useRowFocus(scroller, keys, view);

  const reached = view.to >= rows.length;
  useEffect(() => {
    if (reached && rows.length > 0) onEnd?.();
  }, [reached, rows.length, onEnd]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined || focus.onMoveKey(event)) return;
    const row = rows[focus.active];
    if (row === undefined) return;
    if (event.key === "Enter" && onOpen) onOpen(row);
    else if ((event.key === "Delete" || event.key === "Backspace") && onDelete) onDelete(row);
    else if (event.key === " " && onToggle) onToggle(row);
    else return;
    event.preventDefault();
  };

  const open = (event: MouseEvent<HTMLElement>, row: Row) => {
    // A press on a control inside the row is for that control alone.
    // A menu's entries stand elsewhere in the page, though React hands their clicks up to the row.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    if (event.target instanceof Element && event.target.closest("button, input, a, [role=switch], [role=checkbox]")) return;
    onOpen?.(row);
  };

  const template: CSSProperties = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };
  const body = (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      style={{ minWidth: narrowest(columns) }}
      onKeyDown={onKeyDown}
    >
      <TableHead columns={columns} template={template} sort={sort} onSort={props.onSort ?? setSort} />
      <div className={styles.rows} style={{ height: rows.length * view.rowHeight }} role="rowgroup">
        {focus.drawn.map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all rows
            <div
              key={rowKey(row)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={isSelected?.(row)}
              data-index={index}
              tabIndex={index === focus.stop ? 0 : -1}
              className={cx(styles.row, onOpen && styles.pressable)}
              style={{ ...template, height: view.rowHeight, transform: `translateY(${index * view.rowHeight}px)` }}
              onClick={(event) => open(event, row)}
              onFocus={() => focus.onRowFocus(index)}
              onContextMenu={menu ? () => setMenuRow(row) : undefined}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" className={cx(styles.cell, column.align === "end" && styles.end)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
  return (
    <div ref={scroller} className={styles.scroller}>
      {menu ? <ContextMenu items={menuRow === null ? [] : menu(menuRow)}>{body}</ContextMenu> : body}
      {footer}
    </div>
  );
}

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined): readonly Row[] {
  const compare = columns.find((column) => column.id === sort?.column)?.compare;
  if (!compare || !sort) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(a, b));
}

/** The least width at which every column has its own least width; below it the table scrolls sideways. */
function narrowest(columns: readonly { width: string }[]): string {
  const widths = columns.map(({ width }) => /^minmax\(([^,]+),/.exec(width)?.[1] ?? width);
  return `calc(${widths.join(" + ")} + ${columns.length - 1} * var(--space-3) + 2 * var(--space-6))`;
}
