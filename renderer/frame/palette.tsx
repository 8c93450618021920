import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { Kbd } from "../ui/index.ts";
import styles from "./frame.module.css";
import { useFrameState } from "./frame-state.ts";
import { type PaletteEntry, usePaletteEntries } from "./palette-entries.ts";

/**
 * Finds any screen, workflow, run, tool and command. It is there and gone at once, without the fades of a dialog: what is
 * typed right after its shortcut, and right after Enter, goes where it was meant to.
 */
export function Palette() {
  const open = useFrameState((state) => state.palette);
  const close = useCallback(() => useFrameState.setState({ palette: false }), []);
  return open ? createPortal(<Overlay onClose={close} />, document.body) : null;
}

function Overlay({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    // A screen that has just come may reach for the focus; it waits until the palette is gone.
    const keep = ({ target }: FocusEvent) => {
      if (target !== input.current) input.current?.focus();
    };
    document.addEventListener("focusin", keep);
    return () => {
      document.removeEventListener("focusin", keep);
      // Back to where the person was, unless that has gone or something else has taken the focus.
      if (before instanceof HTMLElement && before.isConnected && !document.activeElement?.closest("main"))
        before.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    // The field is all there is to focus; the list follows its arrow keys.
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the palette puts it away, as Escape does
    <div className={styles.scrim} onPointerDown={(event) => event.target === event.currentTarget && onClose()} onKeyDown={onKeyDown}>
      <div role="dialog" aria-modal="true" aria-label={t("frame.find")} className={styles.palette}>
        <PaletteBody input={input} onDone={onClose} />
      </div>
    </div>
  );
}

function PaletteBody({ input, onDone }: { input: RefObject<HTMLInputElement | null>; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { groups, loading } = usePaletteEntries(text);
  const [chosen, setChosen] = useState("");
  const best = groups[0]?.entries[0]?.id ?? "";
  // The best hit of what is shown now is the chosen one, at once: Enter may follow the last letter closely.
  useLayoutEffect(() => setChosen(best), [best]);
  const run = (entry: PaletteEntry) => {
    onDone();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const entry = groups.flatMap(({ entries }) => entries).find(({ id }) => id === chosen);
    event.preventDefault();
    if (entry) run(entry);
  };
  return (
    <Cmdk
      shouldFilter={false}
      loop
      value={chosen}
      onValueChange={setChosen}
      onKeyDown={onKeyDown}
      label={t("frame.find")}
      className={styles.paletteBox}
    >
      <div className={styles.paletteHead}>
        <Search aria-hidden />
        <Cmdk.Input ref={input} value={text} onValueChange={setText} placeholder={t("frame.findWhat")} className={styles.paletteInput} />
        <Kbd keys={["escape"]} />
      </div>
      <Cmdk.List label={t("frame.found")} className={styles.paletteList}>
        <Cmdk.Empty className={styles.paletteEmpty}>{loading ? t("frame.finding") : t("frame.nothingFound", { text })}</Cmdk.Empty>
        {groups.map(({ heading, entries }) => (
          <Cmdk.Group key={heading} heading={heading}>
            {entries.map((entry) => (
              <Cmdk.Item key={entry.id} value={entry.id} onSelect={() => run(entry)} className={styles.paletteItem}>
                <entry.icon aria-hidden />
                <span className={styles.paletteTitle}>{entry.title}</span>
                <span className={styles.paletteDetail}>{entry.detail}</span>
                {entry.keys ? <Kbd keys={entry.keys} /> : null}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}
