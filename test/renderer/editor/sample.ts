import { Workflow } from "#shared/model/workflow.ts";

/** A lead comes in; urgent ones are texted, the others go to the CRM. */
export const leads = (): Workflow =>
  Workflow.parse({
    format: 1,
    id: "wf_leads",
    name: "New leads",
    nodes: [
      { id: "n1", name: "New lead", type: "core.webhook", position: { x: 0, y: 0 }, params: { path: "lead" } },
      { id: "n2", name: "Urgent?", type: "core.if", position: { x: 320, y: 0 } },
      { id: "n3", name: "Text the crew", type: "twilio.send_sms", position: { x: 640, y: -80 } },
      {
        id: "n4",
        name: "Create the invoice",
        type: "stripe.create_invoice",
        position: { x: 640, y: 120 },
        params: { customer: "={{ $('New lead').item.json.name }}", amount: 120 },
      },
    ],
    edges: [
      { id: "e1", from: { node: "n1", port: "out" }, to: { node: "n2", port: "in" } },
      { id: "e2", from: { node: "n2", port: "true" }, to: { node: "n3", port: "in" } },
    ],
  });
