import { Dialog } from "@base-ui/react/dialog";
import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Kbd } from "../ui/index.ts";
import styles from "./frame.module.css";
import { useFrameState } from "./frame-state.ts";
import { type PaletteEntry, usePaletteEntries } from "./palette-entries.ts";

/** Finds any screen, workflow, run, tool and command. */
export function Palette() {
  const { t } = useTranslation();
  const open = useFrameState((state) => state.palette);
  const setOpen = (palette: boolean) => useFrameState.setState({ palette });
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.scrim} />
        <Dialog.Popup className={styles.palette} initialFocus={input} aria-label={t("frame.find")}>
          <PaletteBody input={input} onDone={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ input, onDone }: { input: React.RefObject<HTMLInputElement | null>; onDone: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { groups, loading } = usePaletteEntries(useDeferredValue(text));
  const [chosen, setChosen] = useState("");
  const best = groups[0]?.entries[0]?.id ?? "";
  // Enter takes the best hit of what is shown now, also when that came a moment after the typing.
  useEffect(() => setChosen(best), [best]);
  // At once, not with the dialog's next frame: what is typed right after the shortcut must not be lost.
  useLayoutEffect(() => input.current?.focus(), [input]);
  const run = (entry: PaletteEntry) => {
    onDone();
    entry.run();
  };
  return (
    <Cmdk shouldFilter={false} loop value={chosen} onValueChange={setChosen} label={t("frame.find")} className={styles.paletteBox}>
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
