import { bool, group, isObject, literal, type Mapped, type Mapper, record, type Source, text, type Unsupported } from "../mapper.ts";

type Params = Record<string, unknown>;

const FORMATS = ["Markdown", "MarkdownV2", "HTML"] as const;
const KINDS: Readonly<Record<string, string>> = {
  sendPhoto: "photo",
  sendDocument: "document",
  sendVideo: "video",
  sendAudio: "audio",
  sendAnimation: "animation",
  sendSticker: "sticker",
};
/** Fields of a button, in the order in which they count where there are several. */
const BUTTONS: Readonly<Record<string, string>> = {
  url: "url",
  callback_data: "callback",
  web_app: "webApp",
  switch_inline_query: "switchInline",
  switch_inline_query_current_chat: "switchInlineHere",
  pay: "pay",
  request_contact: "contact",
  request_location: "location",
};
const KEYBOARDS: Readonly<Record<string, string>> = {
  inlineKeyboard: "inline",
  replyKeyboard: "reply",
  replyKeyboardRemove: "remove",
  forceReply: "force",
};

function button(entry: Params, plain: string, partial: string[]): Params {
  const given = Object.entries(record(entry.additionalFields)).filter(
    ([name, value]) =>
      Object.hasOwn(BUTTONS, name) && value !== "" && value !== false && (!isObject(value) || Object.keys(value).length > 0),
  );
  const order = Object.keys(BUTTONS);
  given.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  if (given.length > 1) partial.push(`its button ${JSON.stringify(entry.text)} does several things, only the first is kept`);
  const [name, value] = given[0] ?? [];
  if (name === undefined) return { text: entry.text ?? "", kind: plain };
  return { text: entry.text ?? "", kind: BUTTONS[name], ...(value === true ? {} : { value: isObject(value) ? (value.url ?? "") : value }) };
}

function markupOf({ parameters }: Source, partial: string[]): Params {
  const keyboard = KEYBOARDS[text(parameters.replyMarkup, "none")];
  if (keyboard === undefined) return {};
  const own = record(parameters[text(parameters.replyMarkup)]);
  const options = { ...record(parameters.replyKeyboardOptions), ...own };
  return {
    keyboard,
    ...(keyboard === "inline" || keyboard === "reply"
      ? {
          rows: group(own, "rows").map((row) => ({
            buttons: group(row.row, "buttons").map((one) => button(one, keyboard === "inline" ? "callback" : "text", partial)),
          })),
        }
      : {}),
    ...(keyboard === "reply" ? { resize: options.resize_keyboard ?? false, oneTime: options.one_time_keyboard ?? false } : {}),
    ...(options.selective === undefined ? {} : { selective: options.selective }),
  };
}

function deliveryOf(more: Params): Params {
  return {
    ...(more.disable_notification === undefined ? {} : { silent: more.disable_notification }),
    ...(more.reply_to_message_id === undefined || more.reply_to_message_id === 0 ? {} : { replyTo: more.reply_to_message_id }),
    ...(more.message_thread_id === undefined || more.message_thread_id === 0 ? {} : { thread: more.message_thread_id }),
  };
}

const formatOf = (more: Params, otherwise: "none" | "Markdown", partial: string[]): Params => ({
  format: more.parse_mode === undefined ? otherwise : literal(more.parse_mode, FORMATS, "Markdown", "how its text is marked up", partial),
});

