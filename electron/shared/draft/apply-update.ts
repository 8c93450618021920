import type { Result } from "../lib/result.ts";
import { type Accepted, HeldDraft, type Limits, type Refusal } from "./held-draft.ts";

/** As `HeldDraft.apply`, for one update to a draft that is not kept open. `state` = the whole document afterwards. */
export function applyUpdate(state: Uint8Array, update: Uint8Array, limits: Limits): Result<Accepted & { state: Uint8Array }, Refusal> {
  const draft = new HeldDraft(state);
  const applied = draft.apply(update, limits);
  return applied.ok ? { ok: true, value: { ...applied.value, state: draft.state() } } : applied;
}
