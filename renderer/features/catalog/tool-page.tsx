import { ArrowLeft, ExternalLink, KeyRound, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { client, hrefOf, navigate, useQuery } from "../../bridge/index.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { Badge, Button, EmptyState, IconButton, Page } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { ToolMark } from "../parts/tool-mark.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import styles from "./catalog.module.css";
import { Operation } from "./operation.tsx";

/** One tool: what it needs, what it costs there, what it can do. */
export function ToolPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useCatalog();
  const connections = useQuery(["connections"], (signal) => client.connections.list(undefined, { signal }));
  const tool = query.data?.find((one) => one.id === id);
  const mine = (connections.data ?? []).filter(({ connector }) => connector === id);
  return (
    <Page
      title={tool?.name ?? t("catalog.title")}
      back={<IconButton icon={ArrowLeft} label={t("catalog.back")} onClick={() => navigate({ screen: "catalog" })} />}
      meta={
        tool ? (
          <>
            <Badge>{tool.category}</Badge>
            {tool.offline ? <Badge icon={WifiOff}>{t("catalog.offline")}</Badge> : null}
            {mine.length > 0 ? <Badge tone="success">{t("catalog.connected")}</Badge> : null}
          </>
        ) : undefined
      }
      actions={
        tool && tool.auth.length > 0 ? (
          <Button
            variant={mine.length > 0 ? "secondary" : "primary"}
            icon={KeyRound}
            onClick={() => navigate({ screen: "connections", connect: tool.id })}
          >
            {mine.length > 0 ? t("catalog.connectAnother") : t("catalog.connect")}
          </Button>
        ) : undefined
      }
    >
      <QueryView query={query} label={t("catalog.loading")}>
        {() => (tool ? <Tool tool={tool} /> : <EmptyState picture={<NothingFound />} title={t("catalog.noTool")} />)}
      </QueryView>
    </Page>
  );
}

function Tool({ tool }: { tool: ToolInfo }) {
  const { t } = useTranslation();
  return (
    <div className={styles.tool}>
      <div className={styles.intro}>
        <ToolMark id={tool.id} name={tool.name} size="lg" />
        <p className={styles.lead}>{tool.description}</p>
      </div>
      <dl className={styles.factList}>
        <Fact label={t("catalog.needs")}>{tool.needs}</Fact>
        <Fact label={t("catalog.costs")}>{tool.pricing}</Fact>
        <Fact label={t("catalog.limits")}>{tool.limits}</Fact>
        <Fact label={t("catalog.verified")}>
          {tool.verifiedBy ? t("catalog.verifiedBy", { by: tool.verifiedBy, date: tool.factsDate }) : ""}
        </Fact>
        <Fact label={t("catalog.notes")}>{tool.notes}</Fact>
        <Fact label={t("catalog.docs")}>
          {tool.docs ? (
            <a className={styles.link} href={tool.docs} target="_blank" rel="noreferrer">
              {new URL(tool.docs).hostname}
              <ExternalLink aria-hidden />
            </a>
          ) : null}
        </Fact>
      </dl>
      {tool.triggers.length > 0 ? (
        <section>
          <h2>{t("catalog.canStart")}</h2>
          <ul className={styles.operations}>
            {tool.triggers.map((operation) => (
              <Operation key={operation.type} operation={operation} />
            ))}
          </ul>
        </section>
      ) : null}
      {tool.actions.length > 0 ? (
        <section>
          <h2>{t("catalog.canDo")}</h2>
          <ul className={styles.operations}>
            {tool.actions.map((operation) => (
              <Operation key={operation.type} operation={operation} />
            ))}
          </ul>
        </section>
      ) : null}
      <p className={styles.quiet}>
        <a className={styles.link} href={hrefOf({ screen: "catalog" })}>
          {t("catalog.back")}
        </a>
      </p>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd data-selectable>{children}</dd>
    </div>
  );
}
