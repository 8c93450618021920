import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { SearchField } from "../../ui/index.ts";
import { searchTools, toolIndex } from "../catalog/index.ts";
import { ToolMark } from "../parts/tool-mark.tsx";
import styles from "./connections.module.css";

/** Which tool to connect; the first hit is taken by Enter. */
export function ToolPicker({ tools, onPick }: { tools: readonly ToolInfo[]; onPick: (tool: ToolInfo) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const index = useMemo(() => toolIndex(tools), [tools]);
  const found = text.trim() === "" ? tools : searchTools(index, tools, text).map(({ tool }) => tool);
  return (
    <div className={styles.form}>
      <SearchField
        autoFocus
        label={t("connections.searchTool")}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === "Enter" && first) {
            event.preventDefault();
            onPick(first);
          }
        }}
      />
      <ul className={styles.tools}>
        {found.map((tool) => (
          <li key={tool.id}>
            <button type="button" className={styles.tool} onClick={() => onPick(tool)}>
              <ToolMark id={tool.id} name={tool.name} />
              <span className={styles.toolWords}>
                <span className={styles.name}>{tool.name}</span>
                <span className={styles.muted}>{tool.description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className={styles.muted}>{t("connections.noTool", { text })}</p> : null}
    </div>
  );
}
