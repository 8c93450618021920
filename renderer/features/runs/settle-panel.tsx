import { Check, Play, SearchCheck, SkipForward } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary, Settlement, StepSummary } from "#shared/model/run.ts";
import { Banner, Button, CodeField, Disclosure, Select } from "../../ui/index.ts";
import styles from "./runs.module.css";
import { useRunActions } from "./use-run-actions.ts";

/** A write whose answer never came: only a person (or the service) can say whether it was done. */
export function SettlePanel({ run, step }: { run: RunSummary; step: StepSummary }) {
  const { t } = useTranslation();
  const { settle } = useRunActions();
  const [busy, setBusy] = useState<Settlement["answer"] | null>(null);
  const [output, setOutput] = useState("");
  const items = step.unknownItems ?? [];
  const [item, setItem] = useState("all");
  const parsed = parse(output);

  const answer = async (settlement: Settlement) => {
    setBusy(settlement.answer);
    await settle(run, step.step, item === "all" ? undefined : Number(item), settlement);
    setBusy(null);
  };
  return (
    <Banner tone="warning" title={t("runs.settle.title", { step: step.name })} className={styles.panel}>
      {step.failure ? <p>{step.failure.message}</p> : null}
      <p>{t("runs.settle.why")}</p>
      {step.failure?.fix ? <p>{step.failure.fix}</p> : null}
      <div className={styles.settle}>
        {items.length > 1 ? (
          <Select
            label={t("runs.settle.which")}
            size="sm"
            value={item}
            onChange={setItem}
            options={[
              { value: "all", label: t("runs.settle.allItems", { count: items.length }) },
              ...items.map((one) => ({ value: String(one), label: t("ui.data.item", { number: one + 1 }) })),
            ]}
          />
        ) : null}
        <div className={styles.answers}>
          <Button
            icon={Check}
            busy={busy === "happened"}
            disabled={parsed === "wrong"}
            onClick={() =>
              void answer(parsed === "empty" || parsed === "wrong" ? { answer: "happened" } : { answer: "happened", output: parsed.value })
            }
          >
            {t("runs.settle.happened")}
          </Button>
          <Button icon={Play} busy={busy === "repeat"} onClick={() => void answer({ answer: "repeat" })}>
            {t("runs.settle.repeat")}
          </Button>
          <Button icon={SkipForward} busy={busy === "skip"} onClick={() => void answer({ answer: "skip" })}>
            {t("runs.settle.skip")}
          </Button>
          <Button icon={SearchCheck} busy={busy === "verify"} onClick={() => void answer({ answer: "verify" })}>
            {t("runs.settle.verify")}
          </Button>
        </div>
        <Disclosure label={t("runs.settle.withOutput")}>
          <CodeField
            label={t("runs.settle.output")}
            help={t("runs.settle.outputHelp")}
            error={parsed === "wrong" ? t("runs.notJson") : undefined}
            language="json"
            rows={3}
            value={output}
            onChange={setOutput}
          />
        </Disclosure>
      </div>
    </Banner>
  );
}

function parse(text: string): { value: unknown } | "empty" | "wrong" {
  if (text.trim() === "") return "empty";
  try {
    return { value: JSON.parse(text) };
  } catch {
    return "wrong";
  }
}
