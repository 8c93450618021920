import { useTranslation } from "react-i18next";
import { useEditor } from "../store/use-editor.ts";
import { typeText } from "./words.ts";

/** Says to screen readers what is selected. */
export function CanvasSpeech() {
  const { t } = useTranslation();
  const said = useEditor(({ selection, nodes, workflow }) => {
    const { steps, notes, wires } = selection;
    if (steps.length === 1 && notes.length === 0) {
      const node = nodes.find((one) => one.id === steps[0]);
      if (node?.type !== "step") return "";
      const { step, operation } = node.data;
      const type = typeText(operation, step.type, t("editor.node.unknown"));
      const next = workflow.edges.flatMap((edge) =>
        edge.from.node === step.id ? (workflow.nodes.find((one) => one.id === edge.to.node)?.name ?? []) : [],
      );
      const leads = next.length > 0 ? t("editor.canvas.leadsTo", { names: next.join(", ") }) : t("editor.canvas.leadsNowhere");
      return `${step.name}, ${type}. ${step.disabled ? `${t("editor.node.off")}. ` : ""}${leads}`;
    }
    const count = steps.length + notes.length;
    if (count > 0) return t("editor.canvas.selected", { count });
    return wires.length > 0 ? t("editor.canvas.wires", { count: wires.length }) : "";
  });
  return (
    <div role="status" className="visually-hidden">
      {said}
    </div>
  );
}
