import { z } from "zod";
import { field } from "#kit/field.ts";

/** Text that may come from an expression as a number; empty = not set. */
export const text = z.coerce.string().trim().default("");

export const amount = z.coerce
  .number("An amount is a whole number of the smallest unit: 12.50 USD is 1250.")
  .int("Amounts are whole numbers of the smallest unit: 12.50 USD is 1250.")
  .safe();

export const currency = field(
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z]{3}$/, "A currency is three letters, for example usd.")
    .default("usd"),
  { title: "Currency", placeholder: "usd" },
);

export const email = z.string().trim().min(1, "An e-mail address is needed.").max(512);

export const metadata = field(
  z
    .array(z.object({ name: z.coerce.string(), value: z.coerce.string() }))
    .max(40)
    .default([]),
  {
    title: "Own fields",
    help: "Kept with it in Stripe, for example job = 4711.",
    widget: "key-value",
    advanced: true,
  },
);

/** Names what made an object in Stripe, so that an interrupted step can look whether it was made. */
export const STEP_FIELD = "imx_step";

export const metadataOf = (pairs: readonly { name: string; value: string }[], idempotencyKey: string): Record<string, string> => ({
  ...Object.fromEntries(pairs.filter((pair) => pair.name !== "").map((pair) => [pair.name.slice(0, 40), pair.value.slice(0, 500)])),
  [STEP_FIELD]: idempotencyKey,
});

/** Leaves out what the form left empty. */
export function filled<T extends Record<string, unknown>>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined)) as Partial<T>;
}
