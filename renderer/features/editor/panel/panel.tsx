import { useTranslation } from "react-i18next";
import { useEditor } from "../store/use-editor.ts";
import { NotePanel } from "./note-panel.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { SeveralPanel } from "./several-panel.tsx";
import { StepPanel } from "./step-panel.tsx";
import { WorkflowPanel } from "./workflow-panel.tsx";

/** What is selected, beside the canvas: one step, a note, several parts, or the workflow itself. */
export function Panel() {
  const { t } = useTranslation();
  const open = useEditor((state) => state.panelOpen);
  return open ? (
    <PanelFrame label={t("editor.panel.resize")}>
      <Content />
    </PanelFrame>
  ) : null;
}

function Content() {
  const steps = useEditor((state) => state.selection.steps);
  const notes = useEditor((state) => state.selection.notes);
  const only = steps.length + notes.length === 1 ? (steps[0] ?? notes[0]) : undefined;
  const node = useEditor((state) => (only === undefined ? undefined : state.nodes.find((one) => one.id === only)));
  if (node?.type === "step") return <StepPanel key={node.id} data={node.data} />;
  if (node?.type === "note") return <NotePanel key={node.id} note={node.data.note} />;
  return steps.length + notes.length > 1 ? <SeveralPanel /> : <WorkflowPanel />;
}
