import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { call, callerOf } from "../client.ts";
import { chat, delivery, deliveryOf, missing, needed } from "../fields.ts";
import { markup, markupOf } from "../markup.ts";
import { MESSAGE, Sent } from "../sent.ts";

const { text: _text, ...about } = MESSAGE.result;

const Input = z.object({
  chat,
  latitude: field(z.coerce.number("A latitude is a number between -90 and 90.").min(-90).max(90).default(0), {
    title: "Latitude",
    widget: "number",
  }),
  longitude: field(z.coerce.number("A longitude is a number between -180 and 180.").min(-180).max(180).default(0), {
    title: "Longitude",
    widget: "number",
  }),
  ...markup,
  ...delivery,
});
type Input = z.infer<typeof Input>;

export const sendLocation = defineAction<Input>({
  id: "send_location",
  title: "Send place",
  description: "Sends a point on the map.",
  keywords: ["location", "gps", "address", "map"],
  icon: "tag",
  mode: "item",
  input: Input,
  incomplete: (input) => missing([["chat", "Chat", input.chat]]),
  output: Sent,
  sample: [{ ok: true, result: { ...about, location: { latitude: 30.2672, longitude: -97.7431 } } }],
  effect: "write",
  idempotent: "no",
  dangerous: "message",
  connection: "required",
  run(ctx) {
    const { input } = ctx;
    const { latitude, longitude } = input;
    const body = { chat_id: needed(input.chat, "chat", "Chat"), latitude, longitude, ...deliveryOf(input), ...markupOf(input) };
    return call(callerOf(ctx), "sendLocation", body, "write");
  },
});
