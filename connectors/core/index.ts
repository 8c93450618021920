import { type Connector, defineConnector } from "#kit/connector.ts";
import { aggregateAction } from "./actions/aggregate.ts";
import { calendarEventAction } from "./actions/calendar-event.ts";
import { callWorkflowAction } from "./actions/call-workflow.ts";
import { codeAction } from "./actions/code.ts";
import { compareAction } from "./actions/compare.ts";
import { compressionAction } from "./actions/compression.ts";
import { convertToFileAction } from "./actions/convert-to-file.ts";
import { cryptoAction } from "./actions/crypto.ts";
import { dataTableAction } from "./actions/data-table.ts";
import { dateTimeAction } from "./actions/date-time.ts";
import { extractFromFileAction } from "./actions/extract-from-file.ts";
import { filterAction } from "./actions/filter.ts";
import { graphqlAction } from "./actions/graphql.ts";
import { htmlAction } from "./actions/html.ts";
import { httpAction } from "./actions/http.ts";
import { ifAction } from "./actions/if.ts";
import { jwtAction } from "./actions/jwt.ts";
import { limitAction } from "./actions/limit.ts";
import { loopAction } from "./actions/loop.ts";
import { makePdfAction } from "./actions/make-pdf.ts";
import { markdownAction } from "./actions/markdown.ts";
import { mergeAction } from "./actions/merge.ts";
import { newItemsAction } from "./actions/new-items.ts";
import { noOpAction } from "./actions/no-op.ts";
import { readFileAction } from "./actions/read-file.ts";
import { removeDuplicatesAction } from "./actions/remove-duplicates.ts";
import { renameKeysAction } from "./actions/rename-keys.ts";
import { respondAction } from "./actions/respond.ts";
import { rssAction } from "./actions/rss.ts";
import { setAction } from "./actions/set.ts";
import { sortAction } from "./actions/sort.ts";
import { splitOutAction } from "./actions/split-out.ts";
import { stopErrorAction } from "./actions/stop-error.ts";
import { summarizeAction } from "./actions/summarize.ts";
import { switchAction } from "./actions/switch.ts";
import { totpAction } from "./actions/totp.ts";
import { waitAction } from "./actions/wait.ts";
import { writeFileAction } from "./actions/write-file.ts";
import { xmlAction } from "./actions/xml.ts";
import { coreAuth } from "./auth.ts";
import { manifest } from "./manifest.ts";
import { calledTrigger } from "./triggers/called.ts";
import { errorTrigger } from "./triggers/error.ts";
import { manualTrigger } from "./triggers/manual.ts";
import { scheduleTrigger } from "./triggers/schedule.ts";
import { webhookTrigger } from "./triggers/webhook.ts";

export const core: Connector = defineConnector({
  manifest,
  auth: coreAuth,
  actions: [
    setAction,
    ifAction,
    switchAction,
    filterAction,
    mergeAction,
    compareAction,
    loopAction,
    callWorkflowAction,
    codeAction,
    httpAction,
    graphqlAction,
    rssAction,
    dataTableAction,
    readFileAction,
    writeFileAction,
    extractFromFileAction,
    convertToFileAction,
    compressionAction,
    makePdfAction,
    calendarEventAction,
    htmlAction,
    markdownAction,
    xmlAction,
    splitOutAction,
    aggregateAction,
    summarizeAction,
    sortAction,
    limitAction,
    removeDuplicatesAction,
    newItemsAction,
    renameKeysAction,
    dateTimeAction,
    cryptoAction,
    jwtAction,
    totpAction,
    waitAction,
    respondAction,
    stopErrorAction,
    noOpAction,
  ],
  triggers: [manualTrigger, calledTrigger, errorTrigger, webhookTrigger, scheduleTrigger],
});
