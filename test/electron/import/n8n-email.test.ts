import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { authForCredential } from "../../../electron/import/n8n/credentials.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

function map(typeVersion: number, parameters: Record<string, unknown>) {
  const { workflow, partial, unsupported } = importN8n({
    nodes: [{ name: "S", type: "n8n-nodes-base.emailSend", typeVersion, parameters }],
  });
  const node = workflow.nodes[0];
  if (unsupported.length === 0) expect(findAction(node?.type ?? "")?.input.safeParse(node?.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial: partial.map((p) => p.reason), unsupported };
}
const mail = { fromEmail: "a@example.com", toEmail: "=b", subject: "s" };
const common = { from: "a@example.com", to: "=b", subject: "s" };

describe("emailSend", () => {
  it("of each version keeps how it is written", () => {
    expect(map(2.1, { ...mail, emailFormat: "text", text: "t" })).toMatchObject({
      type: "smtp-imap.send",
      params: { ...common, format: "text", text: "t" },
    });
    expect(map(2.1, { ...mail, html: "<b>" }).params).toEqual({ ...common, format: "html", html: "<b>" });
    expect(map(2, { ...mail, text: "t" }).params).toEqual({ ...common, format: "text", text: "t" });
    expect(map(1, { ...mail, text: "t", html: "h" }).params).toEqual({ ...common, format: "both", text: "t", html: "h" });
    expect(map(1, { ...mail, html: "h" }).params).toEqual({ ...common, format: "html", html: "h" });
  });

  it("keeps copies, answers and files", () => {
    const options = {
      ccEmail: "c",
      bccEmail: "d",
      replyTo: "e",
      attachments: "data, plan",
      appendAttribution: false,
      allowUnauthorizedCerts: true,
    };
    expect(map(2.1, { ...mail, emailFormat: "both", text: "t", html: "h", options })).toMatchObject({
      params: { cc: "c", bcc: "d", replyTo: "e", attachments: "data, plan" },
      partial: [expect.stringContaining("certificates") as string],
    });
    expect(
      map(1, { ...mail, text: "t", ccEmail: "c", bccEmail: "d", attachments: "data", options: { replyTo: "e" } }).params,
    ).toMatchObject({
      cc: "c",
      bcc: "d",
      replyTo: "e",
      attachments: "data",
    });
  });

  it("that waits for an answer is kept and marked", () => {
    expect(map(2.1, { ...mail, operation: "sendAndWait" }).unsupported).toHaveLength(1);
  });

  it("has a login of its own kind", () => {
    expect(authForCredential("smtp")?.fields.map((one) => one.to)).toEqual(["user", "password", "host", "port", "security"]);
  });
});
