import { useTranslation } from "react-i18next";
import type { Item } from "#shared/model/item.ts";
import { Button, FieldWarning } from "../../../ui/index.ts";
import type { Operation } from "../graph/to-flow.ts";

export interface BodyHintProps {
  operation: Operation | undefined;
  items: readonly Item[];
  onChange: (items: Item[]) => void;
}

const PARTS = ["body", "headers", "query", "params"];

/** Data written for a trigger whose calls bring a body, but as if it were the call: steps behind would look for it elsewhere. */
export function BodyHint({ operation, items, onChange }: BodyHintProps) {
  const { t } = useTranslation();
  const [sample] = operation?.sample ?? [];
  if (operation?.trigger !== "webhook" || !sample || !Object.hasOwn(sample, "body")) return null;
  const bare = ({ json }: Item): boolean => Object.keys(json).length > 0 && !PARTS.some((part) => Object.hasOwn(json, part));
  if (!items.some(bare)) return null;
  const under = (item: Item): Item => (bare(item) ? { ...item, json: { headers: {}, params: {}, query: {}, body: item.json } } : item);
  return (
    <FieldWarning role="status">
      {t("testing.bareBody")}{" "}
      <Button size="sm" onClick={() => onChange(items.map(under))}>
        {t("testing.underBody")}
      </Button>
    </FieldWarning>
  );
}
