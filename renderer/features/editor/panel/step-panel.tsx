import { Ellipsis, FlaskConical } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readPreference, writePreference } from "../../../bridge/index.ts";
import { Badge, Button, IconButton, Menu, SplitPane, Tabs } from "../../../ui/index.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { StepIcon } from "../canvas/step-icon.tsx";
import { useMenuEntries } from "../canvas/use-menu-entries.ts";
import { typeText } from "../canvas/words.ts";
import type { StepData } from "../graph/to-flow.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import { InputView, OutputView, outputIndex } from "./data-view.tsx";
import { FailureCard } from "./failure-card.tsx";
import styles from "./panel.module.css";
import { SetUpTab } from "./set-up-tab.tsx";
import { SettingsTab } from "./settings-tab.tsx";
import { StepName } from "./step-name.tsx";
import { knownFirst, sourcesOf } from "./upstream.ts";

type FormTab = "setUp" | "settings";
type DataTab = "input" | "output";

/** One step: what it does, how it behaves, and the data that comes and goes. */
export function StepPanel({ data: { step, operation } }: { data: StepData }) {
  const { t } = useTranslation();
  const { testStep } = useTestRun();
  const menu = useMenuEntries();
  const nodes = useEditor((state) => state.workflow.nodes);
  const edges = useEditor((state) => state.workflow.edges);
  const problems = useEditor((state) =>
    state.fresh === step.id ? 0 : state.problems.filter((problem) => problem.node === step.id).length,
  );
  const drawn = useEditor((state) => state.nodes);
  const ran = useRun((run) => run.nodes);
  const sources = useMemo(
    () => knownFirst(sourcesOf(step.id, nodes, edges), (one) => (ran.get(one.node.id)?.counts[outputIndex(drawn, one)] ?? 0) > 0),
    [step.id, nodes, edges, ran, drawn],
  );
  const [tab, setTab] = useState<FormTab>("setUp");
  const [dataTab, setDataTab] = useState<DataTab>(operation?.trigger ? "output" : "input");
  const [item, setItem] = useState(0);
  const share = useMemo(() => Number(readPreference("editor.formShare")) || 0.62, []);
  const panel = useRef<HTMLElement>(null);
  useTakeFocus(panel);
  const test = () => {
    testStep(step.id);
    setDataTab("output");
  };

  return (
    <section ref={panel} className={styles.panel} aria-label={t("editor.panel.label", { name: step.name })}>
      <header className={styles.head}>
        <StepIcon operation={operation} />
        <div className={styles.headWords}>
          <StepName id={step.id} name={step.name} />
          <p className={styles.type}>{typeText(operation, step.type, t("editor.node.unknown"))}</p>
        </div>
        <Button size="sm" icon={FlaskConical} onClick={test}>
          {t("editor.panel.test")}
        </Button>
        <Menu
          align="end"
          trigger={<IconButton size="sm" icon={Ellipsis} label={t("editor.panel.more")} />}
          items={menu({ kind: "step" })}
        />
      </header>
      <FailureCard node={step.id} />
      <div className={styles.body}>
        <SplitPane
          label={t("editor.panel.divider")}
          direction="column"
          initial={share}
          min={0.2}
          max={0.85}
          onChange={(next) => writePreference("editor.formShare", String(next))}
          first={
            <Tabs<FormTab>
              className={styles.tabs}
              label={t("editor.panel.tabs")}
              value={tab}
              onChange={setTab}
              tabs={[
                {
                  value: "setUp",
                  label: t("editor.panel.setUp"),
                  badge: problems > 0 ? <Badge tone="warning">{problems}</Badge> : undefined,
                  panel: <SetUpTab node={step} operation={operation} sources={sources} item={item} />,
                },
                { value: "settings", label: t("editor.panel.settings"), panel: <SettingsTab node={step} operation={operation} /> },
              ]}
            />
          }
          second={
            <Tabs<DataTab>
              className={styles.tabs}
              label={t("editor.data.label")}
              value={dataTab}
              onChange={setDataTab}
              tabs={[
                ...(operation?.trigger
                  ? []
                  : [
                      {
                        value: "input" as const,
                        label: t("editor.data.input"),
                        panel: <InputView node={step} sources={sources} item={item} onItem={setItem} />,
                      },
                    ]),
                { value: "output", label: t("editor.data.output"), panel: <OutputView node={step} /> },
              ]}
            />
          }
        />
      </div>
    </section>
  );
}

/** Enter on a step goes into its panel: to the first field, else to the panel's first control. */
function useTakeFocus(panel: React.RefObject<HTMLElement | null>): void {
  const { store } = useEditorParts();
  const wanted = useEditor((state) => state.focusPanel);
  useEffect(() => {
    if (!wanted) return;
    store.setState({ focusPanel: false });
    const first =
      panel.current?.querySelector<HTMLElement>("[role=tabpanel] :is(input, textarea, button, [tabindex='0'])") ??
      panel.current?.querySelector<HTMLElement>("button");
    first?.focus();
  }, [wanted, store, panel]);
}
