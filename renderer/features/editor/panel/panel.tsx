import { useTranslation } from "react-i18next";
import type { CanvasNode, StepData } from "../graph/to-flow.ts";
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

const stepData = (nodes: readonly CanvasNode[], id: string): StepData | undefined => {
  const node = nodes.find((one) => one.id === id);
  return node?.type === "step" ? node.data : undefined;
};

function Content() {
  const steps = useEditor((state) => state.selection.steps);
  const notes = useEditor((state) => state.selection.notes);
  const only = steps.length + notes.length === 1 ? (steps[0] ?? notes[0]) : undefined;
  // The data alone: while a step is dragged its place changes at every frame, and the panel has no part in that.
  const step = useEditor((state) => (only === undefined ? undefined : stepData(state.nodes, only)));
  const note = useEditor((state) => state.workflow.notes.find((one) => one.id === only));
  if (step) return <StepPanel key={step.step.id} data={step} />;
  if (note) return <NotePanel key={note.id} note={note} />;
  return steps.length + notes.length > 1 ? <SeveralPanel /> : <WorkflowPanel />;
}
