import type { Readable } from "node:stream";
import type { ItemContext } from "#kit/context.ts";
import { userError } from "#shared/model/failure.ts";
import type { Binary } from "#shared/model/item.ts";

export interface Mail {
  from: string;
  to: string;
  cc: string;
  bcc: string;
  replyTo: string;
  subject: string;
  text?: string;
  html?: string;
  inReplyTo: string;
  attachments: readonly string[];
}
export interface Built {
  envelope: { from: string; to: string[] };
  messageId: string;
  stream: Readable;
}

const refuse = (field: string, message: string, fix: string): never => {
  throw userError(message, { field, fix });
};

/** One sign @ with a name before it and a host after it; what servers make of the rest is theirs. */
const isAddress = (text: string): boolean => /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\]+$/.test(text) || /^"[^"\r\n]+"@[^\s@<>]+$/.test(text);

async function addresses(text: string, field: string, needed: boolean): Promise<string[]> {
  const { default: parse } = await import("nodemailer/lib/addressparser");
  if (/[\r\n]/.test(text.trim())) refuse(field, "An address holds a line break.", "Separate addresses with commas.");
  const list = parse(text, { flatten: true }).map((one) => one.address ?? "");
  if (needed && list.length === 0) refuse(field, "There is no address.", "Enter an e-mail address.");
  for (const address of list)
    if (!isAddress(address))
      refuse(field, `"${address.slice(0, 100)}" is no e-mail address.`, "Write it like ann@example.com; separate several with commas.");
  return list;
}

function fileOf({ item }: ItemContext<unknown>, name: string): Binary {
  const files = item.binary ?? {};
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  if (file !== undefined) return file;
  const known = Object.keys(files);
  return refuse(
    "attachments",
    `The item has no file named '${name}'.`,
    known.length === 0 ? "Put a step before this one that gives a file." : `Its files are: ${known.slice(0, 10).join(", ")}.`,
  );
}

/** The mail as it goes over the wire. Its id is the same at each attempt, so that mailboxes can tell a repeat. */
export async function build(ctx: ItemContext<unknown>, mail: Mail): Promise<Built> {
  const [sender = ""] = await addresses(mail.from, "from", true);
  const to = await addresses(mail.to, "to", true);
  const others = [...(await addresses(mail.cc, "cc", false)), ...(await addresses(mail.bcc, "bcc", false))];
  await addresses(mail.replyTo, "replyTo", false);
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const messageId = `<${ctx.idempotencyKey}@${sender.slice(sender.lastIndexOf("@") + 1)}>`;
  const files = mail.attachments.map((name) => fileOf(ctx, name));
  const composer = new MailComposer({
    from: mail.from,
    to: mail.to,
    ...(mail.cc === "" ? {} : { cc: mail.cc }),
    ...(mail.replyTo === "" ? {} : { replyTo: mail.replyTo }),
    ...(mail.inReplyTo === "" ? {} : { inReplyTo: mail.inReplyTo, references: mail.inReplyTo }),
    subject: mail.subject,
    ...(mail.text === undefined ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId,
    date: new Date(ctx.now()),
    attachments: files.map((file) => ({ filename: file.fileName ?? "file", content: ctx.blobs.read(file), contentType: file.mimeType })),
    // Texts come from data: none of them may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { envelope: { from: sender, to: [...new Set([...to, ...others])] }, messageId, stream: composer.compile().createReadStream() };
}
