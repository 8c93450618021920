import { Check, WifiOff } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { client, hrefOf, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { Badge, Button, EmptyState, Page, SearchField, Segmented } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { ToolMark } from "../parts/tool-mark.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import styles from "./catalog.module.css";
import { searchTools, type ToolHit, toolIndex } from "./search.ts";

type Filter = "all" | "connected" | "offline";

/** All tools by category; search forgives typos and knows what people call things. */
export function CatalogPage() {
  const { t } = useTranslation();
  const query = useCatalog();
  const connections = useQuery(["connections"], (signal) => client.connections.list(undefined, { signal }));
  const [text, setText] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [category, setCategory] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const connected = useMemo(() => new Set((connections.data ?? []).map(({ connector }) => connector)), [connections.data]);

  useCommands(
    useMemo(
      () => [
        { id: "search-catalog", title: t("catalog.search"), group: t("catalog.title"), keys: ["/"], run: () => search.current?.focus() },
      ],
      [t],
    ),
  );

  return (
    <Page
      fill
      title={t("catalog.title")}
      meta={query.data ? t("catalog.count", { count: query.data.length }) : undefined}
      bar={
        <>
          <SearchField
            ref={search}
            className={styles.search}
            label={t("catalog.search")}
            placeholder={t("catalog.searchHint")}
            value={text}
            onChange={setText}
          />
          <Segmented
            label={t("catalog.filter")}
            size="md"
            value={filter}
            onChange={setFilter}
            options={(["all", "connected", "offline"] as const).map((value) => ({ value, label: t(`catalog.filters.${value}`) }))}
          />
        </>
      }
    >
      <QueryView query={query} label={t("catalog.loading")}>
        {(tools) => (
          <Tools
            tools={tools.filter((tool) => filter === "all" || (filter === "offline" ? tool.offline : connected.has(tool.id)))}
            text={text}
            category={category}
            onCategory={setCategory}
            connected={connected}
            onClear={() => {
              setText("");
              setFilter("all");
              setCategory(null);
            }}
          />
        )}
      </QueryView>
    </Page>
  );
}

interface ToolsProps {
  tools: readonly ToolInfo[];
  text: string;
  category: string | null;
  onCategory: (category: string | null) => void;
  connected: ReadonlySet<string>;
  onClear: () => void;
}

function Tools({ tools, text, category, onCategory, connected, onClear }: ToolsProps) {
  const { t } = useTranslation();
  const index = useMemo(() => toolIndex(tools), [tools]);
  const hits = useMemo(
    (): ToolHit[] => (text.trim() === "" ? tools.map((tool) => ({ tool, operations: [] })) : searchTools(index, tools, text)),
    [index, tools, text],
  );
  const groups = Map.groupBy(hits, ({ tool }) => tool.category);
  const shown = [...groups].filter(([name]) => category === null || name === category);
  const link = (name: string | null, label: string, count: number) => (
    <button type="button" className={styles.category} aria-pressed={category === name} onClick={() => onCategory(name)}>
      <span>{label}</span>
      <span className={styles.quiet}>{count}</span>
    </button>
  );
  if (shown.length === 0)
    return (
      <EmptyState
        picture={<NothingFound />}
        title={t("catalog.nothingFound")}
        action={<Button onClick={onClear}>{t("catalog.showAll")}</Button>}
      >
        {t("catalog.nothingFoundText")}
      </EmptyState>
    );
  return (
    <div className={styles.catalog}>
      <div className={styles.categories} role="group" aria-label={t("catalog.categories")}>
        {link(null, t("catalog.all"), hits.length)}
        {[...groups].map(([name, list]) => (
          <div key={name}>{link(name, name, list.length)}</div>
        ))}
      </div>
      <div className={styles.list}>
        {shown.map(([name, list]) => (
          <section key={name} className={styles.section} aria-label={name}>
            <h2>{name}</h2>
            <ul className={styles.grid}>
              {list.map((hit) => (
                <li key={hit.tool.id}>
                  <ToolCard hit={hit} connected={connected.has(hit.tool.id)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function ToolCard({ hit: { tool, operations }, connected }: { hit: ToolHit; connected: boolean }) {
  const { t } = useTranslation();
  const found = operations.slice(0, 2);
  return (
    <a href={hrefOf({ screen: "tool", id: tool.id })} className={styles.card}>
      <ToolMark id={tool.id} name={tool.name} />
      <span className={styles.words}>
        <span className={styles.cardHead}>
          <span className={styles.name}>{tool.name}</span>
          {connected ? (
            <Badge tone="success" icon={Check}>
              {t("catalog.connected")}
            </Badge>
          ) : null}
          {tool.offline ? <Badge icon={WifiOff}>{t("catalog.offline")}</Badge> : null}
        </span>
        <span className={styles.description}>{tool.description}</span>
        <span className={styles.facts}>
          {found.length > 0
            ? found.map(({ title }) => title).join(" · ")
            : [
                t("catalog.actions", { count: tool.actions.length }),
                tool.triggers.length > 0 ? t("catalog.triggers", { count: tool.triggers.length }) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
        </span>
      </span>
    </a>
  );
}
