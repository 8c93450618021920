import { CircleCheck, Ellipsis, Pencil, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TestRow } from "#shared/contract/tests.ts";
import type { TestResult } from "#shared/model/test-case.ts";
import { Badge, Button, IconButton, Menu, TextField } from "../../../ui/index.ts";
import { MissView } from "./miss-view.tsx";
import styles from "./tests.module.css";

/** Differences that are shown of one test; the first ones mostly cause the rest. */
const SHOWN = 20;

export interface TestEntryProps {
  test: TestRow;
  result: TestResult | undefined;
  running: boolean;
  onRun: () => void;
  onAccept: () => void;
  onRename: (name: string) => Promise<boolean>;
  onDelete: () => void;
  onShowStep: (node: string) => void;
}

/** One test: how it went, and what came out otherwise. */
export function TestEntry({ test, result, running, onRun, onAccept, onRename, onDelete, onShowStep }: TestEntryProps) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  const save = async () => {
    const next = name?.trim() ?? "";
    if (next === "" || next === test.name || (await onRename(next))) setName(null);
  };
  const misses = result?.misses ?? [];
  return (
    <li className={styles.test}>
      {name === null ? (
        <div className={styles.head}>
          <div className={styles.words}>
            <h3>{test.name}</h3>
            <p>
              {test.unreadable === undefined ? t("tests.looks", { count: test.steps }) : t("tests.unreadable", { reason: test.unreadable })}
              {misses.length > 0 ? ` · ${t("tests.misses", { count: misses.length })}` : ""}
            </p>
          </div>
          <State result={result} running={running} />
          <Button size="sm" icon={Play} busy={running} aria-label={t("tests.runOf", { name: test.name })} onClick={onRun}>
            {t("tests.run")}
          </Button>
          <Menu
            align="end"
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("tests.more", { name: test.name })} />}
            items={[
              {
                label: t("tests.accept"),
                icon: CircleCheck,
                disabled: test.unreadable !== undefined || result?.passed !== false,
                onSelect: onAccept,
              },
              { label: t("tests.rename"), icon: Pencil, onSelect: () => setName(test.name) },
              { label: t("tests.delete"), icon: Trash2, danger: true, onSelect: onDelete },
            ]}
          />
        </div>
      ) : (
        <form
          className={styles.rename}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            label={t("tests.newName", { name: test.name })}
            value={name}
            onChange={setName}
            autoFocus
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              // The dialog stays.
              event.stopPropagation();
              setName(null);
            }}
          />
          <Button onClick={() => setName(null)}>{t("ui.cancel")}</Button>
          <Button type="submit">{t("tests.save")}</Button>
        </form>
      )}
      {misses.length > 0 ? (
        <ul className={styles.misses}>
          {misses.slice(0, SHOWN).map((miss, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two differences may stand at one place, and the list is replaced whole
            <MissView key={i} miss={miss} onShow={onShowStep} />
          ))}
          {misses.length > SHOWN ? <li className={styles.quiet}>{t("tests.moreMisses", { count: misses.length - SHOWN })}</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

function State({ result, running }: { result: TestResult | undefined; running: boolean }) {
  const { t } = useTranslation();
  if (running)
    return (
      <Badge tone="info" dot="live">
        {t("tests.running")}
      </Badge>
    );
  if (!result) return <Badge>{t("tests.notRun")}</Badge>;
  return <Badge tone={result.passed ? "success" : "danger"}>{t(result.passed ? "tests.passed" : "tests.failed")}</Badge>;
}
