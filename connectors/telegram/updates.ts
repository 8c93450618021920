/** Kinds of updates, as keys of what Telegram sends. */
export const UPDATES = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "callback_query",
  "inline_query",
  "chosen_inline_result",
  "shipping_query",
  "pre_checkout_query",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
  "message_reaction",
] as const;

/** In the same order, as a form shows them. */
export const UPDATE_LABELS = UPDATES.map((name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "));
