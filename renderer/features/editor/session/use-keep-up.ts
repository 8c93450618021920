import { useEffect, useRef } from "react";
import type { WorkflowId } from "#shared/model/ids.ts";
import { useChanges, useConnection } from "../../../bridge/index.ts";
import type { DraftSession } from "./draft-session.ts";

/**
 * What others do to the draft, as it happens; all of it anew after the way to the engine was broken. Listens before the
 * draft is there: an edit that arrives while it is being opened is not missed.
 */
export function useKeepUp(id: WorkflowId, session: DraftSession | undefined): void {
  const early = useRef<{ update: string; from: string }[]>([]);
  useChanges((batch) => {
    for (const change of batch) {
      if (change.type === "draft" && change.workflowId === id) {
        if (session) session.receive(change.update, change.from);
        else early.current.push(change);
      }
      if (change.type === "reset") void session?.resync();
    }
  });
  useEffect(() => {
    if (!session) return;
    for (const { update, from } of early.current) session.receive(update, from);
    early.current = [];
  }, [session]);

  const state = useConnection((connection) => connection.state);
  const before = useRef(state);
  useEffect(() => {
    const broken = before.current === "restarting" || before.current === "unreachable" || before.current === "signedOut";
    before.current = state;
    if (state === "ready" && broken) void session?.resync();
  }, [session, state]);
}
