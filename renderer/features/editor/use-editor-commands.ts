import { FlaskConical, List, ListChecks, Maximize, Plus, Redo2, Rocket, Search, StickyNote, Undo2, WandSparkles } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "../../commands/index.ts";
import { defaultPlace } from "./actions/add-step.ts";
import { addNoteHere } from "./actions/edit-selection.ts";
import { useArrange } from "./actions/use-arrange.ts";
import { useTestRun } from "./actions/use-test-run.ts";
import { useEditorParts } from "./store/use-editor.ts";

/** What can be done in the editor from anywhere in it: in the palette, on the shortcuts sheet and by keys. */
export function useEditorCommands(): void {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const arrange = useArrange();
  const { testAll } = useTestRun();
  const commands = useMemo((): Command[] => {
    const { store, canvas } = parts;
    const group = t("editor.commands.group");
    return [
      {
        id: "editor.add",
        group,
        title: t("editor.menu.addStep"),
        icon: Plus,
        keys: ["/"],
        run: () => store.setState({ picker: defaultPlace(store.getState()) }),
      },
      { id: "editor.test", group, title: t("editor.commands.test"), icon: FlaskConical, keys: ["mod", "enter"], run: testAll },
      {
        id: "editor.testWith",
        group,
        title: t("testing.with"),
        icon: FlaskConical,
        keys: ["mod", "shift", "enter"],
        run: () => store.setState({ dialog: "test" }),
      },
      {
        id: "editor.publish",
        group,
        title: t("editor.commands.publish"),
        icon: Rocket,
        keys: ["mod", "shift", "p"],
        run: () => store.setState({ dialog: "publish" }),
      },
      { id: "editor.undo", group, title: t("editor.bar.undo"), icon: Undo2, keys: ["mod", "z"], run: () => store.session.undo() },
      { id: "editor.redo", group, title: t("editor.bar.redo"), icon: Redo2, keys: ["mod", "shift", "z"], run: () => store.session.redo() },
      { id: "editor.redo2", group, title: t("editor.commands.redoToo"), icon: Redo2, keys: ["mod", "y"], run: () => store.session.redo() },
      {
        id: "editor.find",
        group,
        title: t("editor.find.label"),
        icon: Search,
        keys: ["mod", "f"],
        run: () => store.setState(({ finding }) => ({ finding: finding + 1, view: "canvas" })),
      },
      { id: "editor.fit", group, title: t("editor.menu.fit"), icon: Maximize, keys: ["shift", "1"], run: () => canvas.current?.fit() },
      { id: "editor.zoomIn", group, title: t("editor.controls.zoomIn"), keys: ["+"], run: () => canvas.current?.zoomBy(1.25) },
      { id: "editor.zoomOut", group, title: t("editor.controls.zoomOut"), keys: ["-"], run: () => canvas.current?.zoomBy(0.8) },
      { id: "editor.arrange", group, title: t("editor.menu.arrange"), icon: WandSparkles, keys: ["shift", "l"], run: arrange },
      { id: "editor.note", group, title: t("editor.menu.addNote"), icon: StickyNote, keys: ["shift", "n"], run: () => addNoteHere(parts) },
      {
        id: "editor.view",
        group,
        title: t("editor.commands.view"),
        icon: List,
        keys: ["shift", "v"],
        run: () => store.setState(({ view }) => ({ view: view === "canvas" ? "list" : "canvas" })),
      },
      {
        id: "editor.panel",
        group,
        title: t("editor.commands.panel"),
        keys: ["mod", "\\"],
        run: () => store.setState(({ panelOpen }) => ({ panelOpen: !panelOpen })),
      },
      { id: "editor.tests", group, title: t("tests.open"), icon: ListChecks, run: () => store.setState({ dialog: "tests" }) },
      { id: "editor.versions", group, title: t("editor.bar.versions"), run: () => store.setState({ dialog: "versions" }) },
    ];
  }, [parts, arrange, testAll, t]);
  useCommands(commands);
}
