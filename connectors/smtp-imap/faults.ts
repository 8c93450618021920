import { networkFault } from "#kit/faults.ts";
import { type Failure, StepError } from "#shared/model/failure.ts";

interface MailError extends Error {
  code?: string;
  /** What the system called it, where `code` is the driver's own. */
  originalCode?: string;
  responseCode?: number;
  response?: string;
}

export interface Progress {
  host: string;
  /** The mail itself was on its way. */
  sent: boolean;
  cancelled: boolean;
}

const BUSY = "The server asks for patience; it is tried again later.";

function verdict({ code, responseCode = 0 }: MailError): Partial<Failure> {
  if (code === "EAUTH" || [530, 534, 535, 538].includes(responseCode))
    return {
      kind: "connection",
      fix: "Check user and password of this step's connection. Many providers want an app password instead of the usual one.",
    };
  if (responseCode >= 400 && responseCode < 500) return { kind: "service", retryable: true, fix: BUSY };
  if (responseCode === 552) return { kind: "user", fix: "Send less at once, for example a link instead of the file." };
  if ([550, 551, 553].includes(responseCode))
    return { kind: "user", fix: "Check the addresses, and that this login may send from this address." };
  return { kind: "user", fix: "Check the addresses and what is sent." };
}

/** Whatever the driver throws, as who must act. What the server refused by its own word has not been sent. */
export function faultOf(error: unknown, progress: Progress): StepError {
  if (error instanceof StepError) return error;
  const mail: MailError = error instanceof Error ? error : new Error(String(error));
  const refused = mail.responseCode !== undefined || mail.code === "EAUTH";
  if (!refused) {
    const system = Object.assign(new Error(mail.message, { cause: error }), { code: mail.originalCode ?? mail.code });
    return networkFault({ error: system, effect: "write", ...progress });
  }
  return new StepError(
    {
      retryable: false,
      outcome: "none",
      ...verdict(mail),
      name: "SmtpError",
      message: `The mail server answered: ${(mail.response ?? mail.message).replace(/\s+/g, " ").slice(0, 500)}`,
    },
    { cause: error },
  );
}
