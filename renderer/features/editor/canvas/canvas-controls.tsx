import { useStore } from "@xyflow/react";
import { List, Maximize, StickyNote, WandSparkles, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton, Toolbar, ToolbarButton, ToolbarSeparator } from "../../../ui/index.ts";
import { addNoteHere } from "../actions/edit-selection.ts";
import { useArrange } from "../actions/use-arrange.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";

export function CanvasControls() {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const arrange = useArrange();
  const { store, canvas } = parts;
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className={styles.controls}>
      <Toolbar label={t("editor.controls.label")}>
        <ToolbarButton>
          <IconButton
            size="sm"
            icon={ZoomOut}
            label={t("editor.controls.zoomOut")}
            shortcut={["-"]}
            onClick={() => canvas.current?.zoomBy(0.8)}
          />
        </ToolbarButton>
        <ToolbarButton>
          <button
            type="button"
            className={styles.percent}
            aria-label={t("editor.controls.fullSize", { percent })}
            onClick={() => canvas.current?.zoomTo(1)}
          >
            {percent} %
          </button>
        </ToolbarButton>
        <ToolbarButton>
          <IconButton
            size="sm"
            icon={ZoomIn}
            label={t("editor.controls.zoomIn")}
            shortcut={["+"]}
            onClick={() => canvas.current?.zoomBy(1.25)}
          />
        </ToolbarButton>
        <ToolbarButton>
          <IconButton
            size="sm"
            icon={Maximize}
            label={t("editor.controls.fit")}
            shortcut={["shift", "1"]}
            onClick={() => canvas.current?.fit()}
          />
        </ToolbarButton>
        <ToolbarSeparator />
        <ToolbarButton>
          <IconButton size="sm" icon={WandSparkles} label={t("editor.controls.arrange")} shortcut={["shift", "l"]} onClick={arrange} />
        </ToolbarButton>
        <ToolbarButton>
          <IconButton
            size="sm"
            icon={StickyNote}
            label={t("editor.controls.note")}
            shortcut={["shift", "n"]}
            onClick={() => addNoteHere(parts)}
          />
        </ToolbarButton>
        <ToolbarButton>
          <IconButton
            size="sm"
            icon={List}
            label={t("editor.controls.list")}
            shortcut={["shift", "v"]}
            onClick={() => store.setState({ view: "list" })}
          />
        </ToolbarButton>
      </Toolbar>
    </div>
  );
}
