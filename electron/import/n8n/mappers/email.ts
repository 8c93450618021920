import { literal, type Mapper, record, text } from "../mapper.ts";

/** What is not empty, under our names. */
const filled = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));

export const emailSend: Mapper = ({ parameters, version }) => {
  const partial: string[] = [];
  if (parameters.operation === "sendAndWait") return { unsupported: "It sends a mail and waits for its answer in a form of its own." };
  const options = record(parameters.options);
  const first = version < 2;
  const given = first ? { ...parameters, replyTo: options.replyTo } : options;
  const html = first && text(parameters.html) !== "";
  const format = first
    ? html && text(parameters.text) !== ""
      ? "both"
      : html
        ? "html"
        : "text"
    : literal(parameters.emailFormat, ["text", "html", "both"], version === 2 ? "text" : "html", "how it is written", partial);
  if (options.allowUnauthorizedCerts === true)
    partial.push("certificates that nobody signed are not accepted: enter the server's own in the connection");
  return {
    type: "smtp-imap.send",
    params: {
      from: parameters.fromEmail ?? "",
      to: parameters.toEmail ?? "",
      subject: parameters.subject ?? "",
      format,
      ...filled({
        text: format === "html" ? undefined : parameters.text,
        html: format === "text" ? undefined : parameters.html,
        cc: given.ccEmail,
        bcc: given.bccEmail,
        replyTo: given.replyTo,
        attachments: given.attachments,
      }),
    },
    partial,
  };
};
