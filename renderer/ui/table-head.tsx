import { ArrowDown, ArrowUp } from "lucide-react";
import type { CSSProperties } from "react";
import { cx } from "./class-names.ts";
import styles from "./table.module.css";
import type { Column } from "./table.tsx";

export interface Sort {
  column: string;
  direction: "ascending" | "descending";
}

export interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  template: CSSProperties;
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

export function TableHead<Row>({ columns, template, sort, onSort }: TableHeadProps<Row>) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow} style={template}>
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort.direction : undefined;
          const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
          return (
            <div key={column.id} role="columnheader" aria-sort={sorted} className={cx(styles.cell, column.align === "end" && styles.end)}>
              {column.compare || column.sortable ? (
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => onSort({ column: column.id, direction: sorted === "ascending" ? "descending" : "ascending" })}
                >
                  {column.header}
                  <Arrow aria-hidden className={cx(styles.arrow, !sorted && styles.idle)} />
                </button>
              ) : (
                <span className={cx(column.hideHeader && "visually-hidden")}>{column.header}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
