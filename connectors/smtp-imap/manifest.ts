import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "smtp-imap",
  name: "E-mail (SMTP)",
  category: "Communication",
  description: "Sends mail through the mail server of your provider or your own.",
  needs: "Your provider's SMTP server, a user and a password (with Gmail, iCloud and Yahoo an app password).",
  hosts: [],
  docs: "https://nodemailer.com/",
  facts: { date: "2026-11-27", source: "npm nodemailer 10.6.1, RFC 5321" },
  verifiedBy: "Tests against a real SMTP server on this machine",
  limits: "Gmail 500 mails a day; Microsoft 365 30 a minute; hosting companies often 100 to 500 an hour. Attachments mostly 20 MB in all.",
  pricing: "As your provider has it",
  notes:
    "Sends only; mail is not read yet. Servers keep no key against doubling: a mail whose receipt was never confirmed is asked about, not sent again. Microsoft 365 switches passwords for SMTP off by the end of 2026.",
  keywords: ["email", "mail", "smtp", "send", "gmail", "outlook", "newsletter"],
  offline: true,
  rate: { requests: 10, per: 1_000, concurrency: 3 },
};
