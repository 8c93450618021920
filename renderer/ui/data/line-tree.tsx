import { ChevronRight } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useMemo, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { ContextMenu } from "../menu.tsx";
import type { MenuEntry } from "../menu-items.tsx";
import { useRowFocus } from "../use-row-focus.ts";
import { useRowWindow } from "../use-window.ts";
import styles from "./data.module.css";
import type { TreeLine } from "./types.ts";

export interface LineTreeProps {
  label: string;
  lines: readonly TreeLine[];
  onToggle: (line: TreeLine, open: boolean) => void;
  /** Ctrl/Cmd-C on a line. */
  onCopy?: ((line: TreeLine) => void) | undefined;
  menu?: ((line: TreeLine) => readonly MenuEntry[]) | undefined;
  /** Makes lines with a path draggable. */
  onDragStart?: ((event: DragEvent, line: TreeLine) => void) | undefined;
  /** Enter on a line that does not fold. */
  onPick?: ((line: TreeLine) => void) | undefined;
}

const LINE_REM = 1.5;

/** A tree of any length, drawn only as far as it is in sight, with the keys that a tree has everywhere. */
export function LineTree({ label, lines, onToggle, onCopy, menu, onDragStart, onPick }: LineTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRowWindow(scroller, lines.length, LINE_REM);
  const [menuLine, setMenuLine] = useState<TreeLine | null>(null);
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const focus = useRowFocus(scroller, ids, view);

  const parentOf = (index: number): number => {
    const depth = lines[index]?.depth ?? 0;
    for (let at = index - 1; at >= 0; at -= 1) if ((lines[at]?.depth ?? 0) < depth) return at;
    return index;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { active, move } = focus;
    const line = lines[active];
    if (!line || focus.onMoveKey(event)) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && onCopy) onCopy(line);
    else if (event.key === "ArrowRight" && line.expandable) {
      if (line.open) move(active + 1);
      else onToggle(line, true);
    } else if (event.key === "ArrowLeft") {
      if (line.open) onToggle(line, false);
      else move(parentOf(active));
    } else if (event.key === "Enter" || event.key === " ") {
      if (line.expandable) onToggle(line, !line.open);
      else onPick?.(line);
    } else return;
    event.preventDefault();
  };

  const tree = (
    <div role="tree" aria-label={label} className={styles.lines} style={{ height: lines.length * view.rowHeight }} onKeyDown={onKeyDown}>
      {focus.drawn.map((index) => {
        const line = lines[index];
        if (!line) return null;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all lines
          <div
            key={line.id}
            role="treeitem"
            aria-level={line.depth + 1}
            aria-expanded={line.expandable ? line.open : undefined}
            aria-selected={index === focus.active}
            data-index={index}
            tabIndex={index === focus.stop ? 0 : -1}
            draggable={onDragStart !== undefined && line.path !== undefined}
            className={cx(styles.line, line.kind === "item" && styles.itemLine)}
            style={{
              height: view.rowHeight,
              transform: `translateY(${index * view.rowHeight}px)`,
              paddingInlineStart: `${0.5 + line.depth}rem`,
            }}
            onClick={() => {
              if (line.expandable) onToggle(line, !line.open);
            }}
            onFocus={() => focus.onRowFocus(index)}
            onDragStart={(event) => onDragStart?.(event, line)}
            onContextMenu={() => setMenuLine(line)}
          >
            <ChevronRight
              aria-hidden
              className={cx(styles.chevron, line.open && styles.chevronOpen, !line.expandable && styles.noChevron)}
            />
            {line.label ? <span className={styles.label}>{line.label}</span> : null}
            {line.text ? <span className={cx(styles.value, styles[line.kind])}>{line.text}</span> : null}
            {line.note ? <span className={styles.note}>{line.note}</span> : null}
          </div>
        );
      })}
    </div>
  );
  return (
    <div ref={scroller} className={styles.scroller}>
      {menu ? <ContextMenu items={menuLine ? menu(menuLine) : []}>{tree}</ContextMenu> : tree}
    </div>
  );
}
