import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "telegram",
  name: "Telegram",
  category: "Communication",
  description: "Messages, files and buttons from your own Telegram bot, and what people write to it.",
  needs: "A bot of your own: write /newbot to @BotFather in Telegram, which gives you its token.",
  hosts: ["api.telegram.org"],
  baseUrl: "https://api.telegram.org",
  docs: "https://core.telegram.org/bots/api",
  facts: { date: "2026-11-27", source: "npm @grammyjs/types 5.0.0, which follows core.telegram.org/bots/api" },
  verifiedBy: "Requests checked against parameters derived from the published types of the Bot API",
  limits:
    "About 30 messages a second in all, one a second to the same person, 20 a minute to the same group. Files: 50 MB to send (photos 10 MB), 20 MB to fetch.",
  pricing: "No charge",
  notes:
    "A bot may write only to people who have started it and to groups it is in. Telegram takes no key against doubling: a message whose answer was lost is asked about, not sent again.",
  keywords: ["chat", "messenger", "bot", "notify", "message"],
  offline: false,
  rate: { requests: 25, per: 1000, concurrency: 10 },
};
