import { z } from "zod";

/** What sending answers. */
export const Sent = z.looseObject({ ok: z.literal(true), result: z.looseObject({ message_id: z.number() }) });

export const MESSAGE = {
  ok: true,
  result: {
    message_id: 7,
    from: { id: 123456, is_bot: true, first_name: "Acme bot", username: "acme_bot" },
    chat: { id: 4711, first_name: "Ann", type: "private" },
    date: 1764244800,
    text: "Your appointment is confirmed.",
  },
};

/** What everything answers that gives nothing back. */
export const Done = z.looseObject({ ok: z.literal(true) });
export const DONE = { ok: true, result: true };
