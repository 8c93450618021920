import { useTranslation } from "react-i18next";
import { client, useQuery } from "../../../bridge/index.ts";
import { Banner, Button } from "../../../ui/index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";

/** Before publishing: says that tests do not pass. Nothing where all do, or while they are still played. */
export function FailingTests() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const workflowId = useEditor((state) => state.workflow.id);
  const { data } = useQuery(["workflow", workflowId, "tests", "before publishing"], async (signal) => {
    await store.session.whenSaved();
    const rows = await client.tests.list({ workflowId }, { signal });
    return rows.length > 0 ? client.tests.run({ workflowId }, { signal }) : [];
  });
  const count = data?.filter(({ passed }) => !passed).length ?? 0;
  if (count === 0) return null;
  return (
    <Banner
      tone="warning"
      title={t("tests.publishFails", { count })}
      action={
        <Button size="sm" onClick={() => store.setState({ dialog: "tests" })}>
          {t("tests.open")}
        </Button>
      }
    >
      {t("tests.publishText")}
    </Banner>
  );
}
