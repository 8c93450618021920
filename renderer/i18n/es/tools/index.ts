import type { ConnectorWords } from "../../connector-words.ts";
import { coreFiles } from "./core/files.ts";
import { coreFlow } from "./core/flow.ts";
import { coreHttp } from "./core/http.ts";
import { coreItems } from "./core/items.ts";
import { coreTexts } from "./core/texts.ts";
import { coreTriggers } from "./core/triggers.ts";
import { mysql } from "./mysql.ts";
import { postgres } from "./postgres.ts";
import { redis } from "./redis.ts";
import { same } from "./same.ts";
import { search } from "./search.ts";
import { shared } from "./shared.ts";
import { smtpImap } from "./smtp-imap.ts";
import { sql } from "./sql.ts";
import { sqlite } from "./sqlite.ts";
import { stripe } from "./stripe.ts";
import { telegram } from "./telegram.ts";
import { triggers } from "./triggers.ts";

/** The words of all connectors; loaded only where Spanish is chosen. */
export const words: ConnectorWords = {
  texts: {
    ...coreFiles,
    ...coreFlow,
    ...coreHttp,
    ...coreItems,
    ...coreTexts,
    ...coreTriggers,
    ...mysql,
    ...postgres,
    ...redis,
    ...shared,
    ...smtpImap,
    ...sql,
    ...sqlite,
    ...stripe,
    ...telegram,
  },
  same,
  search,
  triggers,
};
