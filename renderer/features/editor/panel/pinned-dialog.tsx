import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setNodeFields } from "#shared/draft/edit.ts";
import type { Item } from "#shared/model/item.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { Button, CodeField, Dialog } from "../../../ui/index.ts";
import { itemsText, readItems } from "../../parts/items-text.ts";
import { BodyHint } from "../bar/body-hint.tsx";
import { operationOf } from "../store/catalog-index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";

/** Items as a draft keeps them: where they came from is another run's business. */
export const pinnable = (items: readonly Item[]): Item[] => items.map(({ json, binary }) => (binary ? { json, binary } : { json }));

/** Pinned data as text: to be written, corrected, pasted. */
export function PinnedDialog({ node, items, onClose }: { node: WorkflowNode; items: readonly Item[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { store, run } = useEditorParts();
  const operation = useEditor((state) => operationOf(state.catalog, node));
  const [text, setText] = useState(() => itemsText(items.length > 0 ? items : [{ json: {} }]));
  const read = readItems(text);
  const save = () => {
    if (!read.ok) return;
    store.session.edit((editing) => setNodeFields(editing, [node.id], { pinned: pinnable(read.items) }));
    run.kept();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={t("testing.pinnedTitle", { name: node.name })}
      description={t("testing.pinnedText")}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" disabled={!read.ok} onClick={save}>
            {t("testing.savePinned")}
          </Button>
        </>
      }
    >
      <CodeField
        label={t("testing.data")}
        help={t("testing.dataHelp")}
        error={read.ok ? undefined : read.message || t("testing.notJson")}
        language="json"
        lineNumbers
        rows={10}
        maxRows={20}
        value={text}
        onChange={setText}
      />
      <BodyHint operation={operation} items={read.ok ? read.items : []} onChange={(items) => setText(itemsText(items))} />
    </Dialog>
  );
}
