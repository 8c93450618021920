import { ArrowLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx, IconButton } from "../../../ui/index.ts";
import { ToolMark } from "../../parts/tool-mark.tsx";
import { StepIcon } from "../canvas/step-icon.tsx";
import type { Operation } from "../graph/to-flow.ts";
import type { PickerPlace } from "../store/editor-store.ts";
import { useEditorParts } from "../store/use-editor.ts";
import { createCatalogSearch } from "./catalog-search.ts";
import { type PickerEntry, pickerGroups } from "./entries.ts";
import styles from "./picker.module.css";
import { placeFacts } from "./place-facts.ts";

export interface PickerProps {
  place: PickerPlace;
  onPick: (operation: Operation) => void;
  onClose: () => void;
}

/** Chooses a step: type to find, arrows and Enter to take. What fits at the place comes first. */
export function Picker({ place, onPick, onClose }: PickerProps) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const { catalog } = store.getState();
  const id = useId();
  const [text, setText] = useState("");
  const [tool, setTool] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const search = useMemo(() => createCatalogSearch(catalog), [catalog]);
  const facts = useMemo(() => placeFacts(store.getState(), place), [store, place]);
  const groups = useMemo(() => pickerGroups(catalog, search, facts, text, tool), [catalog, search, facts, text, tool]);
  const entries = groups.flatMap((group) => group.entries);
  const toolName = catalog.tools.find((one) => one.id === tool)?.name;

  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const show = (next: { text?: string; tool?: string | null }) => {
    if (next.text !== undefined) setText(next.text);
    if (next.tool !== undefined) setTool(next.tool);
    setActive(0);
  };
  const take = (entry: PickerEntry | undefined) => {
    if (entry?.kind === "operation") onPick(entry.operation);
    else if (entry) show({ tool: entry.sample.tool.id, text: "" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const last = entries.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    };
    const next = moves[event.key];
    if (next !== undefined) setActive(Math.max(0, next));
    else if (event.key === "Enter") take(entries[active]);
    else if (event.key === "Backspace" && text === "" && tool !== null) show({ tool: null });
    else if (event.key === "Escape") {
      if (text !== "") show({ text: "" });
      else if (tool !== null) show({ tool: null });
      else onClose();
    } else if (event.key === "Tab") onClose();
    else return;
    event.preventDefault();
  };

  let index = -1;
  return (
    <div role="dialog" aria-label={t("editor.picker.title")} className={styles.picker}>
      <div className={styles.top}>
        {tool === null ? null : (
          <IconButton size="sm" icon={ArrowLeft} label={t("editor.picker.back")} onClick={() => show({ tool: null })} />
        )}
        <input
          // The picker was asked for: typing goes there at once.
          ref={(element) => element?.focus({ preventScroll: true })}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[active] ? `${id}-${active}` : undefined}
          aria-label={t("editor.picker.label")}
          className={styles.input}
          placeholder={
            toolName
              ? t("editor.picker.inTool", { tool: toolName })
              : t(facts.needsTrigger ? "editor.picker.firstPlaceholder" : "editor.picker.placeholder")
          }
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => show({ text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("editor.picker.title")} className={styles.list}>
        {groups.map((group) => (
          <div key={group.heading} role="group" aria-labelledby={`${id}-${group.heading}`}>
            <div id={`${id}-${group.heading}`} className={styles.heading}>
              {group.heading === "suggested" && facts.needsTrigger && facts.place === "free"
                ? t("editor.picker.groups.starts")
                : t(`editor.picker.groups.${group.heading}`)}
            </div>
            {group.entries.map((entry) => {
              index += 1;
              const at = index;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys of the list
                <div
                  key={entry.id}
                  id={`${id}-${at}`}
                  role="option"
                  aria-selected={at === active}
                  data-index={at}
                  className={cx(styles.entry, at === active && styles.active)}
                  onPointerMove={() => setActive(at)}
                  onClick={() => take(entry)}
                >
                  <EntryRow entry={entry} />
                </div>
              );
            })}
          </div>
        ))}
        {entries.length === 0 ? <p className={styles.none}>{t("editor.picker.none", { text })}</p> : null}
      </div>
    </div>
  );
}

function EntryRow({ entry }: { entry: PickerEntry }) {
  const { t } = useTranslation();
  if (entry.kind === "tool") {
    return (
      <>
        <ToolMark id={entry.sample.tool.id} name={entry.name} size="sm" />
        <span className={styles.words}>
          <span className={styles.title}>{entry.name}</span>
        </span>
        <span className={styles.meta}>{t("editor.picker.count", { count: entry.count })}</span>
        <ChevronRight aria-hidden className={styles.chevron} />
      </>
    );
  }
  const { operation } = entry;
  return (
    <>
      <StepIcon operation={operation} size="sm" />
      <span className={styles.words}>
        <span className={styles.title}>{operation.title}</span>
        <span className={styles.text}>{operation.description}</span>
      </span>
      <span className={styles.meta}>
        {operation.tool.id === "core" ? (operation.trigger ? t("editor.picker.trigger") : "") : operation.tool.name}
      </span>
    </>
  );
}
