import { Blocks, CornerDownRight, History, type LucideIcon, Play, Workflow } from "lucide-react";
import MiniSearch from "minisearch";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { client, navigate, useQuery } from "../bridge/index.ts";
import { useCommandList } from "../commands/index.ts";
import { useRunNow } from "../features/actions/use-run-now.ts";
import { plain, searchWords } from "../features/parts/search-words.ts";
import { useCatalog } from "../i18n/use-catalog.ts";
import { useFormat } from "../i18n/use-format.ts";
import { useTriggerText } from "../i18n/use-trigger-text.ts";

export interface PaletteEntry {
  id: string;
  kind: "command" | "workflow" | "tool" | "run";
  title: string;
  detail: string;
  /** More words to find it by. */
  words: string;
  icon: LucideIcon;
  keys?: readonly string[] | undefined;
  run: () => void;
}

export interface PaletteGroup {
  heading: string;
  entries: readonly PaletteEntry[];
}

const KINDS = ["command", "workflow", "tool", "run"] as const;
/** A workflow comes before its runs of the same name. */
const WEIGHTS: Readonly<Record<PaletteEntry["kind"], number>> = { workflow: 1.3, command: 1.2, tool: 1.1, run: 0.7 };
const RUNS = 100;
const SHOWN = 8;

/** What the palette offers for a text: everything that can be gone to or done, best first. */
export function usePaletteEntries(text: string): { groups: readonly PaletteGroup[]; loading: boolean } {
  const { t } = useTranslation();
  const format = useFormat();
  const commands = useCommandList();
  const runNow = useRunNow();
  const triggerText = useTriggerText();
  const workflows = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const tools = useCatalog();
  const runs = useQuery(["runs", { limit: RUNS }], (signal) => client.runs.list({ limit: RUNS }, { signal }));

  const all = useMemo((): PaletteEntry[] => {
    const known = new Set<string>();
    return [
      ...commands
        .filter(({ id }) => id !== "palette" && !known.has(id) && known.add(id))
        .map(
          ({ id, title, group, icon = CornerDownRight, keys, words = "", run }): PaletteEntry => ({
            id: `command ${id}`,
            kind: "command",
            title,
            detail: "",
            words: `${words} ${group}`,
            icon,
            keys,
            run,
          }),
        ),
      ...(workflows.data ?? [])
        .filter(({ active, startsBy }) => active && startsBy !== null)
        .map(
          ({ id, name }): PaletteEntry => ({
            id: `start ${id}`,
            kind: "command",
            title: t("workflows.runOne", { name }),
            detail: "",
            words: "",
            icon: Play,
            run: () => runNow({ id, name }),
          }),
        ),
      ...(workflows.data ?? []).map(
        ({ id, name, triggers }): PaletteEntry => ({
          id: `workflow ${id}`,
          kind: "workflow",
          title: name,
          detail: triggers.map(triggerText).join(", "),
          words: "",
          icon: Workflow,
          run: () => navigate({ screen: "workflow", id }),
        }),
      ),
      ...(tools.data ?? []).map(
        ({ id, name, description, category, keywords, actions }): PaletteEntry => ({
          id: `tool ${id}`,
          kind: "tool",
          title: name,
          detail: description,
          words: [category, ...keywords, ...actions.map(({ title }) => title)].join(" "),
          icon: Blocks,
          run: () => navigate({ screen: "tool", id }),
        }),
      ),
      ...(runs.data ?? []).map(
        ({ runId, workflowName, status, startedAt }): PaletteEntry => ({
          id: `run ${runId}`,
          kind: "run",
          title: workflowName,
          detail: `${t(`runs.status.${status}`)} · ${format.short(startedAt)}`,
          words: runId,
          icon: History,
          run: () => navigate({ screen: "run", id: runId }),
        }),
      ),
    ];
  }, [commands, workflows.data, tools.data, runs.data, t, format, runNow, triggerText]);

  const index = useMemo(() => {
    const search = new MiniSearch<PaletteEntry>({
      fields: ["title", "detail", "words"],
      storeFields: ["kind"],
      processTerm: plain,
      searchOptions: {
        boost: { title: 4 },
        boostDocument: (_id, _term, stored) => WEIGHTS[KINDS.find((kind) => kind === stored?.kind) ?? "run"],
        prefix: true,
        fuzzy: 0.2,
        combineWith: "AND",
      },
    });
    search.addAll(all);
    return search;
  }, [all]);

  const groups = useMemo(() => {
    const byId = new Map(all.map((entry) => [entry.id, entry]));
    const found = text.trim() === "" ? all : index.search(searchWords(text)).flatMap(({ id }) => byId.get(String(id)) ?? []);
    // The kind of the best hit comes first, so that Enter does what was meant.
    const order = text.trim() === "" ? KINDS : [...new Set(found.map(({ kind }) => kind))];
    return order
      .map((kind) => ({ heading: t(`frame.kinds.${kind}`), entries: found.filter((entry) => entry.kind === kind).slice(0, SHOWN) }))
      .filter(({ entries }) => entries.length > 0);
  }, [all, index, text, t]);
  return { groups, loading: workflows.loading || tools.loading || runs.loading };
}
