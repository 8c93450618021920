import type { Mapper } from "../mapper.ts";
import { branch, filter } from "./branches.ts";
import { noOp, respondToWebhook, stopAndError } from "./flow.ts";
import { httpRequest } from "./http.ts";
import { set } from "./set.ts";

const manual: Mapper = () => ({ type: "core.manual", params: {} });

/** By n8n type, without the `n8n-nodes-base.` of n8n's own. */
export const mappers: Readonly<Record<string, Mapper>> = {
  manualTrigger: manual,
  start: manual,
  set,
  if: branch,
  filter,
  noOp,
  stopAndError,
  respondToWebhook,
  httpRequest,
};