function message(source: Source, partial: string[]): Mapped | Unsupported {
  const { parameters } = source;
  const more = record(parameters.additionalFields);
  const operation = text(parameters.operation, "sendMessage");
  const chat = { chat: parameters.chatId ?? "" };
  const as = (type: string, params: Params): Mapped => ({ type: `telegram.${type}`, params, partial });
  const common = { ...markupOf(source, partial), ...deliveryOf(more) };
  if (Object.hasOwn(KINDS, operation)) {
    if (more.thumb !== undefined) partial.push("its own small picture (thumb) is not kept");
    const { caption, fileName, duration, width, height, title, performer } = more;
    const kept = Object.entries({ caption, fileName, duration, width, height, title, performer }).filter(
      ([, value]) => value !== undefined,
    );
    return as("send_file", {
      ...chat,
      kind: KINDS[operation],
      ...(bool(parameters.binaryData, false)
        ? { binaryField: parameters.binaryPropertyName ?? "data" }
        : { from: "reference", file: parameters.file ?? "" }),
      ...Object.fromEntries(kept),
      ...formatOf(more, "none", partial),
      ...common,
    });
  }
  switch (operation) {
    case "sendMessage":
      return as("send_message", {
        ...chat,
        text: parameters.text ?? "",
        ...formatOf(more, "Markdown", partial),
        ...(more.disable_web_page_preview === true ? { preview: false } : {}),
        ...common,
      });
    case "editMessageText":
      return as("edit_message", {
        ...(parameters.messageType === "inlineMessage"
          ? { where: "inline", inlineMessage: parameters.inlineMessageId ?? "" }
          : { ...chat, message: parameters.messageId ?? "" }),
        text: parameters.text ?? "",
        ...formatOf(more, "none", partial),
        ...(more.disable_web_page_preview === true ? { preview: false } : {}),
        ...markupOf(source, partial),
      });
    case "deleteMessage":
      return as("delete_message", { ...chat, message: parameters.messageId ?? "" });
    case "pinChatMessage":
    case "unpinChatMessage":
      return as("pin_message", {
        operation: operation === "pinChatMessage" ? "pin" : "unpin",
        ...chat,
        message: parameters.messageId ?? "",
        ...(more.disable_notification === undefined ? {} : { silent: more.disable_notification }),
      });
    case "sendLocation":
      return as("send_location", { ...chat, latitude: parameters.latitude ?? 0, longitude: parameters.longitude ?? 0, ...common });
    case "sendMediaGroup":
      return as("send_album", {
        ...chat,
        media: group(parameters.media, "media").map((entry) => {
          const own = record(entry.additionalFields);
          const captioned = own.caption === undefined ? {} : { caption: own.caption, ...formatOf(own, "none", partial) };
          return { kind: entry.type ?? "photo", file: entry.media ?? "", ...captioned };
        }),
        ...deliveryOf(more),
      });
    case "sendChatAction": {
      // Telegram has given two of them new names.
      const action =
        { record_audio: "record_voice", upload_audio: "upload_voice" }[text(parameters.action)] ?? parameters.action ?? "typing";
      return as("chat_action", { ...chat, action });
    }
    case "sendAndWait":
      return { unsupported: "It sends a message and waits for its answer in a form of its own." };
    default:
      return { unsupported: `Its operation ${JSON.stringify(operation)} is not known.` };
  }
}

function callback({ parameters }: Source, partial: string[]): Mapped {
  const more = record(parameters.additionalFields);
  const keep = more.cache_time === undefined ? {} : { cacheSeconds: more.cache_time };
  if (parameters.operation === "answerInlineQuery")
    return {
      type: "telegram.answer_inline",
      params: { query: parameters.queryId ?? "", results: parameters.results ?? "", ...keep },
      partial,
    };
  return {
    type: "telegram.answer_callback",
    params: {
      query: parameters.queryId ?? "",
      ...(more.text === undefined ? {} : { text: more.text }),
      ...(more.show_alert === undefined ? {} : { alert: more.show_alert }),
      ...(more.url === undefined ? {} : { url: more.url }),
      ...keep,
    },
    partial,
  };
}

function chat({ parameters }: Source, partial: string[]): Mapped | Unsupported {
  const which = { chat: parameters.chatId ?? "" };
  const operation = text(parameters.operation, "get");
  const change = (params: Params): Mapped => ({ type: "telegram.change_chat", params: { ...which, ...params }, partial });
  switch (operation) {
    case "get":
      return { type: "telegram.get_chat", params: which, partial };
    case "administrators":
      return { type: "telegram.get_chat", params: { operation, ...which }, partial };
    case "member":
      return { type: "telegram.get_chat", params: { operation, ...which, user: parameters.userId ?? "" }, partial };
    case "setTitle":
      return change({ operation: "title", text: parameters.title ?? "" });
    case "setDescription":
      return change({ operation: "description", text: parameters.description ?? "" });
    case "leave":
      return change({ operation: "leave" });
    default:
      return { unsupported: `Its operation ${JSON.stringify(operation)} is not known.` };
  }
}

export const telegram: Mapper = (source) => {
  const { parameters } = source;
  const partial: string[] = [];
  switch (parameters.resource ?? "message") {
    case "message":
      return message(source, partial);
    case "callback":
      return callback(source, partial);
    case "chat":
      return chat(source, partial);
    case "file":
      return {
        type: "telegram.get_file",
        params: {
          file: parameters.fileId ?? "",
          ...(parameters.download === undefined ? {} : { download: parameters.download }),
          ...(text(record(parameters.additionalFields).mimeType) === "" ? {} : { mimeType: record(parameters.additionalFields).mimeType }),
        },
        partial,
      };
    default:
      return { unsupported: `Its resource ${JSON.stringify(parameters.resource)} is not known.` };
  }
};

export const telegramTrigger: Mapper = ({ parameters, node }) => {
  const partial: string[] = [];
  const options = record(parameters.additionalFields);
  const updates = Array.isArray(parameters.updates) ? parameters.updates.map((one) => text(one)) : [];
  if (options.download === true) partial.push("files are not fetched by themselves: put 'Get file' after it");
  partial.push("give its connection a webhook secret, then tell Telegram its new address with 'Set where updates go'");
  return {
    type: "telegram.update",
    params: {
      path: text(node.webhookId) || "telegram",
      updates: updates.includes("*") ? [] : updates,
      ...(options.chatIds === undefined ? {} : { chats: options.chatIds }),
      ...(options.userIds === undefined ? {} : { users: options.userIds }),
    },
    partial,
  };
};
