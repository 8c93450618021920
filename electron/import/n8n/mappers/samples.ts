import { isExpression, type Mapper, text } from "../mapper.ts";

/** Fields of made-up rows, as JavaScript that makes one. */
const ROWS: Readonly<Record<string, string>> = {
  user: "uid: id(), email: 'user' + n + '@example.com', firstname: 'First' + n, lastname: 'Last' + n, password: id().slice(0, 8)",
  email: "email: 'user' + n + '@example.com', confirmed: n % 2 === 0",
  address:
    "firstname: 'First' + n, lastname: 'Last' + n, street: n + 1 + ' Main Street', city: 'Springfield', zip: String(10000 + n), country: 'US'",
  creditCard: "type: 'Test', number: '4000000000000000', ccv: '000', exp: '01/30', holder_name: 'First' + n",
  url: "url: 'https://example.com/' + n",
  ipv4: "ip: '192.0.2.' + (n % 256)",
  uuid: "uuid: id()",
  version: "version: '1.' + n + '.0'",
};
const ID = "const id = () => 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));";

/** Debug Helper 1: rows to try a workflow with, an error, or nothing. */
export const debugHelper: Mapper = ({ parameters }) => {
  const category = text(parameters.category, "randomData");
  if (category === "doNothing") return { type: "core.no_op", params: {} };
  if (category === "throwError") {
    const message = text(parameters.throwErrorMessage, "Node has thrown an error");
    return { type: "core.stop_error", params: { message } };
  }
  if (category !== "randomData") return { unsupported: "It fills the memory on purpose." };
  const kind = text(parameters.randomDataType, "user");
  const row = Object.hasOwn(ROWS, kind) ? ROWS[kind] : undefined;
  const count = Number(parameters.randomDataCount ?? 10);
  if (row === undefined || !Number.isInteger(count) || count < 0)
    return { unsupported: "It makes rows of a kind, or in a number, that is not known." };
  return {
    type: "core.code",
    params: { mode: "all", source: `${ID}\nreturn Array.from({ length: ${Math.min(count, 10_000)} }, (_, n) => ({ json: { ${row} } }));` },
    partial: ["its rows are made up anew: they are others than there"],
  };
};

/** Customer Messenger (n8n training) 1: says that a message was sent, without sending any. */
export const trainingMessenger: Mapper = ({ parameters }) => {
  const part = (value: unknown): string => (isExpression(value) ? value.slice(1) : text(value));
  return {
    type: "core.set",
    params: {
      fields: [
        { name: "output", type: "string", value: `=Sent message to customer ${part(parameters.customerId)}:  ${part(parameters.message)}` },
      ],
      include: "none",
    },
  };
};
