import type { Mapper } from "../mapper.ts";
import { branch, filter } from "./branches.ts";
import { errorTrigger, executeWorkflow, executeWorkflowTrigger } from "./calls.ts";
import { code, functionItem, functionNode } from "./code.ts";
import { compareDatasets } from "./compare.ts";
import { crypto } from "./crypto.ts";
import { dateTime } from "./dates.ts";
import { emailSend } from "./email.ts";
import {
  convertToFile,
  extractFromFile,
  iCal,
  moveBinaryData,
  readBinaryFile,
  readBinaryFiles,
  readPdf,
  readWriteFile,
  spreadsheetFile,
  writeBinaryFile,
} from "./files.ts";
import { executionData, noOp, respondToWebhook, stopAndError } from "./flow.ts";
import { html } from "./html.ts";
import { httpRequest } from "./http.ts";
import { compression, jwt, totp } from "./keys.ts";
import { aggregate, itemLists, limit, removeDuplicates, renameKeys, sort, splitOut, summarize } from "./lists.ts";
import { markdown } from "./markdown.ts";
import { merge } from "./merge.ts";
import { redis } from "./redis.ts";
import { debugHelper, trainingMessenger } from "./samples.ts";
import { scheduleTrigger } from "./schedule.ts";
import { set } from "./set.ts";
import { mySql, postgres } from "./sql.ts";
import { switchNode } from "./switch.ts";
import { telegram, telegramTrigger } from "./telegram.ts";
import { loop, wait } from "./timing.ts";
import { graphql, rssFeedRead } from "./web.ts";
import { webhook } from "./webhook.ts";
import { xml } from "./xml.ts";

const manual: Mapper = () => ({ type: "core.manual", params: {} });

/** By n8n type, without the `n8n-nodes-base.` of n8n's own. */
export const mappers: Readonly<Record<string, Mapper>> = {
  manualTrigger: manual,
  start: manual,
  set,
  if: branch,
  filter,
  noOp,
  executionData,
  stopAndError,
  respondToWebhook,
  httpRequest,
  webhook,
  switch: switchNode,
  merge,
  splitInBatches: loop,
  wait,
  splitOut,
  aggregate,
  summarize,
  sort,
  limit,
  removeDuplicates,
  renameKeys,
  itemLists,
  compareDatasets,
  dateTime,
  crypto,
  executeWorkflow,
  executeWorkflowTrigger,
  errorTrigger,
  code,
  function: functionNode,
  functionItem,
  scheduleTrigger,
  rssFeedRead,
  graphql,
  postgres,
  mySql,
  redis,
  emailSend,
  telegram,
  telegramTrigger,
  convertToFile,
  extractFromFile,
  spreadsheetFile,
  moveBinaryData,
  readBinaryFile,
  readBinaryFiles,
  writeBinaryFile,
  readWriteFile,
  readPDF: readPdf,
  debugHelper,
  n8nTrainingCustomerMessenger: trainingMessenger,
  iCal,
  compression,
  jwt,
  totp,
  xml,
  html,
  htmlExtract: html,
  markdown,
};
