import { useCallback } from "react";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { triggerInWords } from "./connector-words.ts";
import { useConnectorWords } from "./use-connector-words.ts";

/** Says what a trigger waits for: `Every weekday at 07:30`. */
export function useTriggerText(): (trigger: WorkflowRow["triggers"][number]) => string {
  const words = useConnectorWords() ?? null;
  return useCallback((trigger) => triggerInWords(trigger, words), [words]);
}
