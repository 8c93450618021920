import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchField } from "../../../ui/index.ts";
import { plain } from "../../parts/search-words.ts";
import { readingOrder } from "../graph/order.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";
import { typeText } from "./words.ts";

/** Finds a step by its name, its kind or what stands in its fields. Enter goes on to the next. */
export function FindStep() {
  const finding = useEditor((state) => state.finding);
  return finding > 0 ? <FindBox call={finding} /> : null;
}

function FindBox({ call }: { call: number }) {
  const { t } = useTranslation();
  const { store, canvas } = useEditorParts();
  const nodes = useEditor((state) => state.nodes);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each call for it begins anew
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [call]);
  const found = useMemo(() => {
    const words = plain(text).split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const { workflow } = store.getState();
    return readingOrder(workflow.nodes, workflow.edges).filter((step) => {
      const node = nodes.find((one) => one.id === step.id);
      const type = node?.type === "step" ? typeText(node.data.operation, step.type, "") : "";
      const all = plain(`${step.name} ${type} ${step.notes ?? ""} ${JSON.stringify(step.params)}`);
      return words.every((word) => all.includes(word));
    });
  }, [text, nodes, store]);
  const go = (to: number) => {
    const step = found[(to + found.length) % found.length];
    if (!step) return;
    setAt((to + found.length) % found.length);
    store.select([step.id]);
    canvas.current?.fit([step.id]);
  };
  const close = () => {
    store.setState({ finding: 0 });
    canvas.current?.focus();
  };
  return (
    <div role="search" className={styles.find}>
      <SearchField
        ref={field}
        autoFocus
        label={t("editor.find.label")}
        value={text}
        onChange={(next) => {
          setText(next);
          setAt(-1);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") go(at + (event.shiftKey ? -1 : 1));
          if (event.key === "Escape") close();
        }}
      />
      <p className={styles.findCount} role="status">
        {text === ""
          ? t("editor.find.hint")
          : found.length === 0
            ? t("editor.find.none")
            : t("editor.find.count", { count: found.length, at: Math.max(1, at + 1) })}
      </p>
    </div>
  );
}
