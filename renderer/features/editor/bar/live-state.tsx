import { ChevronDown, Power, PowerOff, Rocket } from "lucide-react";
import { useTranslation } from "react-i18next";
import { client, useQuery } from "../../../bridge/index.ts";
import { Badge, Menu, type MenuEntry } from "../../../ui/index.ts";
import { useAction } from "../../actions/use-action.ts";
import { useOffQuestion } from "../../actions/use-off-question.tsx";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./top-bar.module.css";

/** Whether this workflow answers to its triggers, and whether the draft is what is live. */
export function LiveState() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const act = useAction();
  const { ask, question } = useOffQuestion();
  const id = useEditor((state) => state.workflow.id);
  const { data: rows } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const row = rows?.find((one) => one.id === id);
  if (!row) return null;
  const { active, changed, liveVersion, lastVersion } = row;
  const text = !active
    ? t(lastVersion === null ? "editor.live.never" : "editor.live.off")
    : t(changed ? "editor.live.changed" : "editor.live.on", { version: liveVersion });
  const items: MenuEntry[] = [
    { label: t("editor.live.publish"), icon: Rocket, onSelect: () => store.setState({ dialog: "publish" }) },
    ...(active || lastVersion === null
      ? []
      : [
          {
            label: t("editor.live.turnOn", { version: lastVersion }),
            icon: Power,
            onSelect: () =>
              void act(() => client.workflows.activate({ id }), {
                done: { tone: "success" as const, title: t("editor.live.isOn", { version: lastVersion }) },
                failed: t("editor.live.stillOff"),
              }),
          },
        ]),
    {
      label: t("editor.live.turnOff"),
      icon: PowerOff,
      disabled: !active,
      onSelect: () =>
        ask(row, "off", () => {
          const words = { done: { title: t("editor.live.isOff") }, failed: t("editor.live.stillOn") };
          void act(() => client.workflows.unpublish({ id }), words);
        }),
    },
  ];
  return (
    <>
      <Menu
        items={items}
        trigger={
          <button type="button" className={styles.live} aria-label={t("editor.live.menu", { state: text })}>
            <Badge tone={active ? (changed ? "warning" : "success") : "neutral"} dot>
              {text}
            </Badge>
            <ChevronDown aria-hidden className="visually-hidden" />
          </button>
        }
      />
      {question}
    </>
  );
}
