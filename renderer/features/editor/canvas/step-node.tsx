import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { StepStatus } from "#shared/model/run.ts";
import { cx } from "../../../ui/index.ts";
import type { StepData, StepNode as StepNodeType } from "../graph/to-flow.ts";
import { useEditor, useRun } from "../store/use-editor.ts";
import { useFar } from "./far.ts";
import { NameField } from "./name-field.tsx";
import { Handles, OpenEnds, PortRows } from "./node-ports.tsx";
import { StepIcon } from "./step-icon.tsx";
import { Marks } from "./step-marks.tsx";
import styles from "./step-node.module.css";
import { useSubtitle } from "./use-subtitle.ts";
import { shortTime } from "./words.ts";

export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepNodeType>) {
  const plain = useFar();
  const status = useRun((run) => (run.live ? run.nodes.get(id)?.status : undefined));
  const Form = plain ? PlainCard : Card;
  return <Form id={id} data={data} selected={selected} status={status} />;
});

interface CardProps {
  id: string;
  data: StepData;
  selected: boolean;
  status: StepStatus | undefined;
}

function PlainCard({ data, selected, status }: CardProps) {
  return <div className={cx(styles.plain, selected && styles.selected, data.step.disabled && styles.off)} data-status={status} />;
}

function Card({ id, data: { step, operation, ports, open }, selected, status }: CardProps) {
  const subtitle = useSubtitle(step, operation);
  const renaming = useEditor((state) => state.renaming === id);
  return (
    <>
      <div
        className={cx(styles.card, selected && styles.selected, step.disabled && styles.off, operation?.trigger && styles.trigger)}
        data-status={status}
      >
        <div className={styles.head}>
          <StepIcon operation={operation} />
          <div className={styles.words}>
            {renaming ? <NameField id={id} name={step.name} /> : <span className={styles.name}>{step.name}</span>}
            <TypeLine id={id} text={subtitle} />
          </div>
          <Marks id={id} pinned={step.pinned !== undefined} status={status} />
        </div>
        <PortRows ports={ports} />
      </div>
      <Handles ports={ports} />
      <OpenEnds id={id} ports={ports} open={open} />
    </>
  );
}

function TypeLine({ id, text }: { id: string; text: string }) {
  const { i18n } = useTranslation();
  const ms = useRun((run) => (run.live && run.nodes.get(id)?.status === "succeeded" ? run.nodes.get(id)?.ms : undefined));
  return (
    <span className={styles.type}>
      <span className={styles.typeText}>{text}</span>
      {ms === undefined ? null : <span className={styles.ms}>{shortTime(ms, i18n.language)}</span>}
    </span>
  );
}
